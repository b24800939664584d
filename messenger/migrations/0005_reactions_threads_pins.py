"""Reactions, threads, mentions, pins. New columns have constant defaults: no row is rewritten."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messenger', '0004_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('emoji', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'reactions',
            },
        ),
        migrations.CreateModel(
            name='ThreadReader',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('last_read_seq', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'thread_readers',
            },
        ),
        migrations.AddField(
            model_name='conversation',
            name='avatar',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='has_reactions',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='message',
            name='last_reply_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='last_reply_by',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='mentions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='message',
            name='mentions_all',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='message',
            name='pinned_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='pinned'),
        ),
        migrations.AddField(
            model_name='message',
            name='reply_count',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='participant',
            name='archived_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='participant',
            name='pinned_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reaction',
            name='message',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='messenger.message'),
        ),
        migrations.AddField(
            model_name='reaction',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='threadreader',
            name='thread',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='messenger.message'),
        ),
        migrations.AddField(
            model_name='threadreader',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(fields=('message', 'user', 'emoji'), name='one_reaction_a_person_and_emoji'),
        ),
        migrations.AddConstraint(
            model_name='threadreader',
            constraint=models.UniqueConstraint(fields=('thread', 'user'), name='one_reader_a_thread'),
        ),
    ]

"""Drafts, own settings, confirmations, reports, search. New columns have constant defaults."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A single-role database (one DATABASE_URL for everything) has no app_writer, and needs none.
GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    GRANT SELECT ON acknowledgements TO app_writer;
  END IF;
END $$
"""
REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    REVOKE ALL ON acknowledgements FROM app_writer;
  END IF;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_students_write_to'),
        ('messenger', '0006_pinned_index_and_grants'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonState',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='messenger', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('change', models.BigIntegerField(db_default=0, default=0)),
                ('read_receipts', models.BooleanField(db_default=True, default=True)),
                ('status', models.CharField(choices=[('online', 'Online'), ('away', 'Away'), ('dnd', 'Do not disturb'), ('invisible', 'Invisible')], db_default='online', default='online', max_length=9)),
            ],
            options={
                'db_table': 'messenger_people',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='acknowledged_count',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='notices',
            name='searchable_seq',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='participant',
            name='own_change',
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='messenger.message')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'acknowledgements',
                'constraints': [models.UniqueConstraint(fields=('message', 'user'), name='acknowledged_once')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('content', models.TextField(blank=True)),
                ('reply_to_id', models.UUIDField(null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('change', models.BigIntegerField(default=0)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messenger.conversation')),
                ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messenger.message')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'drafts',
                'indexes': [models.Index(fields=['user', 'change'], name='idx_drafts_change')],
                'constraints': [models.UniqueConstraint(fields=('user', 'conversation', 'thread'), name='one_draft_a_place', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[('bullying', 'Bullying or insults'), ('sexual', 'Sexual content'), ('violence', 'Violence or threats'), ('privacy', "Somebody's private matters"), ('spam', 'Advertising or nonsense'), ('other', 'Something else')], max_length=10, verbose_name='reason')),
                ('note', models.TextField(blank=True, verbose_name='in their words')),
                ('content', models.TextField(blank=True, verbose_name='content at that time')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='reported')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='messenger.message', verbose_name='message')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'db_table': 'message_reports',
                'constraints': [models.UniqueConstraint(fields=('message', 'reporter'), name='reported_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='messenger.message')),
                ('seq', models.BigIntegerField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messenger.conversation')),
            ],
            options={
                'db_table': 'message_search',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='idx_message_search_words'), models.Index(fields=['conversation', 'seq'], name='idx_message_search_place')],
            },
        ),
        migrations.RunSQL(GRANT, REVOKE),
    ]

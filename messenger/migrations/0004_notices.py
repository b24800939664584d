"""How far people have been told of messages: everything there is was told when it came."""

import django.db.models.deletion
from django.db import migrations, models

TOLD = "INSERT INTO conversation_notices (conversation_id, notified_seq) SELECT id, seq FROM conversations"


class Migration(migrations.Migration):

    dependencies = [
        ('messenger', '0003_message_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='muted_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='muted until'),
        ),
        migrations.CreateModel(
            name='Notices',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notices', serialize=False, to='messenger.conversation')),
                ('notified_seq', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'conversation_notices',
            },
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0009_let_in")]
    operations = [
        migrations.AddField(
            "callparticipant",
            "screen_audio_enabled",
            models.BooleanField(default=True, verbose_name="sound of the screen"),
        ),
    ]

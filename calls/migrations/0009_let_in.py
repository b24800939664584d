from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0008_registers_of_their_day")]
    operations = [
        migrations.AddField(
            "callparticipant",
            "let_in",
            models.BooleanField(default=False, editable=False),
        ),
    ]

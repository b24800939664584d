from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_when_a_delivery_was_due")]

    operations = [
        migrations.AddField("notification", "since", models.BigIntegerField(null=True)),
    ]

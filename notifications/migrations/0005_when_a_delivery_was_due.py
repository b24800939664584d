"""The age of a delivery counts from when it was to go out, not from when it was written."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_kinds_of_the_table'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='due_at',
            field=models.DateTimeField(db_default=Now(), default=django.utils.timezone.now, editable=False),
        ),
    ]

"""What others have read since a moment is found without reading all receipts."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("messenger", "0010_catching_up_on_reads")]

    operations = [
        AddIndexConcurrently(
            "readreceipt", models.Index(fields=["conversation", "xact"], name="idx_read_receipts_xact")
        ),
        AddIndexConcurrently(
            "personstate",
            models.Index(
                fields=["receipts_xact"],
                name="idx_people_receipts_xact",
                condition=models.Q(receipts_xact__gt=0),
            ),
        ),
    ]

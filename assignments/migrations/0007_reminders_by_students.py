"""Who was reminded is read from what they were told, by each student's own due date."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0006_draft_versions'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='assignment', name='idx_assignments_to_remind'),
        migrations.RemoveField(model_name='assignment', name='reminded_at'),
        migrations.RemoveField(model_name='assignment', name='overdue_told_at'),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['due_date'], name='idx_assignments_due'),
        ),
    ]

"""What keeps an assignment as it is while somebody hands in or grades.

Who hands in and who grades holds its row FOR SHARE: together with each other, never together with who
changes, closes or removes it, for those lock it FOR NO KEY UPDATE (`access.assignment_to_edit`). What is read
after it is held is true until the transaction ends. (PostgreSQL, 13.3.2; Django's ORM has no FOR SHARE.)
"""

from __future__ import annotations

from typing import Any

from django.db import connection

OF_ASSIGNMENT = "SELECT 1 FROM assignments WHERE id = %s FOR SHARE"
OF_SUBMISSION = (
    "SELECT 1 FROM assignments WHERE id = (SELECT assignment_id FROM submissions WHERE id = %s) FOR SHARE"
)


def hold(assignment_id: Any) -> None:
    """Before it is read. One that is gone is not held: reading it tells."""
    _hold(OF_ASSIGNMENT, assignment_id)


def hold_that_of(submission_id: Any) -> None:
    """The assignment of a submission, before the submission's own lock."""
    _hold(OF_SUBMISSION, submission_id)


def _hold(query: str, key: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, [key])

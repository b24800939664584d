"""Everything that changes assignments, submissions and grades."""

from assignments.actions.changing import change_assignment, create_assignment, remove_assignment
from assignments.actions.drafting import save_draft
from assignments.actions.excusing import excuse, lift_excuse
from assignments.actions.extending import extend
from assignments.actions.grading import grade_submission, release_grades, return_submission
from assignments.actions.joining import follow_enrollment
from assignments.actions.publishing import close_assignment, publish_assignment, publish_due
from assignments.actions.reminding import remind_due_soon, remind_overdue
from assignments.actions.submitting import submit
from assignments.actions.tidying import sweep_unused_files

__all__ = [
    "change_assignment",
    "close_assignment",
    "create_assignment",
    "excuse",
    "extend",
    "follow_enrollment",
    "grade_submission",
    "lift_excuse",
    "publish_assignment",
    "publish_due",
    "release_grades",
    "remind_due_soon",
    "remind_overdue",
    "remove_assignment",
    "return_submission",
    "save_draft",
    "submit",
    "sweep_unused_files",
]

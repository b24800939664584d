"""Tables of homework: what is set, what is handed in, how it is graded."""

from assignments.models.grading import GradeChange
from assignments.models.rubric import Criterion, Level
from assignments.models.statistics import AssignmentStatistics
from assignments.models.submissions import Draft, Submission, SubmissionVersion
from assignments.models.work import Assignment, Excuse, Extension, Target

__all__ = [
    "Assignment",
    "AssignmentStatistics",
    "Criterion",
    "Draft",
    "Excuse",
    "Extension",
    "GradeChange",
    "Level",
    "Submission",
    "SubmissionVersion",
    "Target",
]

from django.urls import include, path

from assignments import api, api_class, api_work, pages, pages_editing, pages_grading, pages_one

rest = [
    path("", api.Assignments.as_view()),
    path("/teacher", api.AsTeacher.as_view()),
    path("/student/my-assignments", api.AsStudent.as_view()),
    path("/classes/<int:class_id>/gradebook", api_class.ClassGradebook.as_view()),
    path("/<int:assignment_id>", api.OneAssignment.as_view()),
    path("/<int:assignment_id>/publish", api.Publish.as_view()),
    path("/<int:assignment_id>/close", api.Close.as_view()),
    path("/<int:assignment_id>/release", api.Release.as_view()),
    path("/<int:assignment_id>/extensions", api.Extensions.as_view()),
    path("/<int:assignment_id>/excuses", api.Excuses.as_view()),
    path("/<int:assignment_id>/excuses/<int:student_id>", api.OneExcuse.as_view()),
    path("/<int:assignment_id>/submissions", api_class.Submissions.as_view()),
    path("/<int:assignment_id>/statistics", api_class.Statistics.as_view()),
    path("/<int:assignment_id>/files.zip", api_class.Archive.as_view()),
    path("/<int:assignment_id>/draft", api_work.Draft.as_view()),
    path("/<int:assignment_id>/submit", api_work.Submit.as_view()),
    path("/<int:assignment_id>/my-submission", api_work.MySubmission.as_view()),
    path("/submissions/<int:submission_id>", api_work.OneSubmission.as_view()),
    path("/submissions/<int:submission_id>/versions", api_work.Versions.as_view()),
    path("/submissions/<int:submission_id>/grade", api_work.Grade.as_view()),
    path("/submissions/<int:submission_id>/return", api_work.Return.as_view()),
]

urlpatterns = [
    path("assignments", pages.index, name="assignments"),
    path("assignments/new", pages_editing.new, name="assignment-new"),
    path("assignments/preview", pages_editing.preview, name="assignment-preview"),
    path("assignments/students", pages_editing.students, name="assignment-students"),
    path("assignments/<int:assignment_id>", pages_one.assignment, name="assignment"),
    path("assignments/<int:assignment_id>/edit", pages_editing.change, name="assignment-edit"),
    path("assignments/<int:assignment_id>/publish", pages_editing.publish, name="assignment-publish"),
    path("assignments/<int:assignment_id>/close", pages_editing.close, name="assignment-close"),
    path("assignments/<int:assignment_id>/remove", pages_editing.remove, name="assignment-remove"),
    path("assignments/<int:assignment_id>/extend", pages_one.extend, name="assignment-extend"),
    path("assignments/<int:assignment_id>/excuse", pages_one.excuse, name="assignment-excuse"),
    path("assignments/<int:assignment_id>/lift-excuse", pages_one.lift_excuse, name="assignment-lift-excuse"),
    path("assignments/<int:assignment_id>/release", pages_one.release, name="assignment-release"),
    path("assignments/<int:assignment_id>/grade", pages_grading.grade, name="assignment-grade"),
    path("conversations/<uuid:conversation_id>/next-assignment", pages.card, name="assignment-card"),
    path("api/assignments", include(rest)),
]

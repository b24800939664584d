from django.urls import include, path

from assignments import api, api_class, api_work

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

urlpatterns = [path("api/assignments", include(rest))]

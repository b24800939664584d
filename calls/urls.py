from django.urls import include, path

from calls import api, api_attendance, api_lesson, api_statistics, pages, pages_attendance, pages_statistics

rest = [
    path("conversations/<uuid:conversation_id>/calls", api.Calls.as_view()),
    path("conversations/<uuid:conversation_id>/calls/active", api.ActiveCall.as_view()),
    path("conversations/<uuid:conversation_id>/calls/history", api.CallHistory.as_view()),
    path("conversations/<uuid:conversation_id>/calls/statistics", api_statistics.Statistics.as_view()),
    path("calls/<uuid:call_id>", api.OneCall.as_view()),
    path("calls/<uuid:call_id>/answer", api.Answer.as_view()),
    path("calls/<uuid:call_id>/reject", api.Reject.as_view()),
    path("calls/<uuid:call_id>/leave", api.Leave.as_view()),
    path("calls/<uuid:call_id>/end", api.End.as_view()),
    path("calls/<uuid:call_id>/invite", api.Invite.as_view()),
    path("calls/<uuid:call_id>/media", api.Media.as_view()),
    path("calls/<uuid:call_id>/hand", api.Hand.as_view()),
    path("calls/<uuid:call_id>/moderate", api_lesson.Moderate.as_view()),
    path("calls/<uuid:call_id>/reaction", api_lesson.Reaction.as_view()),
    path("calls/<uuid:call_id>/attendance", api_attendance.Attendance.as_view()),
    path("calls/<uuid:call_id>/attendance/<int:user_id>", api_attendance.Correction.as_view()),
    path("ice-servers", api.IceServers.as_view()),
]

urlpatterns = [
    path("calls/<uuid:call_id>", pages.room, name="call"),
    path("calls/<uuid:call_id>/attendance", pages_attendance.attendance, name="attendance"),
    path("calls/<uuid:call_id>/attendance.csv", pages_attendance.attendance_csv, name="attendance-csv"),
    path("conversations/<uuid:conversation_id>/calls", pages_statistics.history, name="calls-of"),
    path("statistics", pages_statistics.statistics, name="statistics"),
    path("lessons", pages.lessons, name="lessons"),
    path("api/v1/messenger/", include(rest)),
]

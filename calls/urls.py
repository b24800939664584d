from django.urls import include, path

from calls import (
    api,
    api_attendance,
    api_lesson,
    api_lessons,
    api_quality,
    api_statistics,
    pages,
    pages_attendance,
    pages_lessons,
    pages_statistics,
)

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
    path("calls/<uuid:call_id>/quality", api_quality.Quality.as_view()),
    path("calls/<uuid:call_id>/attendance", api_attendance.Attendance.as_view()),
    path("calls/<uuid:call_id>/attendance/<int:user_id>", api_attendance.Correction.as_view()),
    path("conversations/<uuid:conversation_id>/lessons", api_lessons.Plan.as_view()),
    path("lessons", api_lessons.Timetable.as_view()),
    path("lessons/<uuid:lesson_id>", api_lessons.OneLesson.as_view()),
    path("lessons/<uuid:lesson_id>/start", api_lessons.StartLesson.as_view()),
    path("ice-servers", api.IceServers.as_view()),
]

urlpatterns = [
    path("calls/<uuid:call_id>", pages.room, name="call"),
    path("calls/<uuid:call_id>/attendance", pages_attendance.attendance, name="attendance"),
    path("calls/<uuid:call_id>/attendance.csv", pages_attendance.attendance_csv, name="attendance-csv"),
    path("conversations/<uuid:conversation_id>/calls", pages_statistics.history, name="calls-of"),
    path("statistics", pages_statistics.statistics, name="statistics"),
    path("lessons", pages.lessons, name="lessons"),
    path("lessons/plan", pages_lessons.plan, name="lesson-plan"),
    path("lessons/<uuid:lesson_id>/change", pages_lessons.change, name="lesson-change"),
    path("lessons/<uuid:lesson_id>/cancel", pages_lessons.cancel, name="lesson-cancel"),
    path("lessons/<uuid:lesson_id>/start", pages_lessons.start, name="lesson-start"),
    path("conversations/<uuid:conversation_id>/next-lesson", pages_lessons.card, name="lesson-card"),
    path("api/v1/messenger/", include(rest)),
]

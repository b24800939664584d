"""The REST API and its document."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["dreamseed.realtime.rest.Body"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "dreamseed.realtime.rest.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "dreamseed.realtime.rest.answer_refusal",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%S.%fZ",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dreamseed",
    "DESCRIPTION": "Messenger, live lessons, assignments and notifications of a school.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/(?:v1/)?",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "dreamseed.schema.tell_of_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PersonRole": "accounts.models.User.Role",
        "ParticipantRole": "messenger.models.Participant.Role",
        "ChosenStatus": "messenger.models.PersonState.Status",
        "PresenceStatus": "messenger.standing.STATUSES",
        "CallType": "calls.models.Call.Type",
        "CallStatus": "calls.models.Call.Status",
        "ConnectionQuality": "calls.quality.QUALITIES",
        "ConnectionCause": "calls.quality.CAUSES",
        "NotificationKind": "notifications.kinds.CHOICES",
        "DeliveryState": "notifications.models.Delivery.State",
        "DeliveryChannel": "notifications.models.Delivery.Channel",
        "DevicePlatform": "notifications.models.Device.Platform",
        "AssignmentStatus": "assignments.models.Assignment.Status",
        "SubmissionStatus": "assignments.models.Submission.Status",
        "Standing": "assignments.shapes.STANDING",
        "AttendanceStatus": "calls.models.AttendanceCorrection.Status",
    },
}

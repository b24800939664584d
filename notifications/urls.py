from django.urls import include, path

from notifications import api, pages

rest = [
    path("", api.Notifications.as_view()),
    path("/unread-count", api.UnreadCount.as_view()),
    path("/read-all", api.ReadAll.as_view()),
    path("/settings", api.Settings.as_view()),
    path("/devices", api.Devices.as_view()),
    path("/devices/<uuid:device_id>", api.OneDevice.as_view()),
    path("/ledger", api.Ledger.as_view()),
    path("/<uuid:notification_id>/read", api.ReadOne.as_view()),
]

urlpatterns = [
    path("sw.js", pages.service_worker, name="service-worker"),
    path("notifications", pages.centre, name="notifications"),
    path("notifications/menu", pages.menu, name="notifications-menu"),
    path("notifications/read-all", pages.read_all, name="notifications-read-all"),
    path("notifications/settings", pages.settings, name="notifications-settings"),
    path("notifications/ledger", pages.ledger, name="notifications-ledger"),
    path("notifications/unsubscribe/<str:token>", pages.unsubscribe, name="unsubscribe"),
    path("notifications/<uuid:notification_id>", pages.follow, name="notification"),
    path("api/v1/notifications", include(rest)),
]

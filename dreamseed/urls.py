"""Every address, app by app. No trailing slashes, but for the admin."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from dreamseed import health
from dreamseed.schema import KeptSchema, socket_document

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="messenger"), name="home"),
    path("", include("accounts.urls")),
    path("", include("files.urls")),
    path("", include("notifications.urls")),
    path("", include("messenger.urls")),
    path("", include("calls.urls")),
    path("", include("assignments.urls")),
    path("api/schema", SpectacularAPIView.as_view(generator_class=KeptSchema), name="schema"),
    path("api/schema/socket", socket_document, name="socket-schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", admin.site.urls),
]

handler403 = "dreamseed.failures.forbidden"
handler404 = "dreamseed.failures.not_found"
handler500 = "dreamseed.failures.failed"

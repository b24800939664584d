from django.urls import include, path

from files import api, pages

attachments = [
    path("attachments", api.Attachments.as_view()),
    path("attachments/<uuid:file_id>", api.OneAttachment.as_view()),
    path("attachments/<uuid:file_id>/content", api.Content.as_view()),
    path("attachments/<uuid:file_id>/preview", api.Preview.as_view()),
]

urlpatterns = [
    path("files/previews/<uuid:file_id>", pages.preview, name="file-preview"),
    path("files/<uuid:file_id>", pages.download, name="file"),
    path("files/<uuid:file_id>/<str:name>", pages.download),
    path("api/v1/messenger/", include(attachments)),
]

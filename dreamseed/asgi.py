"""Pages, REST and the one WebSocket from one process."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamseed.settings")

http = get_asgi_application()

from dreamseed.realtime.bodies import BodyLimit, Paced  # noqa: E402
from dreamseed.realtime.socket import NoSuchSocket, Socket  # noqa: E402  needs the apps loaded
from files.limits import largest_body  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": Paced(BodyLimit(http, largest_body)),
        "websocket": URLRouter(
            [
                re_path(r"^api/v1/messenger/ws/(?P<user_id>[^/]+)/?$", Socket.as_asgi()),
                re_path(r"", NoSuchSocket.as_asgi()),
            ]
        ),
    }
)

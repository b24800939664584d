"""Local servers that speak the providers' protocols: FCM v1 with its token endpoint, APNs over HTTP/2, Web
Push that decrypts, SMTP.

Each answers `next_answers` in their order and then accepts; `accepted` holds what it took, `heard` what came.
A `CUT` reads all of it and hangs up, so that the one who sent it cannot know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme

from tests.notifications.providers.apns import Apns
from tests.notifications.providers.base import CUT, Answer, Provider, base64url
from tests.notifications.providers.fcm import Fcm
from tests.notifications.providers.mail import Mail
from tests.notifications.providers.webpush import WebPush

__all__ = ["CUT", "Answer", "Provider", "Providers", "providers"]


class Providers(NamedTuple):
    fcm: Fcm
    apns: Apns
    webpush: WebPush
    mail: Mail
    authority: Path

    def reset(self) -> None:
        for one in (self.fcm, self.apns, self.webpush, self.mail):
            one.reset()

    def environment(self) -> dict[str, str]:
        """For a worker of its own, or `settings`."""
        return {
            "FCM_API_KEY": json.dumps(self.fcm.account),
            "FCM_URL": self.fcm.url,
            "APNS_KEY": self.apns.key,
            "APNS_KEY_ID": "KEY1234567",
            "APNS_TEAM_ID": "TEAM123456",
            "APNS_TOPIC": "kr.dreamseed.app",
            "APNS_URL": self.apns.url,
            "APNS_CA": str(self.authority),
            "VAPID_PRIVATE_KEY": base64url((1234567).to_bytes(32, "big")),
            "WEB_PUSH_HOSTS": self.webpush.host,
            "WEB_PUSH_CA": str(self.authority),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail.port),
        }


@contextmanager
def providers(folder: Path) -> Iterator[Providers]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert("localhost")
    with ExitStack() as stack:
        yield Providers(
            stack.enter_context(Fcm().running()),
            stack.enter_context(Apns(certificate).running()),
            stack.enter_context(WebPush(certificate).running()),
            stack.enter_context(Mail().running()),
            folder / "authority.pem",
        )

"""Choosing what reaches one, and how: by REST, on the page, by the link below an e-mail."""

import email
import re
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from notifications import delivering, keys
from notifications.kinds import KINDS
from notifications.models import Delivery, Device, NotificationSettings
from tests.notifications.providers import Providers
from tests.notifications.steps import ask, choose, tell
from tests.people import Person

pytestmark = pytest.mark.django_db
BROKEN = {"p256dh": "!", "auth": "ß"}
UNKNOWN_KIND = {"kinds": {"assignment_eaten": {"push": True}}}


def test_every_kind_has_its_channels_until_one_chooses(minji: Person) -> None:
    first = ask(minji, "get", "/settings")
    assert first["kinds"]["message_mention"] == {"in_app": True, "push": True, "email": True}
    assert first["kinds"]["new_message"] == {"in_app": True, "push": True, "email": False}
    assert set(first["kinds"]) == set(KINDS)

    changed = choose(minji, kinds={"new_message": {"email": True}}, quiet_from="22:00", quiet_until="07:30")
    assert changed["kinds"]["new_message"] == {"in_app": True, "push": True, "email": True}
    assert (changed["quiet_from"], changed["quiet_until"]) == ("22:00", "07:30")
    assert ask(minji, "get", "/settings") == changed
    assert choose(minji) == changed


def test_what_is_left_out_stays_as_it_is(minji: Person) -> None:
    choose(minji, quiet_from="22:00", quiet_until="07:30")
    choose(minji, kinds={"new_message": {"push": False}})

    kept = ask(minji, "get", "/settings")
    assert (kept["quiet_from"], kept["quiet_until"]) == ("22:00", "07:30")

    without = choose(minji, quiet_from=None, quiet_until=None)
    assert (without["quiet_from"], without["quiet_until"]) == (None, None)
    assert without["kinds"]["new_message"]["push"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (UNKNOWN_KIND, "kinds.assignment_eaten"),
        ({"kinds": {"new_message": {"pigeon": True}}}, "kinds.new_message.pigeon"),
        ({"kinds": {"new_message": {"push": "perhaps"}}}, "kinds.new_message.push"),
        ({"kinds": [1]}, "kinds"),
        ({"kinds": {"new_message": True}}, "kinds.new_message.non_field_errors"),
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until"),
        ({"quiet_from": "late", "quiet_until": "07:00"}, "quiet_from"),
        ({"quiet_from": "22:00Z", "quiet_until": "07:00"}, "quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "07:00+09:00"}, "quiet_until"),
    ],
)
def test_a_wrong_choice_is_named_and_nothing_is_kept(minji: Person, body: Any, field: str) -> None:
    refused = ask(minji, "put", "/settings", body, 400)

    assert refused["code"] == "invalid"
    assert list(refused["fields"]) == [field]
    assert not NotificationSettings.objects.exists()


def test_settings_are_each_persons_own(minji: Person, seojun: Person) -> None:
    choose(minji, kinds={"new_message": {"push": False}})

    assert ask(seojun, "get", "/settings")["kinds"]["new_message"]["push"] is True
    assert ask(minji, "get", f"/settings/{seojun.id}", status=404)


def test_the_page_keeps_what_is_ticked(minji: Person) -> None:
    body = {"new_message.in_app": "on", "quiet": "on", "quiet_from": "21:30", "quiet_until": "07:00"}
    assert minji.browser.post("/notifications/settings", body).status_code == 302

    kept = ask(minji, "get", "/settings")
    assert kept["kinds"]["new_message"] == {"in_app": True, "push": False, "email": False}
    assert kept["kinds"]["call_missed"] == {"in_app": False, "push": False, "email": False}
    assert kept["quiet_from"] == "21:30"
    again = minji.browser.post("/notifications/settings", {**body, "quiet_until": ""})
    assert again.status_code == 400
    assert "조용한 시간에는 시작과 끝이 있어야 해요." in again.content.decode()


def test_a_device_is_told_nobody_and_goes_with_its_sign_in(
    minji: Person, seojun: Person, android: Any
) -> None:
    made = ask(minji, "post", "/devices", android, 201)
    assert ask(minji, "post", "/devices", android, 200)["id"] == made["id"]
    assert "token" not in made

    taken = ask(seojun, "post", "/devices", android, 409)
    assert taken["code"] == "device_taken"
    assert ask(seojun, "delete", f"/devices/{made['id']}", status=404)["code"] == "not_found"
    assert ask(seojun, "get", "/devices")["results"] == []
    from accounts.actions import revoke_session

    revoke_session(session=minji.session)
    assert ask(seojun, "post", "/devices", android, 200)["id"] == made["id"]
    assert Device.objects.get().user_id == seojun.id
    ask(seojun, "delete", f"/devices/{made['id']}", status=204)
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("device", "field"),
    [
        ({"platform": "pigeon", "token": "x" * 40}, "platform"),
        ({"platform": "fcm", "token": "short"}, "token"),
        ({"platform": "fcm", "token": "with blanks in it and more"}, "token"),
        ({"platform": "apns", "token": "xyz" * 30}, "token"),
        ({"platform": "webpush", "token": "http://fcm.googleapis.com/x"}, "token"),
        ({"platform": "webpush", "token": "https://169.254.169.254/latest/meta-data"}, "token"),
        ({"platform": "webpush", "token": "https://fcm.googleapis.com.evil.example/x"}, "token"),
        ({"platform": "webpush", "token": "https://me@fcm.googleapis.com/x"}, "token"),
        ({"platform": "webpush", "token": "https://fcm.googleapis.com:99999999/x"}, "token"),
        ({"platform": "webpush", "token": "https://fcm.googleapis.com/x"}, "keys"),
        (
            {
                "platform": "webpush",
                "token": "https://fcm.googleapis.com/x",
                "keys": BROKEN,
            },
            "keys",
        ),
    ],
)
def test_a_device_that_cannot_be_one_is_refused(minji: Person, device: Any, field: str) -> None:
    refused = ask(minji, "post", "/devices", device, 400)

    assert list(refused["fields"]) == [field]
    assert not Device.objects.exists()


def test_twenty_devices_and_the_oldest_makes_room(minji: Person) -> None:
    for number in range(21):
        ask(minji, "post", "/devices", {"platform": "fcm", "token": f"fcm-token-of-minji-{number:04}"}, 201)

    assert Device.objects.count() == 20
    assert not Device.objects.filter(token="fcm-token-of-minji-0000").exists()


def test_an_email_in_the_persons_language_and_out_by_one_click(near: Providers, minji: Person) -> None:
    [row] = tell(minji, data={"title": "이차함수 <b>", "classroom": "수학 10반"})
    delivering.deliver([row])

    letter = email.message_from_bytes(near.mail.accepted[0]["content"], policy=policy.default)
    assert letter["subject"] == "새 과제: 이차함수 <b>"
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert f"/notifications/{row}" in text
    assert "이차함수 &lt;b&gt;" in html
    way_out = re.sub(r"^<https?://[^/]+|>$", "", letter["list-unsubscribe"].strip())

    anybody = Client(enforce_csrf_checks=True)
    assert "그만 받을까요" in anybody.get(way_out).content.decode()
    assert ask(minji, "get", "/settings")["kinds"]["assignment_assigned"]["email"] is True
    assert anybody.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ask(minji, "get", "/settings")["kinds"]["assignment_assigned"] == {
        "in_app": True,
        "push": True,
        "email": False,
    }
    tell(minji)
    assert Delivery.objects.count() == 1
    assert anybody.post(way_out[:-3] + "abc").status_code == 404


def test_the_office_sees_the_ledger_and_changes_nothing(
    administrator: Person, minji: Person, android: Any
) -> None:
    ask(minji, "post", "/devices", android, 201)
    [row] = tell(minji)
    for path in (
        "notification/",
        f"notification/{row}/change/",
        "delivery/",
        "device/",
        "notificationsettings/",
    ):
        page = administrator.browser.get(f"/admin/notifications/{path}")
        assert page.status_code == 200
        assert android["token"] not in page.content.decode()
    assert administrator.browser.get("/admin/notifications/delivery/add/").status_code == 403
    assert minji.browser.get("/admin/notifications/delivery/").status_code == 302


def test_the_service_worker_stands_at_the_root(client: Client) -> None:
    answer = client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "showNotification" in answer.content.decode()


def test_a_key_for_browsers_is_made_once(minji: Person, settings: Any, tmp_path: Path) -> None:
    settings.VAPID_KEY_FILE = tmp_path / "vapid_key"
    keys.vapid.cache_clear()
    keys.web_push_key.cache_clear()
    assert ask(minji, "get", "/devices")["web_push_key"] == ""
    keys.vapid.cache_clear()
    keys.web_push_key.cache_clear()
    keys.make_key(settings.VAPID_KEY_FILE)
    made = settings.VAPID_KEY_FILE.read_text()
    keys.make_key(settings.VAPID_KEY_FILE)

    assert settings.VAPID_KEY_FILE.read_text() == made
    assert settings.VAPID_KEY_FILE.stat().st_mode & 0o077 == 0
    assert len(ask(minji, "get", "/devices")["web_push_key"]) == 87
    keys.vapid.cache_clear()
    keys.web_push_key.cache_clear()


def test_one_end_of_the_quiet_hours_keeps_the_other(minji: Person) -> None:
    choose(minji, quiet_from="22:00", quiet_until="07:30")

    changed = choose(minji, quiet_from="23:00")
    assert (changed["quiet_from"], changed["quiet_until"]) == ("23:00", "07:30")
    assert "quiet_until" in choose(minji, 400, quiet_from="07:30")["fields"]
    without = choose(minji, quiet_until=None)
    assert (without["quiet_from"], without["quiet_until"]) == (None, None)

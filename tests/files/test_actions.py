"""What the apps above call: keep, claim, let go."""

import hashlib
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction

from dreamseed.realtime.errors import Conflict, Invalid, NotFound
from files import access, actions, tasks
from files.models import StoredFile
from files.serializers import described
from files.storage import file_storage
from tests.files.steps import KIND, PDF, photo, readers_are

pytestmark = pytest.mark.django_db


def keep(person, name="숙제.pdf", content=PDF, **fields):
    return actions.upload(user=person.user, name=name, stream=BytesIO(content), **fields)


def claim(person, *files, object_id="7"):
    with transaction.atomic():
        return actions.attach(
            user=person.user, file_ids=[one.pk for one in files], kind=KIND, object_id=object_id
        )


def test_a_file_is_kept_with_its_size_and_hash(minji):
    file = keep(minji)

    assert described(file) == {
        "id": str(file.pk),
        "name": "숙제.pdf",
        "size": len(PDF),
        "content_type": "application/pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "url": f"/files/{file.pk}",
        "preview_url": None,
        "width": None,
        "height": None,
        "created_at": described(file)["created_at"],
    }
    assert file_storage().open(file.blob.name).read() == PDF


def test_the_same_client_id_gives_the_first_file(minji, seojun):
    once = uuid4()
    first = keep(minji, client_id=once)

    again = keep(minji, name="다른.pdf", client_id=once)

    assert (again.pk, again.name, again.repeated) == (first.pk, "숙제.pdf", True)
    assert keep(seojun, client_id=once).pk != first.pk


def test_two_uploads_of_one_client_id_at_once_keep_one_file(minji, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    once = uuid4()
    first = keep(minji, client_id=once)
    answers = iter([None, first])  # the other was not there yet when this one looked
    monkeypatch.setattr(actions, "_known", lambda user, client_id: next(answers))

    assert keep(minji, client_id=once) == first

    assert StoredFile.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_loose_file_is_its_owners_alone(minji, seojun, administrator):
    file = keep(minji)

    assert access.file_to_read(minji.user, file.pk) == file
    for other in (seojun, administrator):
        with pytest.raises(NotFound):
            access.file_to_read(other.user, file.pk)


def test_an_attached_file_is_read_by_whom_its_object_allows(minji, teacher, seojun):
    file = keep(minji)
    readers_are(teacher)
    claim(minji, file)

    assert access.file_to_read(teacher.user, file.pk) == file
    for other in (minji, seojun):
        with pytest.raises(NotFound):
            access.file_to_read(other.user, file.pk)


def test_files_keep_the_order_they_were_attached_in(minji):
    readers_are(minji)
    files = [keep(minji, name=f"{number}.pdf") for number in range(3)][::-1]
    claim(minji, *files)

    assert [one.name for one in access.files_of(KIND, ["7", "8"])["7"]] == ["2.pdf", "1.pdf", "0.pdf"]


def test_a_foreign_a_missing_and_a_used_file_are_refused_and_nothing_is_claimed(minji, seojun):
    readers_are(minji)
    mine, theirs, used = keep(minji), keep(seojun), keep(minji)
    claim(minji, used)

    for wrong in (theirs, StoredFile(pk=uuid4()), used):
        with pytest.raises(Invalid) as refusal:
            claim(minji, mine, wrong, object_id="8")
        assert "attachment_ids" in refusal.value.extra["fields"]

    mine.refresh_from_db()
    assert mine.purpose is None
    assert access.files_of(KIND, ["8"]) == {}


def test_at_most_twenty_at_once(minji):
    readers_are(minji)
    with pytest.raises(Invalid):
        claim(minji, *(StoredFile(pk=uuid4()) for _one in range(21)))


def test_a_kind_nobody_registered_is_an_error_of_ours(minji):
    file = keep(minji)
    with pytest.raises(LookupError), transaction.atomic():
        actions.attach(user=minji.user, file_ids=[file.pk], kind="nobody", object_id="1")


def test_a_discarded_file_takes_its_bytes_along(minji, seojun, django_capture_on_commit_callbacks):
    file = keep(minji)
    with pytest.raises(NotFound):
        actions.discard(user=seojun.user, file_id=file.pk)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(user=minji.user, file_id=file.pk)

    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not file_storage().exists(file.blob.name)


def test_an_attached_file_is_not_discarded(minji):
    readers_are(minji)
    file = keep(minji)
    claim(minji, file)

    with pytest.raises(Conflict) as refusal:
        actions.discard(user=minji.user, file_id=file.pk)

    assert refusal.value.code == "attached"


def test_files_go_with_their_object(minji, django_capture_on_commit_callbacks):
    readers_are(minji)
    file, other = keep(minji), keep(minji)
    claim(minji, file)
    claim(minji, other, object_id="8")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.release(kind=KIND, object_id="7")

    assert list(StoredFile.objects.all()) == [other]
    assert not file_storage().exists(file.blob.name)


def test_the_clock_and_the_worker_know_their_work(minji, settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep.name, tasks.sweep_orphans.name} <= scheduled
    tasks.sweep()

    picture = keep(minji, "a.png", photo(format="PNG"))
    tasks.make_preview(str(picture.pk))
    picture.refresh_from_db()
    assert picture.preview.size > 0


def test_loose_files_are_swept_after_a_day(minji):
    readers_are(minji)
    old, young, used = keep(minji), keep(minji), keep(minji)
    claim(minji, used)
    for file in (old, used):
        StoredFile.objects.filter(pk=file.pk).update(created_at=file.created_at - timedelta(hours=25))

    assert actions.sweep() == 1

    assert set(StoredFile.objects.all()) == {young, used}

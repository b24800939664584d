"""What people do with files in tests, over REST."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files import registries
from files.models import StoredFile
from messenger.models import Conversation
from tests.messenger.steps import say
from tests.people import Person

ROOT = "/api/v1/messenger/attachments"
KIND = "test"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


def photo(width: int = 80, height: int = 40, format: str = "JPEG", **options: Any) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), (40, 140, 90)).save(kept, format, **options)
    return kept.getvalue()


def send_file(
    person: Person, content: bytes = PDF, name: str = "숙제.pdf", status: int = 201, **fields: Any
) -> Any:
    """Upload; the answer's JSON."""
    data = {"file": SimpleUploadedFile(name, content), **fields}
    answer = person.rest.post(ROOT, data, format="multipart")
    assert answer.status_code == status, answer.content
    return answer.json()


def stored(shape: Any) -> StoredFile:
    return StoredFile.objects.get(pk=shape["id"])


def readers_are(*people: Person) -> None:
    """Files of `KIND` are read by these people."""
    registries.owner(KIND, may_read=lambda user, _object_id, _file_id: user.pk in {one.id for one in people})


def sees(person: Person, shape: Any) -> bool:
    """Whether all doors of a file are open to somebody, or all closed."""
    answers = {
        person.rest.get(f"{ROOT}/{shape['id']}").status_code,
        person.rest.get(f"{ROOT}/{shape['id']}/content").status_code,
        person.browser.get(shape["url"]).status_code,
    }
    assert answers in ({200}, {404})
    return answers == {200}


def with_file(person: Person, conversation: Conversation, **fields: Any) -> tuple[Any, Any]:
    """(message, file)"""
    shape = send_file(person, **fields)
    return say(person, conversation, "", attachment_ids=[shape["id"]]), shape

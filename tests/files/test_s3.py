"""The same doors with the bytes in S3: a real web process, and a server of S3's protocol on this machine."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from files.models import StoredFile
from tests.files.steps import PDF, ROOT, photo
from tests.people import Person
from tests.processes import Site, web_processes

pytestmark = pytest.mark.timeout(120)
REGION, BUCKET = "ap-northeast-2", "dreamseed-school"
KEYS = {"aws_access_key_id": "school", "aws_secret_access_key": "secret"}


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    s3 = boto3.resource("s3", endpoint_url=f"http://{host}:{port}", region_name=REGION, **KEYS)
    yield s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    server.stop()


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def process(request: pytest.FixtureRequest, bucket: Any, django_db_setup: None) -> Iterator[Site]:
    environment = {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": bucket.meta.client.meta.endpoint_url,
        "S3_REGION": REGION,
        "S3_ACCESS_KEY": KEYS["aws_access_key_id"],
        "S3_SECRET_KEY": KEYS["aws_secret_access_key"],
    }
    with web_processes(server=request.param, env=environment) as [running]:
        yield running


@pytest.fixture
def site(process: Site, transactional_db: None) -> Site:
    return process


def client(site: Site, person: Person) -> httpx.Client:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx.Client(base_url=site.url, headers=headers, timeout=30)


def send(line: httpx.Client, name: str, content: bytes) -> Any:
    answer = line.post(ROOT, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def kept(bucket: Any) -> set[str]:
    return {one.key for one in bucket.objects.all()}


def test_a_file_goes_into_the_bucket_and_comes_back_under_its_name(
    site: Site, bucket: Any, minji: Person
) -> None:
    with client(site, minji) as line:
        shape = send(line, "숙제.pdf", PDF)
        whole = line.get(f"{ROOT}/{shape['id']}/content")

    name = StoredFile.objects.get().blob.name
    assert bucket.Object(name).get()["Body"].read() == PDF
    assert (whole.status_code, whole.content) == (200, PDF)
    assert whole.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote('숙제.pdf')}"
    assert whole.headers["content-type"] == "application/pdf"


def test_a_part_of_it_is_fetched_alone(site: Site, minji: Person) -> None:
    with client(site, minji) as line:
        shape = send(line, "숙제.pdf", PDF)
        part = line.get(f"{ROOT}/{shape['id']}/content", headers={"Range": "bytes=5-9"})
        head = line.head(f"{ROOT}/{shape['id']}/content")

    assert (part.status_code, part.content) == (206, PDF[5:10])
    assert part.headers["content-range"] == f"bytes 5-9/{len(PDF)}"
    assert head.headers["content-length"] == str(len(PDF))


def test_what_is_taken_back_lies_in_the_bucket_no_more(site: Site, bucket: Any, minji: Person) -> None:
    before = kept(bucket)
    with client(site, minji) as line:
        shape = send(line, "사진.jpg", photo())
        assert len(kept(bucket) - before) == 1
        gone = line.delete(f"{ROOT}/{shape['id']}")
        after = line.get(f"{ROOT}/{shape['id']}/content")

    assert (gone.status_code, after.status_code) == (204, 404)
    assert kept(bucket) == before


def test_it_is_read_by_nobody_else(site: Site, minji: Person, stranger: Person) -> None:
    with client(site, minji) as line:
        shape = send(line, "숙제.pdf", PDF)
    with client(site, stranger) as line:
        assert line.get(f"{ROOT}/{shape['id']}/content").status_code == 404


def test_what_the_bucket_has_lost_is_not_found(site: Site, bucket: Any, minji: Person) -> None:
    with client(site, minji) as line:
        shape = send(line, "숙제.pdf", PDF)
        bucket.Object(StoredFile.objects.get().blob.name).delete()
        assert line.get(f"{ROOT}/{shape['id']}/content").status_code == 404

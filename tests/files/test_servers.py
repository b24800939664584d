"""Files through a real daphne and a real uvicorn: large ones, parts of them, connections that end midway."""

import os
from collections.abc import Iterator
from typing import Any

import httpx
import psutil
import pytest

from files.storage import file_storage
from tests.files.steps import PDF, ROOT, stored
from tests.people import Person
from tests.processes import Site, web_processes

pytestmark = pytest.mark.timeout(120)
MIB = 1024 * 1024


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def process(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Site]:
    with web_processes(server=request.param) as [running]:
        yield running


@pytest.fixture
def site(process: Site, transactional_db: None) -> Site:
    return process


def client(site: Site, person: Person) -> httpx.Client:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx.Client(base_url=site.url, headers=headers, timeout=30, verify=False)


def send(line: httpx.Client, content: bytes, status: int = 201) -> Any:
    answer = line.post(ROOT, files={"file": ("숙제.pdf", content)})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_large_file_goes_up_and_comes_back_in_parts(site: Site, teacher: Person) -> None:
    content = PDF + os.urandom(30 * MIB)
    with client(site, teacher) as line:
        shape = send(line, content)
        address = f"{ROOT}/{shape['id']}/content"

        whole = line.get(address)
        part = line.get(address, headers={"Range": f"bytes={29 * MIB}-"})
        head = line.head(address)

    assert whole.content == content
    assert (part.status_code, part.content) == (206, content[29 * MIB :])
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(content)))


def test_students_are_told_what_is_too_large_and_nothing_stays(site: Site, minji: Person) -> None:
    with client(site, minji) as line:
        assert send(line, PDF.ljust(21 * MIB, b" "), status=413)["code"] == "too_large"
        assert send(line, PDF)["size"] == len(PDF)


def test_a_film_is_not_held_in_memory_and_is_let_go_when_the_viewer_leaves(
    site: Site, teacher: Person
) -> None:
    process = psutil.Process(site.process.pid)
    with client(site, teacher) as line:
        shape = send(line, PDF.ljust(150 * MIB, b" "))
        before = process.memory_info().rss
        for _one in range(3):
            with line.stream("GET", f"{ROOT}/{shape['id']}/content") as answer:
                next(answer.iter_raw(MIB))
            line.get("/healthz")
        path = file_storage().path(str(stored(shape).blob.name))
        assert process.memory_info().rss - before < 100 * MIB

        while path in {file.path for file in process.open_files()}:
            line.get("/healthz")


def test_who_reads_slowly_gets_it_at_their_own_speed(site: Site, teacher: Person) -> None:
    process = psutil.Process(site.process.pid)
    with client(site, teacher) as line:
        shape = send(line, PDF.ljust(150 * MIB, b" "))
        path = file_storage().path(str(stored(shape).blob.name))
        with line.stream("GET", f"{ROOT}/{shape['id']}/content") as answer:
            pieces = answer.iter_raw(MIB)
            next(pieces)
            for _one in range(100):
                line.get("/healthz")
            [read] = [file.position for file in process.open_files() if file.path == path]
            rest = sum(map(len, pieces))

    assert read < 40 * MIB
    assert rest == 149 * MIB

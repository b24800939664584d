import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamseed.embedded.postgres import Postgres


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """pytest's own folders are too long for sockets."""
    with tempfile.TemporaryDirectory(prefix="dreamseed-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        yield Path(folder)


@pytest.fixture
def postgres(short_folder: Path) -> Iterator[Postgres]:
    """A cluster of its own, not started."""
    cluster = Postgres(
        short_folder / "postgres", short_folder / "pg", short_folder / "log", durable=False, patience=0
    )
    yield cluster
    cluster.stop()

"""Where the bytes lie: STORAGES["files"], a local folder or S3."""

from typing import IO, Any

from django.core.files.storage import Storage, storages


def file_storage() -> Storage:
    return storages["files"]


def opened(name: str, start: int, length: int) -> IO[bytes]:
    """Something to read `length` bytes from, beginning at `start`. FileNotFoundError when it is gone.

    From S3 only this part is fetched; django-storages' own file would fetch all of it first.
    """
    storage: Any = file_storage()
    if hasattr(storage, "bucket"):
        key = storage.bucket.Object(storage._normalize_name(name))
        try:
            return key.get(Range=f"bytes={start}-{start + length - 1}")["Body"]
        except storage.bucket.meta.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(name) from error
    file = storage.open(name, "rb")
    file.seek(start)
    return file

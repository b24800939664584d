"""Where the bytes lie: STORAGES["files"], a local folder or S3."""

from django.core.files.storage import Storage, storages


def file_storage() -> Storage:
    return storages["files"]

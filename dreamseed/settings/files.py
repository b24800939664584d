"""Static files and what people upload: a local folder, or S3 when a bucket is named."""

from pathlib import Path
from typing import Any

from dreamseed.settings.environment import DEBUG, VAR_DIR, env, number

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
S3_BUCKET = env.str("S3_BUCKET", default="")


def _uploads() -> dict[str, Any]:
    """Django's own folder, or django-storages (`pip install -r requirements-s3.txt`)."""
    if not S3_BUCKET:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": _uploads(),  # people's pictures
    "files": _uploads(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dreamseed.static.BundledStorage"
    },
}

UPLOAD_LIMIT_STUDENTS = number("UPLOAD_LIMIT_STUDENTS_MB", 20) * 1024 * 1024
UPLOAD_LIMIT_TEACHERS = number("UPLOAD_LIMIT_TEACHERS_MB", 200) * 1024 * 1024

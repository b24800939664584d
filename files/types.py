"""What a school sends each other, and what browsers may show of it in our own name."""

IMAGES = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}
"""Decoded here for previews, shown by every browser."""

MEDIA = {
    "audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/wav", "audio/flac", "audio/webm",
    "video/mp4", "video/quicktime", "video/webm", "video/ogg", "video/x-matroska", "video/x-msvideo",
}  # fmt: skip

PAPER = "application/pdf"
"""Shown by the browser's own viewer, which is a process and an origin of its own."""

INLINE = IMAGES | (MEDIA - {"video/x-matroska", "video/x-msvideo"}) | {PAPER}
"""Shown in the page's origin, in a sandbox. Never markup: HTML and SVG run scripts."""

ALLOWED = INLINE | MEDIA | {
    "image/bmp", "image/tiff", "image/heif",
    "application/rtf",
    "application/zip", "application/x-7z-compressed", "application/vnd.rar", "application/gzip",
    "application/msword",
    "text/plain", "text/html", "image/svg+xml",
}  # fmt: skip

SAME = {
    "image/x-ms-bmp": "image/bmp",
    "image/heic": "image/heif",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "application/x-matroska": "video/x-matroska",
    "video/avi": "video/x-msvideo",
    "application/ogg": "audio/ogg",
    "application/x-gzip": "application/gzip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "application/zip",
}
"""What the detector calls something, and what we call it."""

OFFICE = "application/vnd.openxmlformats-officedocument."
DRESSED = {
    "application/zip": {
        "docx": (b"word/", OFFICE + "wordprocessingml.document"),
        "xlsx": (b"xl/", OFFICE + "spreadsheetml.sheet"),
        "pptx": (b"ppt/", OFFICE + "presentationml.presentation"),
        "hwpx": (b"application/hwp+zip", "application/hwp+zip"),
        "odt": (b"opendocument.text", "application/vnd.oasis.opendocument.text"),
        "ods": (b"opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
        "odp": (b"opendocument.presentation", "application/vnd.oasis.opendocument.presentation"),
        "epub": (b"application/epub+zip", "application/epub+zip"),
    },
    "application/msword": {
        "xls": (b"", "application/vnd.ms-excel"),
        "ppt": (b"", "application/vnd.ms-powerpoint"),
        "hwp": (b"", "application/x-hwp"),
    },
    "audio/ogg": {"ogv": (b"", "video/ogg")},
    "video/webm": {"weba": (b"", "audio/webm")},
    "video/mp4": {"m4a": (b"", "audio/mp4")},
    "text/plain": {"md": (b"", "text/markdown"), "csv": (b"", "text/csv"), "json": (b"", "application/json")},
}
"""Containers: of what the content can be, the name says which (extension: mark in the content, type)."""

PROGRAMS = {
    "apk", "app", "appimage", "bat", "cmd", "com", "cpl", "deb", "dmg", "exe", "hta", "jar", "lnk", "msi",
    "msix", "pif", "pkg", "ps1", "reg", "rpm", "scr", "vb", "vbe", "vbs", "wsf",
}  # fmt: skip
"""Extensions that a double click runs."""

CLAIMS = {
    "image": {"jpg", "jpeg", "jfif", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "heic", "heif"},
    "media": {
        "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "weba",
        "mp4", "m4v", "mov", "webm", "ogv", "mkv", "avi",
    },
    "pdf": {"pdf"},
    "archive": {"zip", "7z", "rar", "gz", "docx", "xlsx", "pptx", "hwpx", "odt", "ods", "odp", "epub"},
    "office": {"doc", "xls", "ppt", "hwp"},
    "text": {"txt", "md", "csv"},
    "markup": {"html", "htm", "xhtml", "svg"},
}  # fmt: skip
"""What an extension promises; any other promises nothing."""


def family(content_type: str) -> str:
    """Which promise of CLAIMS a type keeps."""
    if content_type in {"text/html", "image/svg+xml"}:
        return "markup"
    if content_type == "application/pdf":
        return "pdf"
    if content_type == "application/msword":
        return "office"
    kind = content_type.partition("/")[0]
    return {"audio": "media", "video": "media", "image": "image", "text": "text"}.get(kind, "archive")

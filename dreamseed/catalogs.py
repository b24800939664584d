"""`python -m dreamseed.catalogs`: compiles the translations (`*.po` to `*.mo`) that changed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

BASE = Path(__file__).resolve().parent.parent
PLACES = ("locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po")


def main() -> int:
    """Exit code 1 when a catalogue cannot be read or a translation lost one of its placeholders."""
    broken = 0
    for source in sorted(path for place in PLACES for path in BASE.glob(place)):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        problems = compile_catalog(source, target)
        for problem in problems:
            print(f"{source.relative_to(BASE)}: {problem}", file=sys.stderr)
        broken += bool(problems)
    return int(broken > 0)


def compile_catalog(source: Path, target: Path) -> list[str]:
    """Write the compiled catalogue; returns what is wrong with the source, and then writes nothing."""
    try:
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        return [str(error)]
    problems = [f"{message.id!r}: {error}" for message, errors in catalog.check() for error in errors]
    if not problems:
        with target.open("wb") as file:
            write_mo(file, catalog)
    return problems


if __name__ == "__main__":
    raise SystemExit(main())

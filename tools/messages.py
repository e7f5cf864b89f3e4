"""Makes and compiles one room's translations: python tools/messages.py areas/enrolment [shared/ui …] | --all | --check

Needs only Babel. Source texts (msgid) are English; the catalogue holds the Korean.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "jikim"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


def messages_of(folder: Path) -> Catalog:
    """All msgids of a room's Python files and pages."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    found = Catalog(locale="ko", charset="utf-8", fuzzy=False)
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "locale" in path.parts or "static" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # indentation means nothing in a page, but the tokenizer would stumble over it
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).split("\n"))
        name = path.relative_to(PACKAGE).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            found.add(message, None, [(name, 0)], context=context)
    return found


def catalogue(folder: Path) -> Path:
    return folder / "locale" / "ko" / "LC_MESSAGES" / "django.po"


def update(folder: Path) -> int:
    """Merge new msgids into the room's catalogue and compile it. Returns how many lack Korean."""
    fresh, path = messages_of(folder), catalogue(folder)
    if not len(fresh) and not path.exists():
        return 0
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale="ko")
        old.update(fresh, no_fuzzy_matching=True)
        old.obsolete.clear()
        fresh = old
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.header_comment = "# Korean of one room. Apache-2.0."
    fresh.project, fresh.version, fresh.msgid_bugs_address = "jikim", "", ""
    fresh.copyright_holder, fresh.last_translator, fresh.language_team = "Jikim", "", "ko"
    with path.open("wb") as file:
        write_po(file, fresh, width=100, sort_output=True, omit_header=False, no_location=True)
    text = path.read_text(encoding="utf-8").split("\n")
    text = [line for line in text if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))]
    path.write_text("\n".join(text), encoding="utf-8")
    with path.open("rb") as file:
        path.with_suffix(".mo").write_bytes(compiled(read_po(file, locale="ko")))
    return sum(1 for message in fresh if message.id and not _translated(message))


def compiled(kept: Catalog) -> bytes:
    """The .mo, the same whenever it is made: Babel would write the minute into it."""
    kept.creation_date = kept.revision_date = dt.datetime(2017, 1, 1)
    out = io.BytesIO()
    write_mo(out, kept)
    return out.getvalue()


def missing(folder: Path) -> list[str]:
    """msgids without Korean, msgids not in the catalogue, and a stale .mo."""
    path = catalogue(folder)
    fresh = messages_of(folder)
    if not len(fresh):
        return []
    if not path.exists():
        return [f"{folder.name}: no catalogue"]
    with path.open("rb") as file:
        kept = read_po(file, locale="ko")
    out = [f"{folder.name}: not in the catalogue: {m.id!r}" for m in fresh if m.id and kept.get(m.id, m.context) is None]
    out += [f"{folder.name}: no Korean: {m.id!r}" for m in kept if m.id and not _translated(m)]
    if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").read_bytes() != compiled(kept):
        out.append(f"{folder.name}: django.mo is stale")
    return out


def _translated(message: object) -> bool:
    text = message.string  # type: ignore[attr-defined]
    return all(text) if isinstance(text, tuple | list) else bool(text)


def rooms() -> list[Path]:
    folders = [*PACKAGE.glob("areas/*"), *PACKAGE.glob("shared/*"), PACKAGE / "config", PACKAGE / "vault"]
    return sorted(folder for folder in folders if folder.is_dir() and folder.name != "__pycache__")


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        faults = [fault for folder in rooms() for fault in missing(folder)]
        print("\n".join(faults) or "translations complete")
        return 1 if faults else 0
    folders = rooms() if "--all" in arguments else [PACKAGE / name for name in arguments]
    for folder in folders:
        if lacking := update(folder):
            print(f"{folder.relative_to(PACKAGE)}: {lacking} without Korean")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

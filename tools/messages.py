"""Collects the messages of the code into the Spanish catalogue and compiles it: `python tools/messages.py`.

New messages come with an empty translation, which tests/locale finds; messages that the code no longer has are dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "careerpath" / "locale" / "es" / "LC_MESSAGES"
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same bytes whenever the catalogue is made."""
PLURALS = ("Plural-Forms", "nplurals=2; plural=(n != 1);")
"""Stated, since Babel's own have changed: from 2.19 on, a form for millions."""
KEYWORDS = {"N_": None, "NN_": (1, 2), "say": None, "fail": None, "no": None, "plural": (1, 2)}


def messages() -> list[str | tuple[str, ...]]:
    """Every message of the code, sorted."""
    found = extract_from_dir(str(ROOT / "careerpath"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return sorted({message for _, _, message, _, _ in found}, key=str)


def updated() -> Catalog:
    """The catalogue with just the messages of the code."""
    path = FOLDER / "careerpath.po"
    old = read_po(BytesIO(path.read_bytes()), locale="es") if path.exists() else Catalog(locale="es")
    new = Catalog(locale="es", project="careerpath", version="1", fuzzy=False, creation_date=MADE, revision_date=MADE)
    new.mime_headers = [PLURALS]
    new.header_comment = "# Spanish messages of careerpath."
    new.last_translator = new.language_team = new.msgid_bugs_address = "careerpath"
    for message in messages():
        known = old.get(message)
        new.add(message, known.string if known else ("" if isinstance(message, str) else ("", "")))
    return new


def compiled(catalogue: Catalog) -> bytes:
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def source(catalogue: Catalog) -> bytes:
    made = BytesIO()
    write_po(made, catalogue, omit_header=False, width=120)
    lines = made.getvalue().splitlines(keepends=True)
    return b"".join(
        line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'))
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue = updated()
    (FOLDER / "careerpath.po").write_bytes(source(catalogue))
    (FOLDER / "careerpath.mo").write_bytes(compiled(catalogue))
    missing = [message.id for message in catalogue if message.id and not all(_strings(message.string))]
    print(f"{len(catalogue)} messages, {len(missing)} without translation")


def _strings(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


if __name__ == "__main__":
    main()

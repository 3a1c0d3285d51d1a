"""Writes docs/errors.md from the gallery in tests/errors: `python tools/errors_page.py`."""

from __future__ import annotations

from pathlib import Path

from careerpath.locale import Language
from careerpath.reports.problems import CODES

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "tests" / "errors"
HEAD = """# Every problem that a file can have

Each has a code, the place as `file:line:column`, the source line with a caret, the cause and the remedy; `careerpath check`
shows all problems of all files in one run, as text or with `--format json`. Errors end with exit code 1 from `check` and 2
from every other command; warnings change nothing. The file of each example is in `tests/errors/`, with the expected place in
its last line. This page is made by `python tools/errors_page.py`.
"""


def page() -> str:
    say = Language("en")
    parts = [HEAD]
    for code, wording in CODES.items():
        parts.append(f"\n## {code}\n\n{say(wording.cause)} {say(wording.remedy)}".replace("{{", "{").replace("}}", "}") + "\n")
        path = GALLERY / f"{code}.yaml"
        if path.exists():
            text = path.read_bytes().decode("utf-8", "backslashreplace").replace("\x07", "\\x07")
            parts.append(f"\n```yaml\n{text if len(text) < 600 else text[:200] + '…' + chr(10)}```\n")
    return "".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "errors.md").write_text(page(), encoding="utf-8")

"""Makes careerpath/locale/cldr.json from Babel's copy of Unicode CLDR: `python tools/cldr.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_cldr_version

PLACE = Path(__file__).resolve().parent.parent / "careerpath" / "locale" / "cldr.json"
LANGUAGES = ("en", "es")
SOURCE = f"Unicode CLDR {get_cldr_version()}, © Unicode, Inc., under https://www.unicode.org/license.txt"


def text() -> str:
    """What the file is to hold."""
    tables = {code: table(Locale.parse(code)) for code in LANGUAGES}
    return json.dumps({"source": SOURCE, **tables}, ensure_ascii=False, indent=1) + "\n"


def table(locale: Locale) -> dict[str, Any]:
    """How one language writes figures. A currency without a sign of its own is written as its code."""
    signs = locale.number_symbols["latn"]
    return {
        "group": signs["group"],
        "decimal": signs["decimal"],
        "money": locale.currency_formats["standard"].pattern.replace("#,##0.00", "{value}").replace("¤", "{currency}"),
        "currencies": {code: sign for code, sign in sorted(locale.currency_symbols.items()) if code != sign},
        "month": locale.datetime_skeletons["yMMM"].pattern.replace("y", "{year}").replace("MMM", "{month}"),
        "months": [name for _, name in sorted(locale.months["format"]["abbreviated"].items())],
        "durations": {unit: _forms(locale, f"duration-{unit}") for unit in ("year", "month")},
        "lists": {style: dict(locale.list_patterns[style]) for style in ("standard", "or")},
    }


def _forms(locale: Locale, unit: str) -> dict[str, str]:
    forms = locale._data["unit_patterns"][unit]["long"]
    return {form: forms[form] for form in ("one", "other")}


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")

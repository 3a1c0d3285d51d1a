"""Words, money, dates and durations in the user's language. Messages are gettext's, figures are written after
Unicode CLDR."""

from __future__ import annotations

import gettext
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

LANGUAGES = ("en", "es")
_FOLDER = Path(__file__).parent


def N_(message: str) -> str:
    """Marks a message that is translated where it is used."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Marks a message with its plural, translated where it is used."""
    return one, many


class Language:
    """One language's way of saying things. Calling it translates a message and fills in its names."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"
        self._messages = gettext.translation("careerpath", _FOLDER, [self.code], fallback=True)

    def __call__(self, message: str, **names: object) -> str:
        text = self._messages.gettext(message)
        return text.format(**names) if names else text

    def plural(self, one: str, many: str, count: int, **names: object) -> str:
        """The wording for `count`, which it may name as {count}."""
        return self._messages.ngettext(one, many, count).format(count=self.number(count), **names)

    @cached_property
    def _figures(self) -> dict[str, Any]:
        """The language's part of cldr.json, which tools/cldr.py makes."""
        figures: dict[str, Any] = msgspec.json.decode((_FOLDER / "cldr.json").read_bytes())[self.code]
        return figures

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", self._figures["group"])

    def money(self, value: float, currency: str) -> str:
        """`value` is 0 or more; whole units where it is whole, else with hundredths."""
        units, hundredths = int(value), ""
        if units != value:
            from decimal import Decimal

            rounded = f"{Decimal(str(value)):.2f}"  # half to even, of the figure as it is written
            units, hundredths = int(rounded[:-3]), self._figures["decimal"] + rounded[-2:]
        sign = self._figures["currencies"].get(currency, currency)
        text: str = self._figures["money"].format(value=self.number(units) + hundredths, currency=sign)
        return text.replace("\xa0", " ")

    def month(self, number: int) -> str:
        """`number` counts months since January of year 0."""
        year, month = divmod(number, 12)
        if not 12 <= number < 120_000:
            return f"{year:04d}-{month + 1:02d}"
        text: str = self._figures["month"].format(month=self._figures["months"][month], year=year)
        return text

    def duration(self, months: int) -> str:
        """`7 months`, `2 years and 1 month`."""
        years, rest = divmod(months, 12)
        parts = [self._lasting("year", years)] if years else []
        parts += [self._lasting("month", rest)] if rest or not years else []
        return self.each(parts)

    def _lasting(self, unit: str, count: int) -> str:
        forms = self._figures["durations"][unit]
        text: str = forms["one" if count == 1 else "other"].format(self.number(count))
        return text

    def either(self, parts: list[str]) -> str:
        """`a, b or c`."""
        return self._listed(parts, "or")

    def each(self, parts: list[str]) -> str:
        """`a, b and c`."""
        return self._listed(parts, "standard")

    def _listed(self, parts: list[str], style: str) -> str:
        forms: dict[str, str] = self._figures["lists"][style]
        if len(parts) == 2:
            return forms["2"].format(*parts)
        text = "".join(parts[:1])
        for number, part in enumerate(parts[1:], 1):
            form = "start" if number == 1 else "middle" if number < len(parts) - 1 else "end"
            text = forms[form].format(text, part)
        return text

"""Words, money, dates and durations in the user's language. Messages are gettext's, figures are Babel's."""

from __future__ import annotations

import gettext
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

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
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.code)

    def number(self, value: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale)

    def money(self, value: float, currency: str) -> str:
        """Whole units where the value is whole."""
        from babel.numbers import format_currency

        pattern = self._locale.currency_formats["standard"].pattern
        if float(value).is_integer():
            pattern = pattern.replace(".00", "")
        return format_currency(value, currency, pattern, locale=self._locale, currency_digits=False).replace("\xa0", " ")

    def month(self, number: int) -> str:
        """`number` counts months since January of year 0."""
        from babel.dates import format_skeleton

        if not 12 <= number < 120_000:
            return f"{number // 12:04d}-{number % 12 + 1:02d}"
        return format_skeleton("yMMM", date(number // 12, number % 12 + 1, 1), locale=self._locale)

    def duration(self, months: int) -> str:
        """`7 months`, `2 years and 1 month`."""
        from babel.units import format_unit

        years, rest = divmod(months, 12)
        parts = [format_unit(years, "duration-year", locale=self._locale)] if years else []
        parts += [format_unit(rest, "duration-month", locale=self._locale)] if rest or not years else []
        return self.each(parts)

    def either(self, parts: list[str]) -> str:
        """`a, b or c`."""
        from babel.lists import format_list

        return format_list(parts, style="or", locale=self._locale)

    def each(self, parts: list[str]) -> str:
        """`a, b and c`."""
        from babel.lists import format_list

        return format_list(parts, locale=self._locale)

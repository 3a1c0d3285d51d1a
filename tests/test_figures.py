"""Figures as Unicode CLDR has them written, against Babel, which reads all of it."""

from __future__ import annotations

import random
import sys
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, list_currencies
from babel.units import format_unit
from conftest import ROOT

from careerpath.locale import LANGUAGES, Language

sys.path.insert(0, str(ROOT / "tools"))
import cldr

DICE = random.Random(7)
WHOLE = [*range(1100), *(DICE.randrange(10**size) for size in range(3, 15) for _ in range(50))]
AMOUNTS = [*WHOLE, *(one / 1000 for one in WHOLE), 0.005, 0.015, 2.675, 999.995, 999_999.999, 1e12, 1e22]


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def locale(say: Language) -> Locale:
    return Locale.parse(say.code)


def test_the_table_is_that_of_babel() -> None:
    assert cldr.LANGUAGES == LANGUAGES
    assert cldr.PLACE.read_text(encoding="utf-8") == cldr.text(), "run: python tools/cldr.py"


def test_numbers(say: Language, locale: Locale) -> None:
    assert [say.number(one) for one in WHOLE] == [format_decimal(one, locale=locale) for one in WHOLE]


def test_money(say: Language, locale: Locale) -> None:
    currencies = [(one, "USD") for one in AMOUNTS] + [(1234.5, one) for one in sorted(list_currencies())]
    assert len(currencies) > len(AMOUNTS) + 100
    for value, currency in currencies:
        pattern = locale.currency_formats["standard"].pattern
        pattern = pattern.replace(".00", "") if float(value).is_integer() else pattern
        wanted = format_currency(value, currency, pattern, locale=locale, currency_digits=False).replace("\xa0", " ")
        assert say.money(value, currency) == wanted


def test_months(say: Language, locale: Locale) -> None:
    for number in [*range(2020 * 12, 2030 * 12), 12, 119_999]:
        day = date(number // 12, number % 12 + 1, 1)
        assert say.month(number) == format_skeleton("yMMM", day, locale=locale)
    assert (say.month(11), say.month(120_000)) == ("0000-12", "10000-01")


def test_durations(say: Language, locale: Locale) -> None:
    for months in range(12):
        assert say.duration(months) == format_unit(months, "duration-month", locale=locale)
    for years in range(1, 2500):
        assert say.duration(12 * years) == format_unit(years, "duration-year", locale=locale)
    assert say.duration(25) == say.each([say.duration(24), say.duration(1)])


def test_lists(say: Language, locale: Locale) -> None:
    for count in range(7):
        parts = [f"{{{one}}}" for one in "abcdefg"[:count]]
        assert say.each(parts) == format_list(parts, locale=locale)
        assert say.either(parts) == format_list(parts, style="or", locale=locale)

"""Spanish and English say the same, each in full."""

from __future__ import annotations

import re
import sys

from conftest import ROOT, careerpath

sys.path.insert(0, str(ROOT / "tools"))
import messages

FOLDER = messages.FOLDER


def test_every_message_is_translated_and_compiled() -> None:
    catalogue = messages.updated()
    missing = [message.id for message in catalogue if message.id and not all(messages._strings(message.string))]
    assert missing == []
    assert (FOLDER / "careerpath.po").read_bytes() == messages.source(catalogue), "run: python tools/messages.py"
    assert (FOLDER / "careerpath.mo").read_bytes() == messages.compiled(catalogue), "run: python tools/messages.py"


def test_translations_keep_their_names() -> None:
    for message in messages.updated():
        if not message.id:
            continue
        wanted = {name for text in messages._strings(message.id) for name in re.findall(r"(?<!{){(\w+)}(?!})", text)}
        for text in messages._strings(message.string):
            assert set(re.findall(r"(?<!{){(\w+)}(?!})", text)) <= wanted, message.id


def test_the_language_is_that_of_the_option_the_profile_the_environment() -> None:
    spanish = "examples/hispanohablante.yaml"
    assert "Plan para llegar" in careerpath("plan", spanish).stdout
    assert "Plan to become" in careerpath("plan", spanish, "--lang", "en").stdout
    joe = "examples/no-degree.yaml"
    assert "Plan para llegar" in careerpath("plan", joe, CAREERPATH_LANG="es").stdout
    assert "Plan para llegar" in careerpath("plan", joe, LANG="es_MX.UTF-8").stdout


def test_problems_are_told_in_the_language() -> None:
    assert "¿Quiso decir summary?" in careerpath("check", "tests/errors/unknown-key.yaml", "--lang", "es").stdout

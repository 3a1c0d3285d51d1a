"""The cache of graphs: the same answer with and without it, and whatever happens to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT, careerpath

from careerpath.reading import cache
from careerpath.reading.graph_file import load_graph

PART = "format: careerpath/1\nroles: {clerk: {title: Clerk, level: entry, function: office}}\n"
WHOLE = "format: careerpath/1\nextends: part.yaml\nlevels: {entry: {name: Entry}}\nfunctions: {office: {name: Office}}\n"


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph in two files, and an empty cache."""
    monkeypatch.setenv("CAREERPATH_CACHE", str(tmp_path / "kept"))
    (tmp_path / "part.yaml").write_text(PART)
    (tmp_path / "whole.yaml").write_text(WHOLE)
    return tmp_path / "whole.yaml"


def kept(whole: Path) -> Path:
    return next((whole.parent / "kept").iterdir())


def test_what_is_kept_is_what_was_read(whole: Path) -> None:
    first = load_graph(whole, checked=False)
    second = load_graph(whole, checked=False)
    assert first.graph is not None and second.graph == first.graph == cache.recall(whole)
    assert second.place("roles.clerk") == first.place("roles.clerk") is not None


def test_the_shipped_graph_survives_the_cache(tmp_path: Path) -> None:
    command = ["plan", "examples/no-degree.yaml", "--format", "json"]
    outputs = [careerpath(*command, CAREERPATH_CACHE=folder).stdout for folder in ("", tmp_path, tmp_path)]
    assert len(set(outputs)) == 1 and outputs[0]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_change_in_any_part_is_seen(whole: Path) -> None:
    load_graph(whole, checked=False)
    (whole.parent / "part.yaml").write_text(PART.replace("Clerk", "Teller"))
    graph = load_graph(whole, checked=False).graph
    assert graph is not None and graph.roles["clerk"].title == "Teller"


def settle(whole: Path) -> None:
    """Makes the entry look much younger than the files it was made of."""
    os.utime(kept(whole), ns=(later := kept(whole).stat().st_mtime_ns + 10 * cache.SETTLED, later))


def test_files_that_stand_as_they_stood_are_not_read(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_graph(whole, checked=False)
    settle(whole)
    monkeypatch.setattr(cache, "digest_of", lambda _: pytest.fail("read"))
    assert cache.recall(whole) is not None


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_change_that_leaves_size_and_time_is_seen(whole: Path, is_settled: bool) -> None:
    load_graph(whole, checked=False)
    part = whole.parent / "part.yaml"
    before = part.stat()
    part.write_text(PART.replace("Clerk", "Other"))
    os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))
    if is_settled:
        settle(whole)
    assert cache.recall(whole) is None


def test_a_file_that_is_written_anew_with_the_same_content_is_known(whole: Path) -> None:
    load_graph(whole, checked=False)
    (whole.parent / "part.yaml").write_text(PART)
    assert cache.recall(whole) is not None


def test_an_entry_for_another_path_is_not_taken(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_graph(whole, checked=False)
    other = whole.parent / "other.yaml"
    other.write_text(WHOLE.replace("Office}", "Bureau}"))
    monkeypatch.setattr(cache, "crc32", lambda _: 7)
    load_graph(whole, checked=False)
    assert cache.recall(whole) is not None and cache.recall(other) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 500, None])
def test_a_damaged_entry_is_not_trusted(whole: Path, damage: bytes | None) -> None:
    load_graph(whole, checked=False)
    data = kept(whole).read_bytes()
    kept(whole).write_bytes(data.replace(b"Clerk", b"Thief") if damage is None else damage)
    assert cache.recall(whole) is None
    graph = load_graph(whole, checked=False).graph
    assert graph is not None and graph.roles["clerk"].title == "Clerk"


def test_a_cache_that_cannot_be_written_is_done_without(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole.parent / "file").write_text("")
    monkeypatch.setenv("CAREERPATH_CACHE", str(whole.parent / "file" / "below"))
    assert load_graph(whole, checked=False).graph is not None


def test_a_graph_with_errors_is_not_kept(whole: Path) -> None:
    whole.write_text(WHOLE + "skills: {x: 3}\n")
    assert load_graph(whole, checked=False).graph is None
    assert not (whole.parent / "kept").exists()


def test_the_readme_says_how_to_do_without() -> None:
    assert "CAREERPATH_CACHE" in (ROOT / "README.md").read_text(encoding="utf-8")

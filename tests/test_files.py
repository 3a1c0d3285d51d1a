"""Broken and hostile files: each problem at its place, in text and JSON, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, careerpath

from careerpath.reading.graph_file import load_graph
from careerpath.reading.yaml_source import read_file
from careerpath.reports.problems import CODES

ERRORS = sorted((ROOT / "tests" / "errors").glob("*.yaml"))
BRANDS = [path for path in ERRORS if path.stem.startswith(("logo-", "bad-colour"))]  # `check` does not read them: test_report.py
GALLERY = [path for path in ERRORS if path not in BRANDS]
ELSEWHERE = {  # codes that no tiny file can show; each has a test below
    "file-missing",
    "not-a-file",
    "file-unreadable",
    "file-too-large",
    "too-many-values",
    "ambiguous-role",
    "ambiguous-credential",
    "not-a-plan",
    "logo-too-large",
}


def expected(path: Path) -> tuple[str, int, int]:
    code, _, place = path.read_bytes().decode("utf-8", "replace").rsplit("# expect: ", 1)[1].strip().partition(" at ")
    line, column = place.split(":")
    return code, int(line), int(column)


def test_every_code_has_an_example() -> None:
    assert {path.stem for path in ERRORS} | ELSEWHERE == set(CODES)


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_problem_is_found_where_it_is(path: Path) -> None:
    code, line, column = expected(path)
    shown = careerpath("check", path.relative_to(ROOT))
    assert f"{path.relative_to(ROOT)}:{line}:{column}: " in shown.stdout and f"[{code}]" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr
    found = json.loads(careerpath("check", path.relative_to(ROOT), "--format", "json").stdout)["problems"]
    assert (code, line, column) in [(one["code"], one["line"], one["column"]) for one in found]
    severity = {one["severity"] for one in found}
    assert shown.returncode == int("error" in severity)
    assert all(one["cause"] and one["remedy"] for one in found)


def test_the_caret_stands_under_the_word() -> None:
    lines = careerpath("check", "tests/errors/unknown-key.yaml").stdout.splitlines()
    source = next(number for number, line in enumerate(lines) if "sumary: " in line)
    assert lines[source + 1].index("^") == lines[source].index("sumary")
    assert "Did you mean summary?" in lines[source + 2]


def test_names_are_looked_up_where_the_rest_of_a_profile_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "target: nobody\nwork:\n  - {role: no-such, start: 2025-13}\n  - 7\neducation: [{credential: nothing}]\n"
        "studying: {credential: none, mode: slow}\nskills: {juggling: basic}\npreferences: {avoid: [nope], via: 3}\n"
    )
    done = careerpath("plan", str(path))
    assert done.returncode == 2
    places = [
        line.partition("broken.yaml:")[2].partition(": error")[0] for line in done.stderr.splitlines() if ": error: " in line
    ]
    assert places == ["1:9", "3:12", "3:28", "4:5", "5:26", "6:11", "6:24", "6:36", "7:20", "8:23", "8:35"], done.stderr


def test_all_problems_of_all_files_come_in_one_run() -> None:
    done = careerpath("check", "tests/errors/unknown-key.yaml", "tests/errors/bad-date.yaml", "tests/errors/unknown-role.yaml")
    assert all(f"[{code}]" in done.stdout for code in ("unknown-key", "bad-date", "unknown-role"))


def refused(path: Path) -> str:
    done = careerpath("check", path)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_missing_file(tmp_path: Path) -> None:
    assert "[file-missing]" in refused(tmp_path / "none.yaml")


def test_a_folder(tmp_path: Path) -> None:
    assert "[not-a-file]" in refused(tmp_path)


def test_a_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"x-note: " + b"a" * (17 * 2**20))
    assert "[file-too-large]" in refused(path)


def test_an_alias_bomb(tmp_path: Path) -> None:
    lines = ["x-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"x-a{n}: &a{n} [{', '.join(['*a' + str(n - 1)] * 10)}]" for n in range(1, 12)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines))
    assert "[too-many-values]" in refused(path)


def test_deep_nesting(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("x-deep: " + "[" * 100_000)
    assert "[too-deep]" in refused(path)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"\xff\xfe\x00a", b"[[[", b"{a: b", b"- - - -", b"%YAML 9.9\n---\n", b"\xef\xbb\xbf", b"? ? ?"]
)
def test_junk_gets_an_answer(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "junk.yaml"
    path.write_bytes(data)
    for command in (["check"], ["profile", "show"]):
        done = careerpath(*command, path)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr and "defect" not in done.stderr


def test_yaml_means_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("name: no\nas_of: 2026-11\nwork:\n  - role: receptionist\n    start: 2020-01\n    end: 2021-01\n")
    assert careerpath("profile", "show", path).stdout.count("no") >= 1
    assert careerpath("check", path).returncode == 0


def test_names_that_fit_several_roles_are_listed(tmp_path: Path) -> None:
    graph = tmp_path / "graph.yaml"
    text = "format: careerpath/1\nlevels: {low: {name: L}}\nfunctions: {f: {name: F}}\nroles:\n"
    text += "".join(f"  {name}: {{title: Helper, level: low, function: f}}\n" for name in ("one", "two"))
    text += "credentials:\n" + "".join(
        f"  {name}: {{name: Course, kind: course, months: {{part_time: 1}}}}\n" for name in ("c1", "c2")
    )
    graph.write_text(text)
    profile = tmp_path / "profile.yaml"
    profile.write_text("as_of: 2026-11\nwork: [{role: Helper, months: 3}]\neducation: [{credential: Course}]\n")
    shown = careerpath("check", profile, "--graph", graph).stdout
    assert "[ambiguous-role]" in shown and "[ambiguous-credential]" in shown and "one, two" in shown


def test_a_file_that_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"format": "careerpath/1"}')
    done = careerpath("verify", path, "examples/no-degree.yaml")
    assert done.returncode == 2 and "[not-a-plan]" in done.stderr


def test_a_local_graph_lies_over_the_shipped_one(tmp_path: Path) -> None:
    local = tmp_path / "local.yaml"
    local.write_text(
        "format: careerpath/1\nextends: builtin\nroles:\n"
        "  receptionist: {title: {en: Front desk host, es: Anfitriona}, level: entry, function: administration}\n"
    )
    assert "Front desk host" in careerpath("role", "receptionist", "--graph", local).stdout
    assert careerpath("role", "hr-director", "--graph", local).returncode == 0


def test_a_graph_in_parts_reads_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: careerpath/1\nlevels: {entry: {name: Entry}}\n")
    (tmp_path / "b.yaml").write_text("format: careerpath/1\nfunctions: {office: {name: Office}}\n")
    (tmp_path / "all.yaml").write_text(
        "format: careerpath/1\nextends: [a.yaml, b.yaml]\nroles: {clerk: {title: Clerk, level: entry, function: office}}\n"
    )
    loaded = load_graph(tmp_path / "all.yaml", checked=False)
    assert loaded.graph is not None and set(loaded.graph.roles) == {"clerk"} and set(loaded.graph.functions) == {"office"}
    (tmp_path / "b.yaml").write_text("format: careerpath/1\nextends: all.yaml\n")
    assert "extends-cycle" in [one.code for one in load_graph(tmp_path / "all.yaml").diagnostics]


def test_an_overlay_that_repeats_the_currency_is_not_warned(tmp_path: Path) -> None:
    (tmp_path / "same.yaml").write_text("format: careerpath/1\nextends: builtin\ncurrency: USD\n")
    assert load_graph(tmp_path / "same.yaml").diagnostics == []


def test_json_may_escape_an_emoji_as_json_does(tmp_path) -> None:
    path = tmp_path / "ana.json"
    path.write_text(
        json.dumps({"format": "careerpath-profile/1", "name": "Ana \U0001f600 \\ud83d\\ude00", "target": "hr-manager"})
    )
    node, problems = read_file(path)
    assert node is not None and problems == []
    assert node.plain()["name"] == "Ana \U0001f600 \\ud83d\\ude00"


def test_json_with_half_an_emoji_is_refused(tmp_path) -> None:
    path = tmp_path / "ana.json"
    path.write_text('{"name": "Ana \\ud83d"}')
    node, problems = read_file(path)
    assert node is None and [one.code for one in problems] == ["yaml-syntax"]

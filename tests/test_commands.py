"""The command as people and scripts use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, careerpath

ANA = "examples/call-centre-agent.yaml"
JOE = "examples/no-degree.yaml"


@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plan_fits_the_screen(columns: str, language: str) -> None:
    done = careerpath("plan", JOE, "--lang", language, COLUMNS=columns)
    assert done.returncode == 0 and done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    wanted = ("Timeline", "Steps", "Sources") if language == "en" else ("Cronología", "Pasos", "Fuentes")
    assert all(head in done.stdout for head in wanted)
    assert "\x1b[" not in done.stdout  # a pipe gets no colour


def test_colour_follows_the_environment() -> None:
    assert "\x1b[" in careerpath("plan", JOE, FORCE_COLOR="1").stdout
    assert "\x1b[" not in careerpath("plan", JOE, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_plain_text_is_made_to_be_read_aloud() -> None:
    text = careerpath("plan", JOE, "--plain").stdout
    assert not set(text) & set("█▓▒◆│┃━")
    assert "1. " in text and "Arrival: " in text


def test_the_same_command_gives_the_same_bytes() -> None:
    first, second = (careerpath("plan", ANA, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second and "BPO operations manager" in first


def test_a_plan_can_be_written_read_and_verified(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    assert careerpath("plan", ANA, "-o", out).returncode == 0
    facts = json.loads(out.read_text())
    assert facts["format"] == "careerpath-plan/1" and facts["steps"][-1]["end"] is None
    assert all(step["because"] for step in facts["steps"] if step["kind"] == "study")
    assert careerpath("verify", out, ANA).returncode == 0
    facts["months"] += 1
    facts["steps"][0]["end"] += 1
    out.write_text(json.dumps(facts))
    broken = careerpath("verify", out, ANA)
    assert broken.returncode == 1 and broken.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_checked_planned_and_verified(path: Path, tmp_path: Path) -> None:
    assert careerpath("check", path).returncode == 0
    out = tmp_path / "plan.json"
    assert careerpath("plan", path, "-o", out).returncode == 0
    assert careerpath("verify", out, path).returncode == 0


def test_markdown(tmp_path: Path) -> None:
    out = tmp_path / "plan.md"
    assert careerpath("plan", JOE, "-o", out).returncode == 0
    assert out.read_text().startswith("# ") and "## " in out.read_text()


def test_a_person_in_one_line() -> None:
    done = careerpath(
        "plan",
        "--role",
        "receptionist",
        "--months",
        "24",
        "--holds",
        "secondary-diploma",
        "--to",
        "office-manager",
        "--as-of",
        "2026-11",
    )
    assert done.returncode == 0 and "Office manager" in done.stdout


def test_a_profile_from_standard_input() -> None:
    done = careerpath("plan", "-", "--to", "office-manager", stdin=(ROOT / JOE).read_text())
    assert done.returncode == 0 and "Joe Kowalski" in done.stdout


def test_preferences_bind() -> None:
    facts = json.loads(careerpath("plan", JOE, "--to", "office-manager", "--avoid", "mail-clerk", "--format", "json").stdout)
    roles = [step.get("role") for step in facts["steps"]]
    assert "mail-clerk" not in roles
    through = json.loads(
        careerpath("plan", JOE, "--to", "facilities-manager", "--via", "facilities-supervisor", "--format", "json").stdout
    )
    assert "facilities-supervisor" in [step.get("role") for step in through["steps"]]


def test_unreachable_is_said_and_explained() -> None:
    done = careerpath("plan", JOE, "--to", "hr-director", "--by", "2027-01")
    assert done.returncode == 1 and "Proved: no plan exists" in done.stdout and "With arrival by" in done.stdout
    facts = json.loads(careerpath("plan", JOE, "--to", "hr-director", "--by", "2027-01", "--format", "json").stdout)
    assert facts["status"] == "unreachable" and facts["why"] and not facts.get("steps") and facts["relaxations"]


def test_what_is_held_needs_no_plan() -> None:
    done = careerpath("plan", JOE, "--to", "office-supervisor")
    assert done.returncode == 0 and "No plan is needed" in done.stdout


def test_contradictions_and_wrong_names_are_refused() -> None:
    for arguments in (
        ["--to", "facilities-manager", "--avoid", "facilities-manager"],
        ["--to", "astronaut"],
        ["--prefer", "quickest"],
        ["--by", "soon"],
        ["--no-such-option"],
    ):
        done = careerpath("plan", JOE, *arguments)
        assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr and done.stderr, arguments


def test_roles_are_found_by_title_alias_and_code_in_both_languages() -> None:
    for query in ("office manager", "Gerente de operaciones de BPO", "outsourcing operations manager"):
        assert careerpath("roles", query).returncode == 0
    assert "bpo-operations-manager" in careerpath("roles", "gerente de operaciones de bpo").stdout
    assert "hr-director" in careerpath("role", "hr-director", "--format", "json").stdout
    assert careerpath("role", "hr director", "--lang", "es").returncode in (0, 2)


def test_gap_says_what_is_met_and_what_is_missing() -> None:
    text = careerpath("gap", "examples/hr-specialist.yaml").stdout
    assert "met" in text and "missing" in text and "%" in text
    facts = json.loads(careerpath("gap", "examples/hr-specialist.yaml", "--format", "json").stdout)
    assert {item["state"] for item in facts["items"]} <= {"met", "partly", "missing"}


@pytest.mark.parametrize("name", ["graph", "profile", "plan", "brand"])
def test_schemas_are_json_schema(name: str) -> None:
    schema = json.loads(careerpath("schema", name).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/") and ("properties" in schema or "$ref" in schema)


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m careerpath roles | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stderr == "" and done.returncode in (0, 141)


def test_a_full_disk_is_said() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    done = careerpath("roles", "--format", "text", "-o", "/dev/full")
    assert done.returncode == 4 and "Traceback" not in done.stderr


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    copy = tmp_path / "profile.yaml"
    copy.write_text((ROOT / JOE).read_text())
    done = careerpath("plan", copy, "--format", "json", "-o", copy)
    assert done.returncode == 2 and copy.read_text() == (ROOT / JOE).read_text()


def test_hostile_names_come_out_as_text(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(
        'name: "[bold red]x[/] \\u202e \\u001b[31m"\nas_of: 2026-11\nwork: [{role: office-supervisor, start: 2019-07}]\n'
        "target: facilities-manager\neducation: [{credential: secondary-diploma}]\n"
    )
    done = careerpath("plan", path)
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout and "[bold red]x[/]" in done.stdout


def test_the_order_of_entries_in_the_file_never_shows(tmp_path: Path) -> None:
    import yaml

    graph: dict[str, dict] = {}
    for part in sorted((ROOT / "data").rglob("*.yaml")):
        for key, value in yaml.load(part.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
            graph.setdefault(key, {}).update(value) if isinstance(value, dict) else graph.update({key: value})
    del graph["extends"]
    for section in ("sources", "functions", "fields", "skills", "credentials", "roles"):
        graph[section] = dict(reversed(graph[section].items()))
    for role in graph["roles"].values():
        if "from" in role:
            role["from"] = dict(reversed(role["from"].items()))
    other = tmp_path / "roles.json"
    other.write_text(json.dumps(_with_numbers(graph)), encoding="utf-8")
    for arguments in (
        ["plan", ANA],
        ["plan", "examples/hr-specialist.yaml", "--lang", "es"],
        ["gap", JOE],
        ["role", "hr-director"],
        ["roles"],
    ):
        first, second = careerpath(*arguments), careerpath(*arguments, "--graph", other)
        assert first.returncode == second.returncode == 0, second.stderr
        assert first.stdout == second.stdout


def _with_numbers(value: object) -> object:
    """The base loader reads texts only; figures become numbers again."""
    if isinstance(value, dict):
        return {key: one if key in ("isco08", "claim", "note", "as_of") else _with_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_numbers(one) for one in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and value.isdigit() else value

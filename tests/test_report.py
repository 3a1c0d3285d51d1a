"""Documents for clients: forms, brands, several clients at once, an employer's own graph."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import msgspec
import pytest
from conftest import EXAMPLES, ROOT, careerpath
from test_files import BRANDS, expected

from careerpath.cli.document import paper_size
from careerpath.cli.session import Session
from careerpath.locale import Language
from careerpath.model.graph import Graph, Source, item_at
from careerpath.model.result import Alternatives
from careerpath.planning import plan
from careerpath.planning.checker import Replay
from careerpath.planning.gap import gaps_along
from careerpath.reading.brand_file import LOGO_BYTES, kind_of, load_brand
from careerpath.reading.profile_file import load_profile
from careerpath.reports.document import Chart, Paragraphs, Table, plan_document
from careerpath.reports.wording import Wording

JOE = "examples/no-degree.yaml"
DIEGO = "examples/hispanohablante.yaml"
BRAND = "examples/brand/brand.yaml"
EMPLOYER = "examples/graphs/employer.yaml"
STARTS = {"pdf": b"%PDF-", "docx": b"PK", "html": b"<!", "ics": b"BEGIN:VCALENDAR"}


# One plan


@pytest.mark.parametrize("form", STARTS)
def test_a_plan_is_written_in_the_form_of_its_suffix(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"plan.{form}"
    done = careerpath("plan", JOE, "-o", out)
    assert done.returncode == 0 and done.stdout == done.stderr == ""
    assert out.read_bytes().startswith(STARTS[form])


def test_a_document_holds_other_ways_and_what_would_shorten_it_unless_brief() -> None:
    anna = "examples/shared-services-associate.yaml"
    heads = ("Other ways", "What would shorten it", "Notes and signatures")
    whole, brief = (careerpath("plan", anna, "--format", "html", *more).stdout for more in ([], ["--brief"]))
    assert [one in whole for one in heads] == [True, True, True]
    assert [one in brief for one in heads] == [False, False, True]


def run_raw(*arguments: str, stdout: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "careerpath", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, cwd=ROOT, timeout=60)


def test_a_pipe_gets_a_pdf_and_a_terminal_is_spared() -> None:
    assert run_raw("plan", JOE, "--format", "pdf", stdout=subprocess.PIPE).stdout.startswith(b"%PDF-")
    _, screen = os.openpty()
    done = run_raw("plan", JOE, "--format", "pdf", stdout=screen)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"-o FILE" in done.stderr


@pytest.mark.parametrize(("form", "library"), [("pdf", "typst"), ("docx", "docx"), ("html", "jinja2"), ("ics", "icalendar")])
def test_a_missing_extra_is_one_sentence(form: str, library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; sys.argv = ['careerpath', 'plan', {JOE!r}, '--format', {form!r}]\n"
    code += "from careerpath.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"careerpath: {form.upper()} needs an extra: pip install 'careerpath[{form}]'\n"


@pytest.mark.parametrize(
    ("variables", "size"),
    [
        ({"LANG": "en_US.UTF-8"}, "us-letter"),
        ({"LANG": "es_MX.UTF-8"}, "us-letter"),
        ({"LANG": "es_ES.UTF-8"}, "a4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "de_DE"}, "a4"),
        ({"LANG": "es_ES", "LC_ALL": "en_CA"}, "us-letter"),
        ({"LANG": "C.UTF-8"}, "a4"),
        ({}, "a4"),
    ],
)
def test_the_paper_is_that_of_the_country(variables: dict[str, str], size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_PAPER", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert paper_size(Session(lang="en"), None) == size
    assert paper_size(Session(lang="en"), "a4") == "a4"


def test_gaps_say_in_which_month_of_the_plan_each_requirement_first_holds(graph: Graph) -> None:
    seen = set()
    for path in EXAMPLES:
        profile = load_profile(path, graph, today=24_000).profile
        assert profile is not None
        answer = plan(graph, profile)
        replay = Replay(graph, profile, answer.steps)
        for one in gaps_along(graph, profile, answer):
            first = one.first_month
            assert first is not None and first <= (answer.months or 0) and (first == 0) >= one.is_met
            seen.add((one.requirement.endswith(".from"), first > 0))
            if not one.requirement.endswith(".from"):
                item = item_at(graph, one.requirement)
                assert replay.holds(item, first) and (first == 0 or not replay.holds(item, first - 1))
            elif first:
                assert replay.is_fed(answer.target, first) and not replay.is_fed(answer.target, first - 1)
    assert seen >= {(True, True), (False, True), (False, False)}  # met now and met later, feeders and others


def test_a_document_shows_what_today_pays_and_where_its_sources_are(graph: Graph) -> None:
    joe = load_profile(ROOT / JOE, graph, today=24_000).profile
    assert joe is not None
    found = {one.heading: one.content for one in plan_document(graph, joe, plan(graph, joe), Language("en")).sections}
    pay, sources = found["Pay along the way, a year at the median"], found["Sources"]
    assert isinstance(pay, Chart) and [bar[0] for bar in pay.bars] == [
        "Office supervisor, Nov 2026",
        "Administrative services manager, Nov 2026",
        "Facilities manager, Nov 2027",
    ]
    assert isinstance(sources, Paragraphs)
    numbered = [one for one in sources.texts if one.startswith("[")]
    assert [one.split(",")[0] for one in numbered] == [
        "[1] How do I become a back-office executive? (article in Spanish)",
        "[2] Occupational Employment and Wage Statistics",
        "[3] Occupational Employment and Wage Statistics",
    ]
    assert [one.split(" · ")[-1] for one in sources.texts if " · " in one] == ["https://www.bls.gov/oes/"]


def test_a_source_says_when_it_was_read(graph: Graph) -> None:
    sources = {**graph.sources, "one": Source(title="Survey", retrieved="2026-10"), "two": Source(title="Paper", publisher="Us")}
    words = Wording(msgspec.structs.replace(graph, sources=sources), Language("es"))
    assert [words.work(one) for one in ("one", "two", "none")] == ["Survey · consultado 2026-10", "", ""]


def test_the_first_of_the_ways_is_the_plan_itself(graph: Graph) -> None:
    joe = load_profile(ROOT / JOE, graph, today=24_000).profile
    assert joe is not None
    best = plan(graph, joe)
    ways = Alternatives(plans=(best, best, best), is_complete=False)
    found = plan_document(graph, joe, best, Language("es"), alternatives=ways).sections
    (table,) = [one.content for one in found if one.heading == "Otros caminos"]
    assert isinstance(table, Table) and table.columns == ("", "Este plan", "Camino 1", "Camino 2")


# A brand


def png(pixels: bytes) -> bytes:
    """A picture of one pixel."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("path", BRANDS, ids=lambda path: path.stem)
def test_a_problem_of_a_brand_is_found_where_it_is(path: Path) -> None:
    code, line, column = expected(path)
    done = careerpath("plan", JOE, "--brand", path.relative_to(ROOT))
    assert done.returncode == 2 and done.stdout == ""
    assert f"{path.relative_to(ROOT)}:{line}:{column}: error: " in done.stderr and f"[{code}]" in done.stderr


def test_all_problems_of_a_brand_come_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "brand.yaml"
    path.write_text("nam: X\ncolour: red\nlogo: none.png\nfooter: [a]\n")
    found = load_brand(path)
    assert found.brand is None
    assert [one.code for one in found.diagnostics] == ["unknown-key", "bad-colour", "logo-missing", "wrong-type"]


def test_a_logo_is_known_by_its_content_and_must_be_whole() -> None:
    dot = png(zlib.compress(b"\0\0"))
    svg = (ROOT / "examples" / "brand" / "logo.svg").read_bytes()
    jpeg = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
    assert [kind_of(one) for one in (dot, svg, jpeg)] == ["png", "svg", "jpeg"]
    assert [kind_of(one[:-3]) for one in (dot, svg, jpeg)] == ["", "", ""]
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg
    others = (b"", b"<svg/>", b"<html></html>", bomb, b"GIF89a", dot.replace(b"IDAT", b"IDAX"))
    assert [kind_of(one) for one in others] == [""] * len(others)


def test_a_logo_that_no_renderer_can_draw_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(b"not deflated"))
    (tmp_path / "brand.yaml").write_text("logo: logo.png\n")
    done = careerpath("plan", JOE, "--brand", tmp_path / "brand.yaml", "-o", tmp_path / "plan.pdf")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "logo" in done.stderr


def test_a_logo_lies_in_the_folder_also_by_a_link_and_is_not_too_large(tmp_path: Path) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    path = folder / "brand.yaml"
    (tmp_path / "out.svg").write_bytes((ROOT / "examples" / "brand" / "logo.svg").read_bytes())
    (folder / "link.svg").symlink_to(tmp_path / "out.svg")
    (folder / "huge.svg").write_bytes(b" " * (LOGO_BYTES + 1))
    for name, code in (("link.svg", "logo-outside"), ("huge.svg", "logo-too-large"), ("/etc/passwd", "logo-outside")):
        path.write_text(f"logo: {name}\n")
        assert [one.code for one in load_brand(path).diagnostics] == [code]


def test_a_brand_speaks_the_language_of_the_document(tmp_path: Path) -> None:
    assert careerpath("report", JOE, DIEGO, "--brief", "--format", "html", "--brand", BRAND, "-o", tmp_path).returncode == 0
    assert "Lighthouse Career Service" in (tmp_path / "no-degree.html").read_text()
    assert "Servicio de Orientación Profesional El Faro" in (tmp_path / "hispanohablante.html").read_text()


def test_a_brand_is_never_overwritten(tmp_path: Path) -> None:
    for name in ("brand.yaml", "logo.svg"):
        (tmp_path / name).write_bytes((ROOT / "examples" / "brand" / name).read_bytes())
    for name in ("brand.yaml", "logo.svg"):
        before = (tmp_path / name).read_bytes()
        done = careerpath("plan", JOE, "--format", "html", "--brand", tmp_path / "brand.yaml", "-o", tmp_path / name)
        assert done.returncode == 2 and (tmp_path / name).read_bytes() == before


# Several clients


def test_a_file_for_each_client_in_their_own_language_and_to_their_own_target(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "plans"
    done = careerpath("report", JOE, DIEGO, "--brief", "--format", "html", "-o", folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"2 documents in {folder}\n")
    assert sorted(one.name for one in folder.iterdir()) == ["hispanohablante.html", "no-degree.html"]
    assert "Facilities manager" in (folder / "no-degree.html").read_text()
    assert "Director de servicios compartidos" in (folder / "hispanohablante.html").read_text()


def test_the_documents_are_pdf_if_nothing_else_is_said(tmp_path: Path) -> None:
    assert careerpath("report", JOE, "-o", tmp_path / "plans", "--quiet").stderr == ""
    assert (tmp_path / "plans" / "no-degree.pdf").read_bytes().startswith(b"%PDF-")


def test_each_client_gets_every_form_that_is_asked_for(tmp_path: Path) -> None:
    forms = {**STARTS, "md": b"# Plan para llegar a: Gerente de instalaciones"}
    asked = [argument for form in forms for argument in ("--format", form)]
    done = careerpath("report", JOE, *asked, "--brief", "--lang", "es", "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, f"5 documentos en {tmp_path}\n")
    assert all((tmp_path / f"no-degree.{form}").read_bytes().startswith(start) for form, start in forms.items())


def test_options_bind_for_every_client(tmp_path: Path) -> None:
    done = careerpath(
        "report", JOE, DIEGO, "--brief", "--to", "office-manager", "--lang", "en", "--format", "html", "-o", tmp_path
    )
    assert done.returncode == 0
    assert all("Office manager" in one.read_text() for one in tmp_path.glob("*.html"))


def test_the_good_ones_are_made_and_every_problem_is_told(tmp_path: Path) -> None:
    aimless = tmp_path / "aimless.yaml"
    aimless.write_text("as_of: 2026-11\n")
    broken = ("tests/errors/unknown-role.yaml", "tests/errors/end-before-start.yaml", str(aimless))
    done = careerpath("report", broken[0], JOE, *broken[1:], "--format", "html", "-o", tmp_path / "plans")
    assert done.returncode == 2
    assert all(f"{one}:" in done.stderr for one in broken)
    assert done.stderr.endswith(f"1 document in {tmp_path / 'plans'}\n")
    assert [one.name for one in (tmp_path / "plans").iterdir()] == ["no-degree.html"]


def test_a_client_without_a_plan_gets_the_reasons(tmp_path: Path) -> None:
    arguments = ["--to", "hr-director", "--by", "2027-01", "--format", "html", "-o", tmp_path]
    assert careerpath("report", JOE, *arguments).returncode == 1
    assert (tmp_path / "no-degree.html").exists()
    assert careerpath("report", JOE, tmp_path / "none.yaml", *arguments).returncode == 2


def test_equal_names_are_numbered_in_their_order(tmp_path: Path) -> None:
    for name, person in (("a/ana", "Ana One"), ("b/ANA", "Ana Two"), ("c/ana-2", "Ana Three")):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text((ROOT / JOE).read_text().replace("Joe Kowalski", person))
    given = [tmp_path / f"{name}.yaml" for name in ("a/ana", "b/ANA", "c/ana-2")]
    assert careerpath("report", *given, "--format", "html", "-o", tmp_path / "plans").returncode == 0
    made = {one.name: re.findall("Ana (One|Two|Three)", one.read_text())[0] for one in (tmp_path / "plans").iterdir()}
    assert made == {"ana.html": "One", "ANA-2.html": "Two", "ana-2-2.html": "Three"}


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_clients_are_bound_in_one_file(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"all.{form}"
    done = careerpath("report", JOE, DIEGO, "--brief", "--bound", "-o", out)
    assert (done.returncode, done.stderr) == (0, f"2 documents in {out}\n")
    assert out.read_bytes().startswith(STARTS[form]) and [one.name for one in tmp_path.iterdir()] == [out.name]


def test_a_bound_file_holds_every_client(tmp_path: Path) -> None:
    out = tmp_path / "all.html"
    careerpath("report", JOE, DIEGO, "--brief", "--bound", "-o", out)
    assert "Joe Kowalski" in out.read_text() and "Diego Morales" in out.read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bound", "-o", "all.docx"],
        ["--bound", "-o", "all.pdf", "--format", "pdf", "--format", "html"],
        ["--bound", "-o", "."],
        ["-o", "all.pdf"],
        ["-o", "README.md"],
        ["-o", "plans", "--format", "text"],
        ["-o", "plans", "--prefer", "quickest"],
        ["-o", "plans", "--paper", "a5"],
        ["-o", "plans", "--to", "astronaut"],
        ["-o", "plans", "--as-of", "soon"],
        ["-o", "plans", "--brand", "no-such-file.yaml"],
    ],
)
def test_what_no_client_can_be_asked_with_is_refused_once(arguments: list[str]) -> None:
    done = careerpath("report", JOE, DIEGO, "--brief", *arguments)
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") <= 2, done.stderr
    assert not (ROOT / "plans").exists() and not (ROOT / "all.docx").exists()


def test_an_interrupt_leaves_whole_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "careerpath", "report", *[JOE] * 200, "--brief", "--format", "html", "-o", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as running:
        deadline = time.monotonic() + 60
        while not any(tmp_path.glob("*.html")) and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
    made = list(tmp_path.iterdir())
    assert made and all(one.suffix == ".html" and one.read_text().rstrip().endswith("</html>") for one in made)


def test_a_folder_that_cannot_be_made_is_said() -> None:
    done = careerpath("report", JOE, "--format", "html", "-o", "/dev/null/plans")
    assert done.returncode == 4 and done.stderr.count("\n") == 1 and "/dev/null/plans" in done.stderr


# An employer's graph


def test_the_employers_graph_is_clean() -> None:
    assert careerpath("check", EMPLOYER).stdout.endswith("0 errors, 0 warnings\n")


def test_the_page_for_employers_shows_real_output() -> None:
    page = (ROOT / "docs" / "employers.md").read_text(encoding="utf-8")
    command, _, shown = re.findall(r"```console\n\$ careerpath (.*?)```", page, flags=re.S)[0].partition("\n")
    done = careerpath(*shlex.split(command))
    assert done.returncode == 0 and shown.strip().removesuffix("...").strip() in done.stdout
    assert "Quillane process lead" in shown

"""A plan as a Word file: what stands in it, that it can be edited and read by all, and that nothing in it is obeyed."""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from conftest import EXAMPLES, ROOT
from docx import Document as read_word
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from planned import example, planned, shipped

from careerpath.locale import LANGUAGES, Language
from careerpath.model.brand import Logo, UnreadableLogo
from careerpath.reports.colours import WHITE, readable
from careerpath.reports.document import (
    Causes,
    Chart,
    Document,
    Notes,
    Paper,
    Paragraphs,
    Section,
    Steps,
    Table,
    Timeline,
    plan_document,
)
from careerpath.reports.docx import plan_docx
from careerpath.reports.missing import MissingExtra
from careerpath.reports.strips import strip
from careerpath.reports.view import Bar, CauseLine, StepView

PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
HOSTILE = "a\x00b\x1b[31m\n\tc\u202ed </w:t><w:br/> &amp; {page} {accent} %s \ud800\uffff"
SHOWN = "a\\u0000b\\u001b[31m\\u000a\\u0009c\\u202ed </w:t><w:br/> &amp; {page} {accent} %s \\ud800\\uffff"

GOLDEN = """\
Title: Plan to become: Manager
Fact: For
Fact: Ana
Fact: Arrival
Fact: Jan 2028
Quote: Proved.
Heading 1: First
List Bullet: Study.
Heading 1: Timeline
Caption: ▭  Work        ▭  Arrival
Bar:
Bar: 	2027
Bar: ▭
Bar: 1 Clerk
Bar: ▭
Bar: 2 Manager
Bar: ▭
Heading 1: Steps
Heading 2: ☐	1. Become Clerk
Step Dates: Nov 2026 to Jan 2028
Step Fact: Why
Step Fact: Manager asks for it.
Step Fact: Slack
Step Fact: none
Heading 1: Asked for
Table Text: Requirement
Table Text: Today
Table Text: a degree
Table Text: met
Heading 1: Pay
Bar: Clerk
Bar: ▭
Bar: $40,000
Heading 1: Why not
List Bullet: one
List Bullet 2: two
List Bullet 3: three
List Bullet 3: four  a.yaml:7
Heading 1: Notes
Signature Line:
Signature Line: Client	Counsellor
Heading 1: Sources
Fine Print: [1] A source
Bar:
"""


def small() -> Document:
    """One of each kind of content, by hand."""
    bars = (Bar(label="1 Clerk", kind="work", start=0, end=14), Bar(label="2 Manager", kind="target", start=14, end=14))
    step = StepView(
        number=1, title="Become Clerk", dates="Nov 2026 to Jan 2028", facts=(("Why", "Manager asks for it."), ("Slack", "none"))
    )
    causes = tuple(CauseLine(depth=depth, text=text) for depth, text in enumerate(("one", "two", "three")))
    return Document(
        language="en",
        title="Plan to become: Manager",
        client="Ana",
        organisation="Careers Service",
        contact="+1 555",
        footer="Estimates.",
        colour="#1f3a5f",
        logo=None,
        facts=(("For", "Ana"), ("Arrival", "Jan 2028")),
        proof="Proved.",
        sections=(
            Section(heading="First", content=Paragraphs(("Study.",), with_marks=True)),
            Section(
                heading="Timeline",
                content=Timeline(
                    bars, 14, ((2, "2027"), (14, "2028")), "1. All of it.", (("work", "Work"), ("target", "Arrival"))
                ),
            ),
            Section(heading="Steps", content=Steps((step,)), starts_page=True),
            Section(heading="Asked for", content=Table(("Requirement", "Today"), (("a degree", "met"),))),
            Section(heading="Pay", content=Chart((("Clerk", 40000, "$40,000"),), "Clerk: $40,000")),
            Section(heading="Why not", content=Causes((*causes, CauseLine(depth=3, text="four", place="a.yaml:7")))),
            Section(heading="Notes", content=Notes(("Client", "Counsellor"))),
            Section(heading="Sources", content=Paragraphs(("[1] A source",))),
        ),
        page_of="Page {page} of {pages}",
    )


def opened(data: bytes) -> Word:
    return read_word(BytesIO(data))


def paragraphs(part: Any) -> list[Paragraph]:
    """Those of the body, tables included, in order."""
    found: list[Paragraph] = []
    for one in part.iter_inner_content():
        if isinstance(one, WordTable):
            found += [inner for row in one.rows for cell in row.cells for inner in paragraphs(cell)]
        else:
            found.append(one)
    return found


def said(paragraph: Paragraph) -> str:
    """Its text with boxes, and a sign for each picture."""
    signs = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:drawing"): "▭"}
    parts = [one for one in paragraph._p.iter(*signs) if one.getparent().tag != qn("w:tabs")]
    return "".join(signs[one.tag] or one.text or "" for one in parts).replace("\u00a0", " ")


def lines(word: Word) -> str:
    """Each paragraph with its style; without the lines to write on."""
    shown = [
        f"{one.style.name}: {said(one)}".rstrip() + "\n"
        for one in paragraphs(word)
        if one.style and one.style.name != "Notes Line"
    ]
    return "".join(shown)


def test_the_file_says_it_all_in_order_and_in_styles() -> None:
    word = opened(plan_docx(small()))
    assert lines(word) == GOLDEN
    assert sum(one.style.name == "Notes Line" for one in word.paragraphs if one.style) > 15
    page = word.sections[0]
    assert page.header.paragraphs[0].text == "Ana · Plan to become: Manager"
    assert page.first_page_header.paragraphs[0].text == "Careers Service"
    for foot in (page.footer, page.first_page_footer):
        assert [said(one) for one in paragraphs(foot)] == ["Estimates.", "+1 555", "Page 1 of 1", ""]
        assert foot._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_whole_on_both_papers(path: Path, language: str) -> None:
    plan = planned(path.stem)
    document = plan_document(shipped(), example(path.stem), plan, Language(language))
    for paper, size in PAPERS.items():
        word = opened(plan_docx(document, paper))
        page = word.sections[0]
        assert (page.page_width.mm, page.page_height.mm) == pytest.approx(size, abs=0.1)  # type: ignore[union-attr]
        assert word.styles.element.xpath("//w:docDefaults//w:lang/@w:val")[0].startswith(language)
        heads = [said(one) for one in word.paragraphs if one.style and one.style.name == "Heading 1"]
        assert heads == [section.heading for section in document.sections]
        assert len(word.element.xpath("//w14:checkbox")) == len(plan.steps) > 0
        described = [
            one.get("descr") for one in word.element.iter(qn("wp:docPr")) if not one.xpath(".//*[local-name()='decorative']")
        ]
        timeline = next(one.content for one in document.sections if isinstance(one.content, Timeline))
        assert described[0] == timeline.described and all(described) and len(described) == len(plan.steps) + 1


def test_the_same_document_gives_the_same_bytes() -> None:
    code = "import hashlib, test_docx as t; print(hashlib.sha256(t.plan_docx(t.small())).hexdigest())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT / "tests",
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    data = plan_docx(small())
    assert runs == {hashlib.sha256(data).hexdigest() + "\n"}
    assert {entry.date_time for entry in ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_are_those_of_the_plan() -> None:
    word = opened(plan_docx(msgspec.structs.replace(small(), language="es")))
    known = word.core_properties
    assert (known.title, known.language, known.author) == ("Plan to become: Manager", "es", "Careers Service")
    assert known.created is None and known.modified is None and known.comments == ""
    assert word.settings.element.xpath('.//w:compatSetting[@w:name="compatibilityMode"]/@w:val') == ["15"]
    assert all("python-docx" not in str(ZipFile(BytesIO(plan_docx(small()))).read(name)) for name in ("docProps/core.xml",))


def _hostile(data: Any) -> Any:
    """Every text replaced, but for the names of kinds."""
    if isinstance(data, str):
        return data if data in ("work", "target") else HOSTILE
    if isinstance(data, list | tuple):
        return [_hostile(one) for one in data]
    if isinstance(data, dict):
        return {key: value if key in ("type", "kind", "colour", "language") else _hostile(value) for key, value in data.items()}
    return data


def test_hostile_text_comes_out_as_text() -> None:
    document = msgspec.convert(_hostile(msgspec.to_builtins(small())), Document)
    word = opened(plan_docx(msgspec.structs.replace(document, page_of="Page {page} of {pages}")))
    found = [said(one) for one in paragraphs(word) if said(one).strip("▭\t ☐")]
    assert len(found) > 25 and all(SHOWN in text for text in found)
    assert word.element.xpath("//w:br") == []
    assert word.core_properties.title == SHOWN and word.sections[0].first_page_header.paragraphs[0].text == SHOWN
    assert opened(plan_docx(msgspec.structs.replace(small(), title="x" * 999))).core_properties.title == "x" * 255


def test_steps_and_rows_are_not_split_and_heads_are_repeated() -> None:
    word = opened(plan_docx(small()))
    for style in ("Heading 1", "Heading 2", "Step Dates"):
        assert word.styles[style].paragraph_format.keep_with_next  # type: ignore[attr-defined]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for table in word.tables for row in table.rows)
    repeated = [
        [cell.text for cell in table.rows[0].cells] for table in word.tables if table._tbl.xpath("w:tr/w:trPr/w:tblHeader")
    ]
    assert repeated == [["", "\t2027\n"], ["Requirement", "Today"]]
    facts = next(table for table in word.tables if table.cell(0, 0).text == "Why")
    assert [cell.paragraphs[0].paragraph_format.keep_with_next for cell in facts.columns[0].cells] == [True, None]


def pixels(png: bytes) -> list[bytes]:
    """The rows of one of our pictures."""
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"IDAT")
    data = zlib.decompress(png[at + 4 : at + 4 + struct.unpack(">I", png[at - 4 : at])[0]])
    assert len(data) == height * (width + 1)
    return [data[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]


def kept(paragraph: Any) -> bool:
    return bool(paragraph.paragraph_format.keep_with_next)


def test_short_lists_and_tables_are_held_together_and_long_ones_are_not() -> None:
    for count, is_short in ((3, True), (60, False)):
        texts = tuple(f"Text {one}." for one in range(count))
        listed = Section(heading="Listed", content=Paragraphs(texts, with_marks=True))
        table = Section(heading="Table", content=Table(("", "Way"), tuple((one, one) for one in texts)))
        word = opened(plan_docx(msgspec.structs.replace(small(), sections=(listed, table))))
        marked = [one for one in word.paragraphs if one.style is not None and one.style.name == "List Bullet"]
        assert [kept(one) for one in marked] == [is_short] * (count - 1) + [False]
        assert kept(word.tables[-1].rows[0].cells[0].paragraphs[0]) == is_short


def test_a_narrow_column_has_room_for_a_word() -> None:
    table = Table(("", "One", "Two", "Three"), (("Cambios de puesto", *("A long text. " * 9,) * 3),))
    word = opened(plan_docx(msgspec.structs.replace(small(), sections=(Section(heading="Ways", content=table),))))
    assert word.tables[-1].rows[1].cells[0].width.mm > 15  # type: ignore[union-attr]


def test_bars_can_be_told_apart_in_black_and_white() -> None:
    dark = {}
    for kind in ("work", "full_time", "part_time"):
        rows = pixels(strip(20, 3.4, "#1f3a5f", ((kind, 0, 20),)))
        dark[kind] = sum(row.count(1) for row in rows) / sum(map(len, rows))
        assert rows[0].count(1) == len(rows[0])  # each has its edge
    assert dark["work"] == 1 and 0.35 < dark["full_time"] < 0.65 and dark["part_time"] < 0.25
    diamond = pixels(strip(20, 3.4, "#1f3a5f", (("target", 10, 10),)))
    assert 0 < diamond[0].count(1) < diamond[10].count(1) < diamond[20].count(1)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#f2b705", "#1f3a5f", "#000000"])
def test_a_pale_colour_is_darkened_until_words_in_it_can_be_read(colour: str) -> None:
    found = readable(colour, WHITE)
    assert found == colour if colour in ("#1f3a5f", "#000000") else found < colour
    word = opened(plan_docx(msgspec.structs.replace(small(), colour=colour)))
    assert str(word.styles["Heading 1"].font.color.rgb).lower() == found[1:]  # type: ignore[attr-defined]


def svg(size: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0H9V9z"/></svg>'.encode()


JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9"


@pytest.mark.parametrize(
    ("kind", "data", "size"),
    [
        ("png", strip(45, 15, "#cc0033", ()), (45, 15)),
        ("png", strip(90, 15, "#cc0033", ()), (60, 10)),
        ("jpeg", JPEG, (60, 15)),
        ("jpeg", JPEG[:2] + b"\xff\xee\x00\x0eAdobe\x00d\x80\x00\x00\x00\x00" + JPEG[2:], (60, 15)),
        ("svg", svg('viewBox="0 0 30 10"'), (45, 15)),
        ("svg", svg('viewBox="0,0,90,10" width="1" height="1"'), (60, 60 / 9)),
        ("svg", svg('width="20mm" height="10mm"'), (30, 15)),
        ("svg", svg(""), (15, 15)),
    ],
)
def test_a_logo_stands_in_the_letterhead(kind: str, data: bytes, size: tuple[float, float]) -> None:
    word = opened(plan_docx(msgspec.structs.replace(small(), logo=Logo(kind=kind, data=data))))
    head = word.sections[0].first_page_header.paragraphs[0]._p
    assert head.xpath(".//wp:docPr/@descr") == ["Careers Service"]
    assert [int(one) / 36000 for one in head.xpath(".//wp:extent/@cx")] == [pytest.approx(size[0], abs=0.1)]
    assert [int(one) / 36000 for one in head.xpath(".//wp:extent/@cy")] == [pytest.approx(size[1], abs=0.1)]


def test_an_svg_logo_is_in_the_file_as_it_is() -> None:
    data = svg('viewBox="0 0 30 10"')
    made = plan_docx(msgspec.structs.replace(small(), logo=Logo(kind="svg", data=data)))
    head = opened(made).sections[0].first_page_header
    (part,) = head.paragraphs[0]._p.xpath(".//*[local-name()='svgBlip']/@r:embed")
    assert head.part.related_parts[part].blob == data
    assert head.part.related_parts[part].content_type == "image/svg+xml"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GARBAGE",
        b"\x89PNG\r\n\x1a\n",
        JPEG[:9],
        strip(1, 1, "#000000", ())[:20],
        svg('viewBox="0 0 9 0"'),
        svg('viewBox="0 0 nan 3"'),
        svg('viewBox="a b c"'),
    ],
)
def test_a_broken_logo_is_told(data: bytes) -> None:
    for kind in ("svg",) if data.startswith(b"<svg") else ("png", "jpeg", "svg"):
        with pytest.raises(UnreadableLogo):
            plan_docx(msgspec.structs.replace(small(), logo=Logo(kind=kind, data=data)))


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra) as told:
        plan_docx(small())
    assert told.value.extra == "docx"


@pytest.mark.parametrize(("stem", "paper"), [("call-centre-agent", "a4"), ("hispanohablante", "us-letter")])
def test_libreoffice_opens_it(stem: str, paper: Paper, tmp_path: Path) -> None:
    missing = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"NOT TESTED in LibreOffice: install libreoffice-writer and poppler-utils for {missing}")
    document = plan_document(shipped(), example(stem), planned(stem), Language("es"))
    (tmp_path / "plan.docx").write_bytes(plan_docx(document, paper))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "plan.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "plan.pdf", "-"], capture_output=True, text=True, check=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    assert 4 <= len(list(filter(None, pages))) <= 6 and (example(stem).name or "") in pages[0]
    (notes,) = [page for page in pages if "Notas y firmas" in page]
    assert "Cliente, fecha" in notes and "Fuentes" not in notes
    steps = next(one.content for one in document.sections if isinstance(one.content, Steps))
    for step in steps.steps:  # each stands on one page, with its last fact
        found = [page.split(f"{step.number}. {step.title}")[1] for page in pages[1:] if f"{step.number}. {step.title}" in page]
        assert len(found) == 1 and all(f" {label} " in found[0] for label, _ in step.facts), step.title

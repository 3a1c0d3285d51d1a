"""The PDF of a plan: its words, pages, tags and fonts, and what no data can do to it."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Literal

import msgspec
import pytest
from conftest import EXAMPLES, ROOT
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from careerpath.locale import LANGUAGES, Language
from careerpath.model.brand import Brand, Logo
from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Cause, Plan, Relaxation
from careerpath.planning import plan
from careerpath.reading.profile_file import load_profile
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
from careerpath.reports.missing import MissingExtra
from careerpath.reports.pdf import UnreadableLogo, documents_pdf, plan_pdf
from careerpath.reports.view import Bar, CauseLine, StepView

PAPERS: dict[Paper, tuple[float, float]] = {"a4": (595.28, 841.89), "us-letter": (612, 792)}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3" fill="#c03"/></svg>'
HOSTILE = (
    "#set text(fill: red)",
    "*bold* _it_ `code`",
    "$x^2$",
    "@ref <label>",
    '#panic("x") #read("/etc/passwd") #image("/x")',
    "= heading",
    "</svg><script>alert(1)</script>",
    "\\u{41} // /* */ ~ -- --- '\"",
    "{page} {pages}",
    "Ñandú Łódź Škoda Ζωή Юлия",
)


def png() -> bytes:
    """One red dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def section(content: Any, heading: str = "A section", **options: bool) -> Section:
    return Section(heading=heading, content=content, **options)


def document(*sections: Section, **fields: Any) -> Document:
    """A small document by hand."""
    given = {"title": "Plan to become: Manager", "organisation": "Careers Service", "client": "Ana", "language": "en"}
    rest = {"contact": "+1 555", "footer": "Estimates.", "colour": "#1f3a5f", "logo": None, "proof": "Proved.", "facts": ()}
    return Document(**{**given, **rest, "page_of": "Page {page} of {pages}", "sections": sections, **fields})


def step(number: int, words: str = "Because.") -> StepView:
    return StepView(number=number, title=f"Title {number};", dates=f"Month {number};", facts=(("Why", f"{words} End {number};"),))


def timeline(count: int) -> Timeline:
    kinds = ("work", "part_time", "full_time")
    bars = [Bar(label=f"Bar {one};", kind=kinds[one % 3], start=one, end=one + 2) for one in range(count)]
    bars.append(Bar(label="The aim;", kind="target", start=count, end=count))
    legend = (("work", "Work"), ("part_time", "Part time"), ("full_time", "Full time"), ("target", "Arrival"))
    return Timeline(tuple(bars), count + 2, ((2, "2027"), (14, "2028")), "All in words.", legend)


def every_content(words: tuple[str, ...]) -> tuple[Section, ...]:
    """Each kind of content, with these words wherever there are words."""
    steps = tuple(StepView(number=at, title=one, dates=one, facts=((one, one),)) for at, one in enumerate(words, 1))
    bars = tuple(Bar(label=one, kind="work", start=0, end=1) for one in words)
    contents = (
        Paragraphs(words),
        Paragraphs(words, with_marks=True),
        Timeline(bars, 2, ((1, words[0]),), " ".join(words), tuple(("work", one) for one in words)),
        Steps(steps),
        Table(words[:2], tuple((one, one) for one in words)),
        Chart(tuple((one, float(at), one) for at, one in enumerate(words)), " ".join(words)),
        Causes(tuple(CauseLine(depth=at * 2, text=one, place=one) for at, one in enumerate(words))),
        Notes(words[:2]),
    )
    return tuple(section(one, heading=words[at % len(words)]) for at, one in enumerate(contents))


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in read(made).pages]


def squeezed(text: str) -> str:
    """Without spaces, as lines break anywhere."""
    return re.sub(r"\s", "", text)


def height(made: bytes, page: int, words: str) -> float:
    """How far above the foot of a page some words stand, in points."""
    found: list[float] = []

    def visit(text: str, page_to_user: list[float], text_to_page: list[float], *_: Any) -> None:
        if words in text:
            found.append(page_to_user[3] * text_to_page[5] + page_to_user[5])

    read(made).pages[page].extract_text(visitor_text=visit)
    return found[-1]


def letters(made: bytes) -> str:
    return squeezed("".join(pages(made)))


def dictionaries(node: Any) -> Iterator[DictionaryObject]:
    """Every dictionary of the tree of tags, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for one in node:
            yield from dictionaries(one)
    elif isinstance(node, DictionaryObject):
        yield node
        if "/K" in node:
            yield from dictionaries(node["/K"])


def tags(made: bytes) -> list[DictionaryObject]:
    root: Any = read(made).trailer["/Root"]
    return [one for one in dictionaries(root["/StructTreeRoot"]["/K"]) if "/S" in one]


def fonts(made: bytes) -> Iterator[DictionaryObject]:
    for page in read(made).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def bookmarks(made: bytes) -> list[str]:
    """Those of the first level."""
    return [str(one.title) for one in read(made).outline if not isinstance(one, list)]


# Words


def test_the_words_stand_in_reading_order() -> None:
    made = plan_pdf(
        document(
            section(Paragraphs(("First this.", "Then that."), with_marks=True), "What to do first"),
            section(Steps((step(1),)), "Steps"),
            section(Table(("Asked", "Met"), (("Degree", "yes"),)), "Asked for"),
            section(Chart((("Clerk", 20.0, "$20"), ("Manager", 40.0, "$40")), "Clerk: $20"), "Pay"),
            section(Causes((CauseLine(depth=0, text="No way", place="roles.yaml:7"),)), "Why not"),
            facts=(("For", "Ana"), ("Arrival", "May 2030")),
        )
    )
    (page,) = pages(made)
    assert squeezed(page) == squeezed(
        "Careers Service Plan to become: Manager For Ana Arrival May 2030 Proved. What to do first – First this. – Then that."
        " Steps 1 Title 1; Month 1; Why Because. End 1; Asked for Asked Met Degree yes"
        " Pay Clerk $20 Manager $40 Why not – No way roles.yaml:7 Estimates. +1 555 Page 1 of 1"
    )


@pytest.fixture(scope="session")
def documented(graph: Graph, matcher: Matcher) -> Callable[[str, str], Document]:
    """A document for each example and language, its plan made once and with little effort."""
    plans: dict[str, tuple[Profile, Plan]] = {}

    def made(name: str, language: str) -> Document:
        if name not in plans:
            loaded = load_profile(ROOT / "examples" / name, graph, today=24322)
            assert loaded.profile is not None
            plans[name] = loaded.profile, plan(graph, loaded.profile, effort=800, matcher=matcher)
        return plan_document(graph, *plans[name], Language(language), brand=Brand(counsellor="Eva Gil"))

    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [path.name for path in EXAMPLES])
def test_an_example_is_all_there_on_both_papers(name: str, language: str, documented: Callable[[str, str], Document]) -> None:
    one = documented(name, language)
    steps = next(each.content.steps for each in one.sections if isinstance(each.content, Steps))
    wanted = [one.title, one.proof, "Eva Gil", *(each.heading for each in one.sections)]
    wanted += [text for each in steps for text in (each.title, each.dates, *(words for _, words in each.facts))]
    for paper, size in PAPERS.items():
        made = plan_pdf(one, paper)
        found = letters(made)
        assert [text for text in wanted if squeezed(text) not in found] == []
        assert all(page.mediabox[2:] == pytest.approx(size, abs=0.1) for page in read(made).pages)
        assert read(made).trailer["/Root"]["/Lang"] == language  # type: ignore[index]


@pytest.mark.parametrize("status", ["there", "unreachable"])
def test_a_plan_without_steps(graph: Graph, status: Literal["there", "unreachable"]) -> None:
    role = "facilities-manager"
    why = Cause(reason="role", subject=role, causes=(Cause(reason="deadline", subject="1"),))
    answer = Plan(status=status, target=role, as_of=24322, prefer="fastest", why=why if status == "unreachable" else None)
    later = Relaxation(changes={"deadline": 12}, months=12, cost=0.0, moves=1)
    answer = msgspec.structs.replace(answer, relaxations=(later,) if status == "unreachable" else ())
    profile = Profile(as_of=24322, target=role)
    one = plan_document(graph, profile, answer, Language("en"))
    found = letters(plan_pdf(one))
    assert squeezed(one.proof) in found
    assert ("Whythereisnoplan" in found) == ("Witharrivalby" in found) == (status == "unreachable")
    assert "careerpathgap" not in found and "careerpathrole" not in found  # a client has no command line


# Pages


def test_a_step_is_never_split_unless_it_is_taller_than_a_page() -> None:
    steps = [step(number, "Word after word. " * (number % 9 * 4)) for number in range(1, 41)]
    found = [squeezed(page) for page in pages(plan_pdf(document(section(Steps(tuple(steps))))))]
    for number in range(1, 41):
        (page,) = [page for page in found if f"Title{number};" in page]
        assert f"End{number};" in page
    assert len(found) > 3
    giant = plan_pdf(document(section(Steps((step(1, "Word after word. " * 1000), step(2))))))
    assert letters(giant).count("after") == 1000


def test_a_long_timeline_goes_on_with_its_years_on_the_next_page() -> None:
    found = pages(plan_pdf(document(section(timeline(60)))))
    holding = [page for page in found if "Bar" in page]
    assert len(holding) > 1 and all("2028" in page for page in holding)
    assert all(f"Bar {one};" in "".join(found) for one in range(60)) and "The aim;" in holding[-1]
    assert "Part time" in holding[0]


@pytest.mark.parametrize("content", [Steps((step(1),)), timeline(8), Table(("A", "B"), (("c", "d"),) * 30)])
def test_a_heading_never_stands_alone_at_the_foot(content: Any) -> None:
    places = set()
    for count in range(20, 38):
        filler = section(Paragraphs(("Filler.",) * count, with_marks=True))
        found = pages(plan_pdf(document(filler, section(content, "HEADING"))))
        at = next(number for number, page in enumerate(found) if "HEADING" in page)
        assert squeezed(found[at]).split("HEADING")[1].split("Estimates.")[0], count
        places.add(at)
    assert places == {0, 1}  # the heading did cross a foot


def test_a_row_is_never_split() -> None:
    rows = tuple((f"Row{at};" + " word" * 60 + f" end{at};", "x") for at in range(30))
    found = pages(plan_pdf(document(section(Table(("Asked", "Met"), rows)))))
    for at in range(30):
        assert any(f"Row{at};" in page and f"end{at};" in page for page in found)
    assert all("Asked" in page for page in found)


def test_notes_leave_room_however_many_sources_there_are() -> None:
    for count in (1, 12, 40, 80):
        sources = section(Paragraphs(tuple(f"[{one}] A source." for one in range(count))), "Sources")
        notes = section(Notes(("Client", "Counsellor")), "Notes", starts_page=True)
        made = plan_pdf(document(section(Paragraphs(("x",))), notes, sources))
        assert height(made, 1, "Notes") - height(made, 1, "Counsellor") > 200  # points
        *_, last = found = pages(made)
        assert f"[{count - 1}] A source." in last and ("[0] A source." in last) == (count < 80)
        assert len(found) == {1: 2, 12: 2, 40: 3, 80: 3}[count]


def test_notes_share_only_a_page_that_holds_little_else() -> None:
    shared = []
    for count in range(1, 40):
        listed = section(Paragraphs(("Filler.",) * count, with_marks=True), "Filled", starts_page=True)
        notes = section(Notes(("Client", "Counsellor")), "Notes", starts_page=True)
        made = plan_pdf(document(listed, notes, section(Paragraphs(("[1] A source.",)), "Sources")))
        found = pages(made)
        at = next(number for number, page in enumerate(found) if "Notes" in page)
        assert "Client" in found[at] and f"Page {len(found)} of {len(found)}" in found[-1]
        shared.append("Filler." in found[at])
        if shared[-1]:
            assert height(made, at, "Notes") - height(made, at, "Counsellor") > 300  # points
    assert shared[0] and not shared[15]  # most of them on a page of their own


def test_a_short_list_is_never_split() -> None:
    for count in range(24, 38):
        filler = section(Paragraphs(("Filler.",) * count, with_marks=True))
        listed = section(Paragraphs(tuple(f"Item {one};" for one in range(5)), with_marks=True), "Listed")
        found = [page for page in pages(plan_pdf(document(filler, listed))) if "Item" in page]
        assert len(found) == 1 and "Listed" in found[0] and "Item 4;" in found[0], count


def test_clients_bound_together_keep_their_own_page_numbers_and_bookmarks() -> None:
    two = document(section(Steps((step(1),)), starts_page=True))
    other = document(section(Paragraphs(("x",))), client="Beto", language="es", page_of="Página {page} de {pages}")
    made = documents_pdf([two, other, two], "us-letter", title="Spring")
    found = [re.findall(r"Page \d of \d|Página \d de \d", page) for page in pages(made)]
    assert found == [["Page 1 of 2"], ["Page 2 of 2"], ["Página 1 de 1"], ["Page 1 of 2"], ["Page 2 of 2"]]
    assert bookmarks(made) == [f"{name} · Plan to become: Manager" for name in ("Ana", "Beto", "Ana")]
    assert read(made).metadata["/Title"] == "Spring"  # type: ignore[index]
    assert {str(one["/Lang"]) for one in tags(made) if "/Lang" in one} == {"es"}  # beside that of the file
    with pytest.raises(ValueError):
        documents_pdf([])


# Tags, fonts, bytes


def test_it_is_tagged_for_those_who_do_not_see_it() -> None:
    words = ("one", "two", "three")
    made = plan_pdf(document(*every_content(words), section(timeline(3))))
    root: Any = read(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(made)
    kinds = [str(one["/S"]) for one in found]
    assert kinds.count("/H1") == 1 and kinds.count("/H2") == 9 and kinds.count("/TH") == 2 and kinds.count("/L") == 2
    assert [one["/Alt"] for one in found if one["/S"] == "/Figure"] == ["one two three", "one two three", "All in words."]


def test_it_names_its_title_but_no_author_and_no_day() -> None:
    told = read(plan_pdf(document())).metadata
    assert told is not None and told["/Title"] == "Plan to become: Manager"
    assert set(told) == {"/Title", "/Creator"}


def test_its_fonts_are_embedded() -> None:
    found = list(fonts(plan_pdf(document(*every_content(("مرحبا", "שלום", "Юлия"))))))
    assert len(found) > 1
    assert all(set(font) & {"/FontFile", "/FontFile2", "/FontFile3"} for font in found)


def test_the_same_document_gives_the_same_bytes() -> None:
    one = document(*every_content(HOSTILE), logo=Logo(kind="svg", data=SVG))
    assert plan_pdf(one) == plan_pdf(one)


# What data can do


def test_markup_and_code_come_out_as_text() -> None:
    fields = ("title", "client", "organisation", "contact", "footer", "proof")
    words = dict(zip(fields, HOSTILE, strict=False))
    found = letters(plan_pdf(document(*every_content(HOSTILE), facts=tuple((one, one) for one in HOSTILE), **words)))
    for one in HOSTILE:
        assert found.count(squeezed(one)) >= 15, one


def test_controls_are_shown_never_obeyed() -> None:
    found = letters(plan_pdf(document(section(Paragraphs(("a\x00b\x07c\x1bd\ne\u202ef\u200bg",))))))
    assert "a\\u0000b\\u0007c\\u001bd\\u000ae\\u202ef\\u200bg" in found


@pytest.mark.parametrize("words", ["W" * 300, "Words and words. " * 40])
def test_head_and_foot_stay_on_the_page(words: str) -> None:
    long = document(section(Steps((step(1),)), starts_page=True), client=words, title=words, footer=words, contact=words)
    places: list[float] = []

    def visit(text: str, page_to_user: list[float], text_to_page: list[float], *_: Any) -> None:
        places.append(page_to_user[3] * text_to_page[5] + page_to_user[5] if text.strip() else 100)

    made = plan_pdf(long)
    read(made).pages[-1].extract_text(visitor_text=visit)
    assert min(places) > 10 and max(places) < PAPERS["a4"][1] - 10
    assert squeezed(words)[:20] in squeezed(pages(made)[-1]) and "…" in pages(made)[-1]


def test_a_long_name_without_spaces_breaks_within_the_page() -> None:
    made = plan_pdf(document(*every_content(("X" * 200, "Ж" * 200)), title="Y" * 200, organisation="Z" * 200))
    lines = "\n".join(pages(made)).splitlines()
    assert "Y" * 200 in "".join(lines)
    assert max(sum(line.count(letter) for letter in "XYZЖ") for line in lines) < 110  # of the smallest type


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "שלום עולם", "日本語 漢字", "한국어", "ไทย", "😀👍🏽", "👩\u200d💻", "a\u0301\u0330"], ids=ascii
)
def test_no_script_stops_it(text: str) -> None:
    made = plan_pdf(document(section(Paragraphs((f"before {text} after",))), client=text))
    found = letters(made)
    assert "before" in found and "after" in found
    root: Any = read(made).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_what_no_font_can_show_is_a_box() -> None:
    assert "Ana□□." in letters(plan_pdf(document(section(Paragraphs(("Ana\U00100000\U00100001.",))))))


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#000000", "#c0ffee"])
def test_a_pale_colour_is_darkened_until_it_can_be_read(colour: str) -> None:
    stream: Any = read(plan_pdf(document(colour=colour))).pages[0].get_contents()
    drawn = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) scn", stream.get_data())
    assert drawn and all(_luminance(*map(float, one)) < 0.19 for one in drawn)


def _luminance(*parts: float) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize(("kind", "data"), [("png", png()), ("svg", SVG)], ids=["png", "svg"])
def test_a_logo_is_shown_once_and_told_to_nobody(kind: str, data: bytes) -> None:
    plain, branded = plan_pdf(document()), plan_pdf(document(logo=Logo(kind=kind, data=data)))
    assert len(branded) > len(plain) and letters(plain) == letters(branded)
    assert not [one for one in tags(branded) if one["/S"] == "/Figure"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", b"junk"),
        ("jpeg", b"\xff\xd8junk"),
        ("svg", b"<svg"),
        ("svg", SVG.replace(b"<rect ", b'<image href="/etc/hostname" ')),
    ],
    ids=["png", "jpeg", "cut svg", "svg that reads a file"],
)
def test_a_logo_that_is_no_picture_is_told(kind: str, data: bytes) -> None:
    with pytest.raises(UnreadableLogo):
        plan_pdf(document(logo=Logo(kind=kind, data=data)))


def test_a_logo_with_letters_that_no_font_has_costs_the_standard_not_the_plan() -> None:
    letters_of_nobody = SVG.replace(b"</svg>", '<text y="2">\U00100000</text></svg>'.encode())
    made = plan_pdf(document(logo=Logo(kind="svg", data=letters_of_nobody)))
    assert "Manager" in letters(made) and b"pdfuaid" not in made


def test_without_typst_the_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra) as missing:
        plan_pdf(document())
    assert missing.value.extra == "pdf"

"""The HTML of a plan: its words, what holds it together, who can read it, and what no data can do to it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ROOT

from careerpath.locale import LANGUAGES, Language
from careerpath.model.brand import Brand, Logo
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Cause, Plan
from careerpath.planning import plan
from careerpath.reading.profile_file import load_profile
from careerpath.reports import html
from careerpath.reports.colours import TEXT, contrast, ink_on, readable
from careerpath.reports.document import (
    Causes,
    Chart,
    Document,
    Notes,
    Paragraphs,
    Section,
    Steps,
    Table,
    Timeline,
    plan_document,
)
from careerpath.reports.html import data_uri, digest, documents_html, plan_html, strips, ticks, tree
from careerpath.reports.missing import MissingExtra
from careerpath.reports.view import Bar, CauseLine, StepView

VOID = {"meta", "img", "input", "br", "hr", "link", "line", "rect", "circle", "path"}
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><script>top.document.title = "run"</script>'
    b'<rect width="90" height="30" style="fill:#c03"/></svg>'
)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title></svg><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% include 'x' %} {# no #}",
    '" onmouseover="alert(1)" x=\'',
    "&lt;b&gt; &amp; &#60; <!-- --> ]]>",
    "https://example.org/x.js javascript:alert(1) url(x)",
    "مريم العلي שלום",
    "👩‍🚀 🎉 Ñandú 汉字",
    "N" * 200,
    "one\x00two\x1b[31m\u202ethree\nfour\ufeff",
    "{page} `code` {pages} \\",
)


class Page(HTMLParser):
    """The tags and texts of a page; fails where they do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1:] != ["style"]:
            self.texts.append(" ".join(data.split()))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]

    def values(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def section(content: Any, heading: str = "A section", *, starts_page: bool = False) -> Section:
    return Section(heading=heading, content=content, starts_page=starts_page)


def document(*sections: Section, **fields: Any) -> Document:
    """A small document by hand."""
    given: dict[str, Any] = {"title": "Plan to become: Manager", "organisation": "Careers Service", "client": "Ana"}
    given |= {"language": "en", "skip": "Skip", "contents": "Plans", "back": "Back", "contact": "+1 555", "footer": "Estimates."}
    given |= {"colour": "#1f3a5f", "logo": None, "proof": "Proved.", "facts": (("For", "Ana"),)}
    return Document(**{**given, "page_of": "Page {page} of {pages}", "sections": sections, **fields})


def bar(kind: str, start: int, end: int, label: str = "A bar") -> Bar:
    return Bar(label=label, kind=kind, start=start, end=end)


def timeline(*bars: Bar, months: int = 24, years: int = 2) -> Timeline:
    marks = tuple((2 + 12 * one, str(2027 + one)) for one in range(years))
    return Timeline(bars, months, marks, "All in words.", tuple((one.kind, f"Kind {one.kind}") for one in bars))


def every_content(texts: tuple[str, ...]) -> tuple[Section, ...]:
    """Each kind of content, with these words wherever there are words."""
    facts = tuple((one, one) for one in texts)
    kinds = ("work", "full_time", "part_time", "target")
    bars = tuple(bar(kinds[at % 4], at, at + 3, one) for at, one in enumerate(texts))
    contents: tuple[Any, ...] = (
        Paragraphs(texts),
        Paragraphs(texts, with_marks=True),
        Timeline(bars, len(texts) + 3, ((1, texts[0]),), " ".join(texts), tuple(zip(kinds, texts, strict=False))),
        Steps(tuple(StepView(number=at, title=one, dates=one, facts=facts[:2]) for at, one in enumerate(texts, 1))),
        Table(texts[:3], tuple((one, one, one) for one in texts)),
        Table(("", *texts[:3]), tuple((one, one, one, one) for one in texts)),
        Chart(tuple((one, float(at), one) for at, one in enumerate(texts)), " ".join(texts)),
        Causes(tuple(CauseLine(depth=at * 2, text=one, place=one) for at, one in enumerate(texts))),
        Notes(texts[:2]),
    )
    return tuple(section(one, texts[at % len(texts)], starts_page=at == 3) for at, one in enumerate(contents))


def everywhere(texts: tuple[str, ...]) -> Document:
    """These words in every place for words."""
    bad, long = texts[3], texts[8]
    return document(
        *every_content(texts),
        **{"title": bad, "organisation": long, "client": bad, "skip": bad, "contact": long, "footer": bad, "proof": long},
        facts=tuple((one, one) for one in texts),
        page_of="</style>\"{page}'{pages}\\",
        logo=Logo(kind="svg", data=SVG),
    )


def hostile() -> Document:
    return everywhere(HOSTILE)


@pytest.fixture(scope="module")
def answers(graph: Graph) -> dict[str, tuple[Profile, Plan]]:
    """Plans of an example in both languages, and of what needs none or has none."""
    found: dict[str, tuple[Profile, Plan]] = {}
    for name in ("hr-specialist", "hispanohablante"):
        profile = load_profile(ROOT / "examples" / f"{name}.yaml", graph, today=24322).profile
        assert profile is not None
        found[name] = profile, plan(graph, profile)
    profile, reached = found["hr-specialist"]
    none = msgspec.structs.replace(reached, steps=(), months=None, cost=None, moves=None, bound=None)
    why = Cause(reason="role", subject="hr-director", causes=(Cause(reason="avoided", subject="recruiter"),))
    found["there"] = profile, msgspec.structs.replace(none, status="there", months=0, cost=0, moves=0)
    found["unreachable"] = profile, msgspec.structs.replace(none, status="unreachable", why=why)
    return found


CASES = [(name, code) for name in ("hr-specialist", "hispanohablante", "there", "unreachable") for code in LANGUAGES]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def worded(request: pytest.FixtureRequest, graph: Graph, answers: dict[str, tuple[Profile, Plan]]) -> Document:
    name, code = request.param
    profile, answer = answers[name]
    brand = Brand(name="Northside", counsellor="Elena Ruiz", contact="careers@northside.example", footer="Estimates.")
    return plan_document(graph, profile, answer, Language(code), brand=brand, logo=Logo(kind="svg", data=SVG))


# Words


def test_a_page_reads_in_order() -> None:
    made = plan_html(
        document(
            section(Paragraphs(("This month: `study`.",), with_marks=True), "First"),
            section(timeline(bar("work", 0, 12, "1 Clerk"), bar("target", 12, 12, "2 Manager")), "Timeline"),
            section(Steps((StepView(number=1, title="Study", dates="Nov 2026", facts=(("Why", "Because."),)),)), "Steps"),
            section(Table(("Asked", "Today"), (("A degree", "met"),)), "Asked for"),
            section(Chart((("Clerk", 2.0, "$2"), ("Manager", 4.0, "$4")), "Clerk: $2"), "Pay"),
            section(Causes((CauseLine(depth=0, text="No way", place="a.yaml:1"), CauseLine(depth=1, text="avoided"))), "Why"),
            section(Notes(("Client, date",)), "Notes"),
        )
    )
    # fmt: off
    assert Page(made).texts == [
        "Ana – Plan to become: Manager", "Skip", "Careers Service", "Plan to become: Manager", "For", "Ana", "Proved.",
        "First", "This month: `study`.",
        "Timeline", "Timeline", "All in words.", "2027", "2028", "1 Clerk", "2 Manager", "Kind work", "Kind target",
        "Steps", "1. Study", "Nov 2026", "Why", "Because.",
        "Asked for", "Asked for", "Asked", "Today", "A degree", "met",
        "Pay", "Clerk", "$2", "Manager", "$4",
        "Why", "No way", "(a.yaml:1)", "avoided",
        "Notes", "Client, date", "+1 555", "Estimates.",
    ]
    # fmt: on


def test_every_word_of_a_plan_is_on_its_page(worded: Document) -> None:
    made = Page(plan_html(worded))
    read = " ".join((*made.texts, *made.values("aria-label"))).replace(" ", "")
    unseen = {worded.page_of, worded.colour, worded.contents, worded.back}
    data = msgspec.to_builtins(msgspec.structs.replace(worded, logo=None))
    for text in set(texts_of(data)) - unseen - {"work", "full_time", "part_time", "target", worded.language}:
        assert text in unseen or text.replace(" ", "") in read, text


def texts_of(data: Any) -> Iterator[str]:
    """The texts within plain data, without the names of types."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_of(value) if key != "type" else ()
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_of(value)


def test_the_template_holds_no_words() -> None:
    empty = document(title="", organisation="", client="", skip="", contact="", footer="", proof="", facts=(), page_of="")
    assert Page(plan_html(empty)).texts == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_words_of_the_page_itself_are_in_its_language(
    graph: Graph, answers: dict[str, tuple[Profile, Plan]], code: str
) -> None:
    made = Page(plan_html(plan_document(graph, *answers["hr-specialist"], Language(code))))
    skip, kind = {"en": ("Skip to the plan", "Full-time study"), "es": ("Ir al plan", "Estudio a tiempo completo")}[code]
    assert made.all("html")[0]["lang"] == code
    assert skip in made.texts and kind in made.texts


# What holds it together


def test_every_reference_leads_somewhere(worded: Document) -> None:
    text = plan_html(worded)
    made = Page(text)
    ids = made.values("id")
    assert len(set(ids)) == len(ids)
    named = [one for name in ("for", "aria-labelledby", "aria-describedby") for one in made.values(name)]
    led = [one.removeprefix("#") for one in made.values("href")] + re.findall(r"url\(#([^)]+)\)", text)
    assert named and led and {*named, *led} <= set(ids)


def test_a_page_can_be_read_without_eyes_or_mouse(worded: Document) -> None:
    made = Page(plan_html(worded))
    order = [int(tag[1]) for tag, _ in made.tags if re.fullmatch("h[1-6]", tag)]
    assert order[0] == 1 and order.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(order))
    assert len(made.all("main")) == 1 and made.all("header") and made.all("footer")
    assert made.all("a")[0] == {"class": "skip", "href": "#plan-1"}
    assert {one["id"] for one in made.all("input") if one["type"] == "checkbox"} == set(made.values("for"))
    assert all("scope" in one for one in made.all("th")) and len(made.all("table")) == len(made.all("caption"))
    assert all("alt" in one for one in made.all("img"))
    pictures = [one for one in made.all("svg") if one.get("role") == "img"]
    assert len(pictures) == len(made.all("desc")) == sum(isinstance(one.content, Timeline) for one in worded.sections)


def test_nothing_is_fetched_and_nothing_runs(worded: Document) -> None:
    text = plan_html(worded)
    made = Page(text)
    assert all(one.startswith("data:image/") for one in made.values("src"))
    assert all(one.startswith("#") for one in made.values("href"))
    assert not made.all("script", "link", "iframe", "object", "base", "form") and not made.values("style")
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style and "@import" not in style
    policy = made.all("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"] == (
        f"default-src 'none'; style-src '{digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_same_document_gives_the_same_page() -> None:
    code = "import test_html as t; print(t.digest(t.documents_html([t.hostile(), t.document(colour='#f2c200')])))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT / "tests", env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


# Many in one file


def test_many_plans_are_listed_and_linked() -> None:
    both = [
        document(section(Steps(()), "Steps")),
        document(section(Steps(()), "Pasos"), language="es", client="Luz", title="Plan", colour="#f2c200"),
    ]
    made = Page(documents_html(both))
    assert made.texts[:6] == ["Plans", "Skip", "Plans", "Ana", "Plan to become: Manager", "Luz"]
    assert [one["href"] for one in made.all("a")] == ["#plan-1", "#plan-1", "#plan-2", "#plans", "#plans"]
    assert [(one["lang"], one["class"]) for one in made.all("article")] == [("en", "plan brand-1"), ("es", "plan brand-2")]
    assert len(made.all("h1")) == 1 and len(made.all("h2")) == 2
    assert len(set(made.values("id"))) == len(made.values("id"))


def test_a_file_has_at_least_one_plan() -> None:
    with pytest.raises(ValueError, match="no document"):
        documents_html([])


# Hostile words


def test_hostile_words_are_shown_as_they_are() -> None:
    made = Page(plan_html(hostile()))
    shown = (
        *HOSTILE[:7],
        HOSTILE[10],
        "👩\\u200d🚀 🎉 Ñandú 汉字",
        HOSTILE[8],
        "one\\u0000two\\u001b[31m\\u202ethree\\u000afour\\ufeff",
    )
    for text in shown:
        assert sum(text in one for one in made.texts) >= 19, text
        assert any(text in one for one in made.values("aria-label")), text


def test_hostile_words_change_nothing_around_them() -> None:
    plain = Page(plan_html(everywhere(tuple(f"{at}" for at in range(len(HOSTILE))))))
    made = Page(plan_html(hostile()))
    assert [(tag, list(attrs)) for tag, attrs in made.tags] == [(tag, list(attrs)) for tag, attrs in plain.tags]
    assert [made.values(one) for one in ("id", "class", "href", "src")] == [
        plain.values(one) for one in ("id", "class", "href", "src")
    ]


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        plan_html(document(colour="red;}</style><script>"))


@pytest.mark.parametrize(("kind", "mime"), [("png", "image/png"), ("jpeg", "image/jpeg"), ("svg", "image/svg+xml")])
def test_a_logo_is_a_picture_within_the_page(kind: str, mime: str) -> None:
    logo = Logo(kind=kind, data=b"\xff<>\"'")
    assert Page(plan_html(document(logo=logo))).all("img")[0]["src"] == f"data:{mime};base64,/zw+Iic=" == data_uri(logo)


# Pictures


def test_bars_stand_where_their_months_are() -> None:
    drawn = strips(timeline(bar("work", 6, 18), bar("part_time", 23, 24), bar("full_time", 24, 24), bar("target", 24, 24)))
    assert [(one.start, one.width) for one in drawn[:2]] == [(25.0, 50.0), (95.83, 4.17)]
    assert drawn[2].start + drawn[2].width == 100 and drawn[2].width > 0
    assert drawn[3].start == 100


def test_years_are_left_out_where_they_would_touch() -> None:
    few = ticks(timeline(months=60, years=5))
    assert [one.year for one in few] == ["2027", "2028", "2029", "2030", "2031"] and all(one.is_major for one in few)
    many = ticks(timeline(months=250, years=20))
    assert [one.year for one in many if one.year] == ["2027", "2030", "2033", "2036", "2039", "2042", "2045"]
    assert len(many) == 20


def test_causes_stand_under_what_they_cause() -> None:
    depths = (0, 1, 2, 1, 0, 5)
    lines = [CauseLine(depth=depth, text=str(at)) for at, depth in enumerate(depths)]

    def names(branches: list[html.Branch]) -> list[Any]:
        return [(one.line.text, names(one.branches)) for one in branches]

    assert names(tree(lines)) == [("0", [("1", [("2", [])]), ("3", [])]), ("4", [("5", [])])]


def test_a_tree_of_any_depth_is_drawn() -> None:
    lines = tuple(CauseLine(depth=depth, text=f"Level {depth};") for depth in range(5000))
    made = Page(plan_html(document(section(Causes(lines)))))
    assert sum(one.startswith("Level") for one in made.texts) == 5000


# Colours


def schemes(text: str) -> list[dict[str, str]]:
    """The variables of the light, the dark and the printed scheme."""
    style = text.partition("<style>")[2].partition("</style>")[0]
    parts = re.split(r"@media \(prefers-color-scheme: dark\)|@media print", style)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in parts]


@pytest.mark.parametrize(
    "colour", ["#1f3a5f", "#000000", "#ffffff", "#f2c200", "#ff0000", "#00ff00", "#808080", "#7f00ff", "#0b6e4f"]
)
def test_all_text_can_be_read_in_every_scheme(colour: str) -> None:
    found = schemes(plan_html(document(colour=colour)))
    assert len(found) == 3
    for scheme in found:
        for ground in (scheme["page"], scheme["paper"]):
            assert min(contrast(scheme[ink], ground) for ink in ("ink", "muted", "brand")) >= TEXT, scheme
            assert contrast(scheme["rule"], ground) >= 3, scheme
        assert contrast(scheme["on-brand"], scheme["brand"]) >= TEXT, scheme


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert ink_on("#f2c200") == "#000000" and ink_on("#1f3a5f") == "#ffffff"
    assert readable("#1f3a5f", "#ffffff") == "#1f3a5f"


# Around it


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    html._template.cache_clear()
    with pytest.raises(MissingExtra) as raised:
        plan_html(document())
    assert raised.value.extra == "html"


# In a browser


PROBE = """<!doctype html><body><script>
const names = NAMES, lines = [];
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement, view = frame.contentWindow;
    const wide = [...page.querySelectorAll("body *:not(.aside, svg *)")].filter(
      (one) => one.getBoundingClientRect().right > root.clientWidth + 1).map((one) => one.className || one.tagName);
    lines.push([frame.width, root.scrollWidth, view.getComputedStyle(page.querySelector(".plan")).borderTopWidth,
      [...page.images].every((one) => one.naturalWidth > 0), [...new Set(wide)].join(" ")].join("|"));
  }
  const out = document.createElement("pre"); out.textContent = lines.join("\\n") + "\\ntitle=" + document.title;
  document.body.replaceChildren(out);
});
for (const name of names) for (const width of [320, 360, 700, 1200]) {
  const frame = document.createElement("iframe"); frame.width = width; frame.height = 800; frame.src = name;
  document.body.append(frame);
}
</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        warnings.warn("SKIPPED: Chromium is missing; no page was seen in a browser", stacklevel=1)
        pytest.skip("Chromium is missing")
    return found


def browse(chromium: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--enable-logging=stderr",
    )
    home = f"--user-data-dir={folder / 'home'}"
    return subprocess.run([chromium, *flags, home, *arguments], capture_output=True, text=True, timeout=60, check=True)


@pytest.fixture(scope="module")
def pages(graph: Graph, answers: dict[str, tuple[Profile, Plan]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages, real and hostile."""
    folder = tmp_path_factory.mktemp("pages")
    logo = Logo(kind="svg", data=SVG)
    made = {
        f"{name}-{code}": plan_document(graph, *answers[name], Language(code), logo=logo)
        for name, code in (("hr-specialist", "en"), ("hispanohablante", "es"), ("unreachable", "es"))
    }
    for name, one in {**made, "hostile": hostile()}.items():
        (folder / f"{name}.html").write_text(plan_html(one), encoding="utf-8")
    (folder / "many.html").write_text(documents_html([*made.values(), hostile()]), encoding="utf-8")
    return folder


def test_no_page_scrolls_sideways_and_no_script_of_it_runs(chromium: str, pages: Path) -> None:
    names = sorted(one.name for one in pages.glob("*.html"))
    (pages / "probe.htm").write_text(PROBE.replace("NAMES", repr(names)), encoding="utf-8")
    seen = browse(chromium, pages, "--allow-file-access-from-files", "--dump-dom", (pages / "probe.htm").as_uri())
    lines = seen.stdout.partition("<pre>")[2].partition("</pre>")[0].splitlines()
    assert len(lines) == 4 * len(names) + 1
    for line in lines[:-1]:
        width, inner, edge, has_pictures, wide = line.split("|")
        assert (int(inner), edge, has_pictures, wide) == (int(width), "6px", "true", ""), line
    assert lines[-1] == "title="
    assert "Content Security Policy" not in seen.stderr


def test_a_page_is_drawn(chromium: str, pages: Path) -> None:
    picture = pages / "page.png"
    browse(chromium, pages, f"--screenshot={picture}", "--window-size=600,900", (pages / "hr-specialist-en.html").as_uri())
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) > 20_000


def squeezed(text: str) -> str:
    """Without spaces, as lines break anywhere."""
    return re.sub(r"\s", "", text)


def printed(chromium: str, folder: Path, text: str) -> list[str]:
    """The texts of the sheets, squeezed."""
    pypdf = pytest.importorskip("pypdf")
    (folder / "page.html").write_text(text, encoding="utf-8")
    browse(chromium, folder, f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri())
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(folder / "page.pdf").pages]


def test_on_paper_no_step_is_split(chromium: str, tmp_path: Path) -> None:
    words = "Words that fill the line. " * 9
    steps = tuple(
        StepView(number=at, title=f"Title {at};", dates="Nov 2026", facts=(("Why", words * (at % 4) + f"End {at};"),))
        for at in range(1, 31)
    )
    sheets = printed(chromium, tmp_path, plan_html(document(section(Steps(steps), starts_page=True))))
    assert len(sheets) > 4 and "Title1;" not in sheets[0]
    for at in range(1, 31):
        assert any(f"Title{at};" in sheet and f"End{at};" in sheet for sheet in sheets), at
    assert all(f"Page{at}of{len(sheets)}" in sheet for at, sheet in enumerate(sheets, 1))


def test_on_paper_no_heading_stands_alone(chromium: str, tmp_path: Path) -> None:
    """Each plan has a line more before its headings than the one before, so that they come to every place of a sheet."""
    rows = tuple((f"Row {at}; {'long ' * 60}", "met") for at in range(1, 5))
    kinds: list[Any] = [
        Table(("Asked", "Today"), rows),
        Chart((("Row 1;", 2.0, "$2"),), ""),
        timeline(bar("work", 1, 3, "Row 1;")),
    ]
    plans = [
        document(section(Paragraphs(("Line",) * lines)), section(kinds[lines % 3], f"Head {lines};"), page_of="")
        for lines in range(8, 34)
    ]
    sheets = printed(chromium, tmp_path, documents_html(plans))
    broken = [at for at in range(8, 34) if not any(re.search(f"Head{at};.*Row1;", sheet) for sheet in sheets)]
    assert broken == [] and len(sheets) > 30

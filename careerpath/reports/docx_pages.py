"""The pages of a plan in Word: each kind of content written in the styles of `docx_styles`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from docx import Document as new_word
from docx.document import Document as Word
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shape import InlineShape
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from careerpath.reports.colours import WHITE, readable
from careerpath.reports.document import Causes, Chart, Document, Notes, Paper, Paragraphs, Section, Steps, Table, Timeline
from careerpath.reports.docx_logo import draw_logo
from careerpath.reports.docx_styles import styled
from careerpath.reports.strips import BAR, Mark, strip
from careerpath.reports.view import StepView
from careerpath.reports.visible import visible

# In millimetres
PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)}
SIDE, EDGE = 23.0, 24.0
LABELS = 58.0  # of a timeline or chart
INDENT, STEP_LABELS = 8.0, 26.0  # of a step
AFTER_BARS = 3.0  # room for the half of a diamond
AXIS = 2.0
YEAR = 10.0  # the least room for a year's figures
SWATCH = 8.0
NOTES_LINE = 500 / 20 * 25.4 / 72
ABOVE_NOTES, BELOW_NOTES = 16.0, 58.0  # the heading; signatures, and a foot of several lines
MOST_KEPT = 24  # rows of a table that fit on a page
MOST_LINES = 26  # of a table or list that is not split
LETTER, ROW = 1.75, 0.5  # the width of a letter in millimetres; what a row has above and below its lines, in lines
DEEPEST = 3  # levels of bullets that Word's own styles have
MOST_TITLE = 255  # characters that the properties of a file take
CHECKBOX = (
    f'<w:sdt {nsdecls("w", "w14")}><w:sdtPr><w:id w:val="{{number}}"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    '</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" '
    'w:hAnsi="MS Gothic" w:hint="eastAsia"/><w:b w:val="0"/></w:rPr><w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>'
)
DECORATIVE = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""Marks a picture that says nothing that is not beside it in words."""


def pages(document: Document, paper: Paper) -> bytes:
    """The archive as python-docx writes it. Raises `UnreadableLogo`."""
    return _Pages(document, paper).archive()


class _Pages:
    def __init__(self, document: Document, paper: Paper) -> None:
        self.document = document
        self.width, self.height = PAPERS[paper]
        self.accent = readable(document.colour, WHITE)
        self.word: Word = new_word()
        self.room = self.width - 2 * SIDE

    def archive(self) -> bytes:
        _bare(self.word)
        styled(self.word, self.document.language, self.accent[1:])
        self._properties()
        self._paper()
        self._head_and_foot()
        self._cover()
        sections = self.document.sections
        for before, section in zip((None, *sections), sections, strict=False):
            starts_page = section.starts_page or (before is not None and isinstance(before.content, Notes))
            self._section(section, starts_page=starts_page)
        self._paragraph("Bar")  # a table at the very end would not be valid
        made = BytesIO()
        self.word.save(made)
        return made.getvalue()

    def _properties(self) -> None:
        known = self.word.core_properties
        known.title, known.language = visible(self.document.title)[:MOST_TITLE], self.document.language
        known.author = visible(self.document.organisation)[:MOST_TITLE]

    def _named(self) -> str:
        return _joined(self.document.client, self.document.title)

    # Paper, head and foot

    def _paper(self) -> None:
        page = self.word.sections[0]
        page.page_width, page.page_height = Mm(self.width), Mm(self.height)
        page.left_margin = page.right_margin = Mm(SIDE)
        page.top_margin = page.bottom_margin = Mm(EDGE)
        page.header_distance = page.footer_distance = Mm(12)
        page.different_first_page_header_footer = True

    def _head_and_foot(self) -> None:
        page = self.word.sections[0]
        _write(page.header.paragraphs[0], self._named())
        self._letterhead(page.first_page_header.paragraphs[0])
        for foot in (page.footer, page.first_page_footer):
            table = foot.add_table(1, 2, Mm(self.room))
            _shaped(table, "Plan Bars", (self.room - 30, 30))
            _bordered(table, "top")
            first, number = (cell.paragraphs[0] for cell in table.rows[0].cells)
            first.style = number.style = "Footer"
            for text in filter(None, (self.document.footer, self.document.contact)):
                _write(first if not first.text else table.rows[0].cells[0].add_paragraph(style="Footer"), text)
            number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._page_number(number)
            foot._element.remove(foot.paragraphs[0]._p)
            foot.add_paragraph(style="Bar")  # a cell at the very end would not be valid

    def _letterhead(self, paragraph: Paragraph) -> None:
        paragraph.style = "Letterhead"
        _write(paragraph, self.document.organisation)
        logo = self.document.logo
        if logo is not None:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.room), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run("\t")
            _describe(draw_logo(paragraph, logo), self.document.organisation)

    def _page_number(self, paragraph: Paragraph) -> None:
        rest = self.document.page_of
        for name, field in (("{page}", "PAGE"), ("{pages}", "NUMPAGES")):
            before, found, rest = rest.partition(name)
            _write(paragraph, before)
            if found:
                paragraph._p.append(
                    parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
                )
        _write(paragraph, rest)

    # Cover and sections

    def _cover(self) -> None:
        self._paragraph("Title", self.document.title)
        self._facts(self.document.facts, "Fact", (40, self.room - 40))
        if self.document.proof:
            self._paragraph("Quote", self.document.proof)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        return _write(self.word.add_paragraph(style=style), text)

    def _facts(self, facts: tuple[tuple[str, str], ...], style: str, widths: tuple[float, float]) -> None:
        """A table that is not split over pages: Word and LibreOffice keep rows together, LibreOffice not always paragraphs."""
        table = self.word.add_table(0, 2)
        for label, text in facts:
            name, words = _added(table, WD_ALIGN_VERTICAL.TOP).cells
            name.paragraphs[0].add_run(visible(label), style="Label")
            _write(words.paragraphs[0], text)
            name.paragraphs[0].style = words.paragraphs[0].style = style
        _shaped(table, "Plan Facts", widths, indent=self.room - sum(widths))
        _kept(table)

    def _section(self, section: Section, *, starts_page: bool) -> None:
        heading = self._paragraph("Heading 1", section.heading)
        if starts_page:
            heading.paragraph_format.page_break_before = True
        write: dict[type, Callable[[Any], None]] = {
            Paragraphs: self._paragraphs,
            Timeline: self._timeline,
            Steps: self._steps,
            Table: self._table,
            Chart: self._chart,
            Causes: self._causes,
            Notes: self._notes,
        }
        write[type(section.content)](section.content)

    def _paragraphs(self, content: Paragraphs) -> None:
        written = [self._paragraph("List Bullet" if content.with_marks else "Fine Print", text) for text in content.texts]
        for paragraph in written[:-1] if content.with_marks and len(written) <= MOST_KEPT else ():
            paragraph.paragraph_format.keep_with_next = True

    def _causes(self, content: Causes) -> None:
        for line in content.lines:
            level = min(line.depth + 1, DEEPEST)
            paragraph = self._paragraph("List Bullet" if level == 1 else f"List Bullet {level}", line.text)
            if line.depth >= DEEPEST:
                paragraph.paragraph_format.left_indent = Mm(6.35 * (min(line.depth, 12) + 1))
            if line.place:
                paragraph.add_run(visible(f"  {line.place}"), style="Label")

    # Steps

    def _steps(self, content: Steps) -> None:
        for step in content.steps:
            self._step(step)

    def _step(self, step: StepView) -> None:
        heading = self.word.add_paragraph(style="Heading 2")
        heading._p.append(parse_xml(CHECKBOX.format(number=step.number)))
        heading.add_run("\t")
        _write(heading, f"{step.number}. {step.title}")
        self._paragraph("Step Dates", step.dates)
        self._facts(step.facts, "Step Fact", (STEP_LABELS, self.room - INDENT - STEP_LABELS))

    # Tables and bars

    def _table(self, content: Table) -> None:
        table = self.word.add_table(0, len(content.columns))
        for row in (content.columns, *content.rows):
            for cell, text in zip(_added(table, WD_ALIGN_VERTICAL.TOP).cells, row, strict=True):
                _write(cell.paragraphs[0], text).style = "Table Text"
        widths = _shares(content, self.room)
        _shaped(table, "Plan Table", widths, has_head=True)
        if _lines(content, widths) <= MOST_LINES:
            _kept(table)

    def _timeline(self, content: Timeline) -> None:
        self._legend(content)
        table = self.word.add_table(0, 2)
        track = self.room - LABELS
        month = (track - AFTER_BARS) / content.months
        years = [(at * month, year) for at, year in _spaced(content.years, month)]
        corner, scale = _added(table).cells
        corner.paragraphs[0].style = "Bar"
        self._scale(scale, content.described, years, track)
        lines: tuple[Mark, ...] = tuple(("year", at, at) for at, _ in years)
        words = dict(content.legend)
        for bar in content.bars:
            row = _added(table)
            mark = (bar.kind, bar.start * month, bar.end * month)
            self._bar(row, bar.label, words.get(bar.kind, ""), track, (*lines, mark))
        table.rows[-1].cells[1].paragraphs[0].paragraph_format.space_after = Mm(0.5)  # else the picture hides the border
        _shaped(table, "Plan Bars", (LABELS, track), has_head=True)
        _bordered(table, "bottom")
        _kept(table)

    def _legend(self, content: Timeline) -> None:
        paragraph = self.word.add_paragraph(style="Caption")
        for kind, words in content.legend:
            at, width = (BAR / 2, BAR) if kind == "target" else (0, SWATCH)
            self._draw(paragraph, "", width, BAR, ((kind, at, width),))
            _write(paragraph, f"\u00a0\u00a0{words}")
            paragraph.add_run("        ")

    def _scale(self, cell: _Cell, described: str, years: Iterable[tuple[float, str]], track: float) -> None:
        """The years as words, over a picture of the axis that says the whole timeline to those who do not see it."""
        figures = cell.paragraphs[0]
        figures.style = "Bar"
        for at, year in years:
            if at + YEAR <= track:
                figures.paragraph_format.tab_stops.add_tab_stop(Mm(at + 0.8))
                figures.add_run(f"\t{visible(year)}", style="Label")
        marks: tuple[Mark, ...] = (("axis", 0, track), *(("year", at, at) for at, _ in years))
        self._draw(cell.add_paragraph(style="Bar"), described, track, AXIS, marks)

    def _bar(self, row: _Row, label: str, described: str, track: float, marks: tuple[Mark, ...]) -> None:
        name, bar = row.cells
        _write(name.paragraphs[0], label).style = "Bar"
        bar.paragraphs[0].style = "Bar"
        self._draw(bar.paragraphs[0], described, track, 6.4, marks)

    def _chart(self, content: Chart) -> None:
        figures = 26.0
        track = self.room - LABELS - figures
        most = max(1.0, *(value for _, value, _ in content.bars))
        table = self.word.add_table(0, 3)
        for label, value, words in content.bars:
            row = _added(table)
            self._bar_of_chart(row, label, words, track, value / most * (track - AFTER_BARS))
        _shaped(table, "Plan Bars", (LABELS, track, figures))
        _described(table, content.described)
        _kept(table)

    def _bar_of_chart(self, row: _Row, label: str, words: str, track: float, length: float) -> None:
        name, bar, figure = row.cells
        for cell, text in ((name, label), (bar, ""), (figure, words)):
            _write(cell.paragraphs[0], text).style = "Bar"
        figure.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._draw(bar.paragraphs[0], "", track, 6.4, (("work", 0, length),))

    def _draw(self, paragraph: Paragraph, described: str, width: float, height: float, marks: tuple[Mark, ...]) -> None:
        """A picture in the line; without a description it is only to be looked at."""
        picture = BytesIO(strip(width, height, self.accent, marks))
        run = paragraph.add_run()
        _describe(run.add_picture(picture, Mm(width), Mm(height)), described)

    # Notes

    def _notes(self, content: Notes) -> None:
        room = self.height - 2 * EDGE - ABOVE_NOTES - BELOW_NOTES
        lines = [self._paragraph("Notes Line") for _ in range(int(room / NOTES_LINE))]
        lines[-1].paragraph_format.keep_with_next = True  # no signature without a line above it
        self._signatures(content.signatures)

    def _signatures(self, labels: tuple[str, ...]) -> None:
        gap, count = 12.0, max(1, len(labels))
        each = (self.room - gap * (count - 1)) / count
        line, below = self._paragraph("Signature Line"), self._paragraph("Signature Line")
        line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Mm(20), True
        for index, label in enumerate(labels):
            start = index * (each + gap)
            if index:
                for paragraph in (line, below):
                    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(start))
                    paragraph.add_run("\t")
            line.paragraph_format.tab_stops.add_tab_stop(Mm(start + each), leader=WD_TAB_LEADER.LINES)
            line.add_run("\t")
            _write(below, label)


def _write(paragraph: Paragraph, text: str) -> Paragraph:
    """Adds text as text: without a sign that Word would take for a break or could not hold."""
    if text:
        paragraph.add_run(visible(text))
    return paragraph


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _bare(word: Word) -> None:
    """Drops what the library's blank file brings: its author, dates, picture and old styles."""
    known = word.core_properties._element
    for child in list(known):
        known.remove(child)
    for part, kinds in (
        (word.part.package, ("thumbnail", "extended-properties")),
        (word.part, ("stylesWithEffects", "customXml")),
    ):
        for name in [name for name, one in part.rels.items() if one.reltype.endswith(kinds)]:
            del part.rels[name]
    settings = word.settings.element
    for zoom in settings.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for mode in settings.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        mode.set(qn("w:val"), "15")  # else Word shows the file as one of an older version


def _describe(shape: InlineShape, described: str) -> None:
    properties = shape._inline.docPr
    for side in ("distT", "distB", "distL", "distR"):  # LibreOffice takes 3 mm for what is not said
        shape._inline.set(side, "0")
    if described:
        properties.set("descr", visible(described))
    else:
        properties.append(parse_xml(DECORATIVE))


def _added(table: WordTable, alignment: WD_ALIGN_VERTICAL = WD_ALIGN_VERTICAL.CENTER) -> _Row:
    """A new row that is not split over pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in row.cells:
        cell.vertical_alignment = alignment
    return row


def _shaped(table: WordTable, style: str, widths: tuple[float, ...], *, has_head: bool = False, indent: float = 0) -> None:
    """`widths` and `indent` in millimetres. The head is repeated on each page."""
    table.style, table.autofit = style, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    if indent:
        table._tblPr.find(qn("w:tblLayout")).addprevious(
            parse_xml(f'<w:tblInd {nsdecls("w")} w:w="{Mm(indent).twips}" w:type="dxa"/>')
        )
    look = table._tblPr.find(qn("w:tblLook"))
    for name, value in (("firstRow", has_head), ("firstColumn", False), ("noHBand", True), ("noVBand", True)):
        look.set(qn(f"w:{name}"), str(int(value)))
    look.set(qn("w:val"), "0620" if has_head else "0600")
    if has_head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _kept(table: WordTable) -> None:
    """Holds a table together, unless it is so long that its head would stand alone."""
    rows = table.rows
    for row in list(rows)[:-1] if len(rows) <= MOST_KEPT else ():
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _bordered(table: WordTable, edge: str) -> None:
    line = f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{line}</w:tblBorders>")
    table._tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _described(table: WordTable, text: str) -> None:
    """Words for those who do not see it."""
    words = OxmlElement("w:tblDescription")
    words.set(qn("w:val"), visible(text))
    table._tblPr.append(words)


def _shares(content: Table, room: float) -> tuple[float, ...]:
    """The widths of the columns, by the longest text in each."""
    rows = (content.columns, *content.rows)
    longest = [min(60, max(20, *(len(row[index]) for row in rows))) for index in range(len(content.columns))]
    return tuple(room * one / sum(longest) for one in longest)


def _lines(content: Table, widths: tuple[float, ...]) -> float:
    """How tall a table is, about."""
    tall = [max(-(-len(text) * LETTER // width) for text, width in zip(row, widths, strict=True)) for row in content.rows]
    return sum(tall) + len(tall) * ROW


def _spaced(years: tuple[tuple[int, str], ...], month: float) -> tuple[tuple[int, str], ...]:
    """The years that have room beside the one before."""
    every = max(1, -int(-YEAR // (12 * month)))
    return years[::every]

"""The styles of a plan in Word: what to change to change every heading, step or table at once."""

from __future__ import annotations

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

FONT = "Arial"  # on every machine, or a font of the same widths
QUIET, HAIR = "595959", "BFBFBF"
REGIONS = {"en": "en-US", "es": "es-ES"}
"""Word checks spelling by region."""

# Paragraph and run properties by style; {accent} is the brand's colour.
PARAGRAPHS = {
    "Normal": ("", '<w:color w:val="262626"/>'),  # a default colour would win over that of labels in LibreOffice's tables
    "Title": ('<w:keepNext/><w:spacing w:before="360" w:after="200"/>', '<w:b/><w:color w:val="{accent}"/><w:sz w:val="44"/>'),
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="400" w:after="140"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:color w:val="{accent}"/><w:sz w:val="27"/>',
    ),
    "Heading 2": (
        '<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="454"/></w:tabs><w:spacing w:before="320" w:after="20"/>'
        '<w:ind w:left="454" w:hanging="454"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:color w:val="262626"/><w:sz w:val="22"/>',
    ),
    "Fact": ('<w:spacing w:after="60" w:line="252" w:lineRule="auto"/>', ""),
    "Step Fact": ('<w:spacing w:after="60" w:line="252" w:lineRule="auto"/>', '<w:sz w:val="19"/>'),
    "Quote": (
        '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="18" w:space="9" w:color="{accent}"/></w:pBdr>'
        '<w:spacing w:before="240" w:after="120"/><w:ind w:left="227"/>',
        "<w:i/>",
    ),
    "List Bullet": ('<w:spacing w:after="80"/>', ""),
    "List Bullet 2": ('<w:spacing w:after="80"/>', ""),
    "List Bullet 3": ('<w:spacing w:after="80"/>', ""),
    "Caption": (
        '<w:keepNext/><w:spacing w:after="120" w:line="240" w:lineRule="auto"/>',
        '<w:color w:val="262626"/><w:sz w:val="17"/>',
    ),
    "Step Dates": ('<w:keepNext/><w:spacing w:after="80"/><w:ind w:left="454"/>', '<w:color w:val="{quiet}"/><w:sz w:val="18"/>'),
    "Table Text": ('<w:spacing w:before="50" w:after="50" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="18"/>'),
    "Bar": ('<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="16"/>'),
    "Fine Print": ('<w:keepLines/><w:spacing w:after="80" w:line="252" w:lineRule="auto"/>', '<w:sz w:val="17"/>'),
    "Notes Line": (
        '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{hair}"/>'
        '<w:between w:val="single" w:sz="4" w:space="1" w:color="{hair}"/></w:pBdr>'
        '<w:spacing w:after="0" w:line="500" w:lineRule="exact"/>',
        "",
    ),
    "Signature Line": ('<w:keepLines/><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="17"/>'),
    "Letterhead": (
        '<w:pBdr><w:bottom w:val="single" w:sz="14" w:space="6" w:color="{accent}"/></w:pBdr><w:spacing w:after="0"/>',
        '<w:color w:val="{quiet}"/>',
    ),
    "Header": ('<w:spacing w:after="0"/>', '<w:color w:val="{quiet}"/><w:sz w:val="17"/>'),
    "Footer": (
        '<w:spacing w:before="80" w:after="0" w:line="240" w:lineRule="auto"/>',
        '<w:color w:val="{quiet}"/><w:sz w:val="16"/>',
    ),
}
LABEL = '<w:color w:val="{quiet}"/>'
TABLES = {
    "Plan Table": (
        140,
        '<w:insideH w:val="single" w:sz="4" w:color="{hair}"/>',
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        '<w:bottom w:val="single" w:sz="8" w:color="{accent}"/></w:tcBorders></w:tcPr></w:tblStylePr>',
    ),
    "Plan Facts": (140, "", ""),
    "Plan Bars": (0, "", ""),
}
"""The space at the right of a cell in twentieths of a point, borders, and the look of parts of a table."""


def styled(word: Word, language: str, accent: str) -> None:
    """Gives `word` the styles of a plan; `accent` is `rrggbb`."""
    colours = {"accent": accent, "quiet": QUIET, "hair": HAIR}
    _default(word, REGIONS.get(language, language))
    _without_tables(word)
    for name, (paragraph, run) in PARAGRAPHS.items():
        style = word.styles[name] if name in word.styles else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _put(style.element, "pPr", _kept_numbers(style.element) + paragraph.format(**colours))
        _put(style.element, "rPr", run.format(**colours))
    _put(word.styles.add_style("Label", WD_STYLE_TYPE.CHARACTER).element, "rPr", LABEL.format(**colours))
    for name, (space, borders, parts) in TABLES.items():
        word.styles.element.append(parse_xml(_table(name, space, borders, parts).format(**colours)))


def _put(style: BaseOxmlElement, tag: str, inner: str) -> None:
    """Replaces a style's paragraph or run properties."""
    for old in style.findall(qn(f"w:{tag}")):
        style.remove(old)
    style.append(parse_xml(f"<w:{tag} {nsdecls('w')}>{inner}</w:{tag}>"))


def _kept_numbers(style: BaseOxmlElement) -> str:
    """The bullet of a list's style."""
    found = style.xpath("w:pPr/w:numPr/w:numId/@w:val")
    return f'<w:numPr><w:numId w:val="{found[0]}"/></w:numPr>' if found else ""


def _default(word: Word, region: str) -> None:
    fonts = " ".join(f'w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    defaults = word.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
            f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{region}" w:eastAsia="{region}"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>"
        ),
    )


def _without_tables(word: Word) -> None:
    """Drops the hundred styles of tables that come with the library."""
    for style in word.styles.element.xpath('w:style[@w:type="table"][not(@w:default)]'):
        style.getparent().remove(style)


def _table(name: str, space: int, borders: str, parts: str) -> str:
    margins = f'<w:left w:w="0" w:type="dxa"/><w:right w:w="{space}" w:type="dxa"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{parts}</w:style>"
    )

"""An organisation's logo in Word."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shape import InlineShape
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from careerpath.model.brand import Logo, UnreadableLogo
from careerpath.reports.missing import MissingExtra
from careerpath.reports.pdf import svg_dots
from careerpath.reports.strips import strip

HEIGHT, WIDTH = 15.0, 60.0  # millimetres, at most
VECTOR = (
    f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{part}"/></a:ext></a:extLst>'
)
"""An SVG over the dots that stand for it: Word shows it since 2016, others the dots."""
UNREADABLE = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    ElementTree.ParseError,
    ZeroDivisionError,
    ValueError,
)


def draw_logo(paragraph: Paragraph, logo: Logo) -> InlineShape:
    """The logo at the end of a paragraph. Raises `UnreadableLogo`."""
    try:
        return _vector(paragraph, logo.data) if logo.kind == "svg" else _dots(paragraph, logo.data)
    except UNREADABLE as error:
        raise UnreadableLogo(str(error)) from error


def _dots(paragraph: Paragraph, data: bytes) -> InlineShape:
    shape = paragraph.add_run().add_picture(BytesIO(_with_jfif(data)), height=Mm(HEIGHT))
    if shape.width > Mm(WIDTH):
        shape.height = Length(round(shape.height * Mm(WIDTH) / shape.width))
        shape.width = Mm(WIDTH)
    return shape


def _with_jfif(data: bytes) -> bytes:
    """A JPEG as the library knows it: some programs leave the first marker out."""
    if data[:2] != b"\xff\xd8" or data[6:10] in (b"JFIF", b"Exif"):
        return data
    return data[:2] + b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + data[2:]


def _vector(paragraph: Paragraph, data: bytes) -> InlineShape:
    width = min(WIDTH, HEIGHT * _ratio(data))
    dots = BytesIO(_as_dots(data, width))
    shape = paragraph.add_run().add_picture(dots, Mm(width), Mm(width / _ratio(data)))
    part = Part(PackURI("/word/media/logo.svg"), "image/svg+xml", data, paragraph.part.package)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(parse_xml(VECTOR.format(part=paragraph.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))))
    return shape


def _as_dots(data: bytes, width: float) -> bytes:
    """Drawn where the extra for PDF is installed, else white."""
    try:
        return svg_dots(data, width)
    except MissingExtra:
        return strip(1, 1, "#ffffff", ())


def _ratio(data: bytes) -> float:
    """The width of an SVG to its height: of its view box, else of its size, else as wide as high."""
    root = ElementTree.fromstring(data)
    sides = root.get("viewBox", "").replace(",", " ").split()[2:]
    sides = sides or [re.sub(r"[a-z%]+$", "", root.get(name, "1")) for name in ("width", "height")]
    width, height = map(float, sides)
    ratio = width / height
    if not 0 < ratio < float("inf"):
        raise ValueError(f"an SVG of {width} by {height}")
    return ratio

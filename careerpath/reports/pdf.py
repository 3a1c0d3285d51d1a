"""A plan as a PDF to hand over: tagged, its fonts embedded, typeset offline by typst from a template without words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import msgspec

from careerpath.model.brand import UnreadableLogo
from careerpath.reports.colours import WHITE, readable
from careerpath.reports.document import Document, Paper
from careerpath.reports.missing import MissingExtra
from careerpath.reports.visible import visible

LOGOS = {"png": "png", "jpeg": "jpg", "svg": "svg"}
"""The kinds of logos, as typst calls them."""
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
BOX = "\u25a1"


class _NoGlyph(Exception):
    """`texts` that none of the fonts can show."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        super().__init__(texts)
        self.texts = texts


def plan_pdf(document: Document, paper: Paper = "a4") -> bytes:
    """The same bytes for the same document. Raises `MissingExtra` and `UnreadableLogo`."""
    return documents_pdf([document], paper)


def documents_pdf(documents: Sequence[Document], paper: Paper = "a4", *, title: str = "") -> bytes:
    """Several clients in one file, each with its own page numbers and bookmarks, at some 10 MB of memory a client: bind
    hundreds in several files. `title` is that of the file; without it, those of the documents. Raises as `plan_pdf`, and
    ValueError where there is no document."""
    if not documents:
        raise ValueError("no document")
    title = title or "; ".join(dict.fromkeys(one.title for one in documents))
    with TemporaryDirectory(prefix="careerpath-") as root:
        data = {"paper": paper, "title": title, "documents": [_data(one, Path(root)) for one in documents]}
        return _printed(_mapped(data, visible), Path(root))


def svg_dots(data: bytes, width: float) -> bytes:
    """An SVG as a PNG of `width` millimetres, 300 dots an inch. Raises `MissingExtra` and `UnreadableLogo`."""
    typst = _typst()
    with TemporaryDirectory(prefix="careerpath-") as root:
        (Path(root) / "logo").write_bytes(data)
        page = f'#set page(width: {width}mm, height: auto, margin: 0pt, fill: none)\n#image("/logo", format: "svg")'
        try:
            made: bytes = typst.compile(page.encode(), root=root, format="png", ppi=300, ignore_system_fonts=True)
        except typst.TypstError as error:
            raise UnreadableLogo(str(error)) from error
    return made


def _data(document: Document, root: Path) -> dict[str, Any]:
    """The document as plain data; its logo lies in `root`, the only folder that typst sees. A brand may be pale: its colour is
    one in which words can be read."""
    logo = document.logo
    plain = msgspec.structs.replace(document, logo=None, colour=readable(document.colour, WHITE))
    data: dict[str, Any] = msgspec.to_builtins(plain)
    if logo is not None:
        path = root / sha256(logo.data).hexdigest()
        path.write_bytes(logo.data)
        data["logo"] = {"path": f"/{path.name}", "kind": LOGOS[logo.kind]}
    return data


def _mapped(data: Any, change: Callable[[str], str]) -> Any:
    """`data` with each of its texts changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _mapped(value, change) for key, value in data.items()}
    return [_mapped(one, change) for one in data] if isinstance(data, list | tuple) else data


def _printed(data: dict[str, Any], root: Path) -> bytes:
    """First with the fonts that typst brings, which are the same everywhere; then with those of the system, too; then with
    boxes for what no font has, since PDF/UA allows no missing glyph."""
    for has_system_fonts in (False, True, True, True):
        try:
            return _compiled(data, root, has_system_fonts=has_system_fonts)
        except _NoGlyph as missing:
            if has_system_fonts:
                data = _mapped(data, partial(_boxed, texts=missing.texts))
    return _compiled(data, root, has_system_fonts=True, standards=())


def _boxed(text: str, texts: tuple[str, ...]) -> str:
    for one in texts:
        text = text.replace(one, BOX)
    return text


def _compiled(data: dict[str, Any], root: Path, *, has_system_fonts: bool, standards: tuple[str, ...] = ("ua-1",)) -> bytes:
    typst = _typst()
    template = files("careerpath.reports").joinpath("templates", "plan.typ").read_bytes()
    inputs = {"data": msgspec.json.encode(data).decode()}
    fonts = {"ignore_system_fonts": not has_system_fonts}
    try:
        made: bytes = typst.compile(template, root=root, sys_inputs=inputs, pdf_standards=list(standards), **fonts)
        return made
    except typst.TypstError as error:
        texts = NO_GLYPH.findall(error.diagnostic)
        if texts:
            raise _NoGlyph(tuple(dict.fromkeys(map(_unescaped, texts)))) from None
        _blame_logo(data, root, error)
        raise


def _unescaped(text: str) -> str:
    """A text as typst writes it in a message, without the escapes."""
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", text)


def _blame_logo(data: dict[str, Any], root: Path, error: Exception) -> None:
    """Raises `UnreadableLogo` where the same pages without logos can be printed."""
    documents = [{**one, "logo": None} for one in data["documents"]]
    if documents != data["documents"]:
        _compiled({**data, "documents": documents}, root, has_system_fonts=True, standards=())
        raise UnreadableLogo(str(error)) from error


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise MissingExtra("pdf") from None
    return typst

"""A brand's file -> Brand and its logo."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from careerpath.diagnostics import Diagnostic, errors, in_order
from careerpath.model.brand import Brand, Logo
from careerpath.reading.decode import decode
from careerpath.reading.yaml_source import Node, read_file

LOGO_BYTES = 5 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"


class LoadedBrand:
    """`brand` is None where the file has errors; `logo` where it names none; `logo_path` where the picture stands."""

    def __init__(self, brand: Brand | None, logo: Logo | None, logo_path: Path | None, diagnostics: list[Diagnostic]) -> None:
        self.brand = brand
        self.logo = logo
        self.logo_path = logo_path
        self.diagnostics = in_order(diagnostics)


def load_brand(path: Path) -> LoadedBrand:
    """Reads a brand and the picture that it names, which lies in the file's folder or below."""
    node, problems = read_file(path)
    if node is None:
        return LoadedBrand(None, None, None, problems)
    stated, shape = decode(node, Brand)
    problems = problems + [_mended(one, node) for one in shape]
    place, logo, found = _logo(path, node.get("logo"))
    problems += found
    return LoadedBrand(None if errors(problems) else stated, logo, place, problems)


def _mended(problem: Diagnostic, node: Node) -> Diagnostic:
    """`colour: #1f3a5f` without quotes is a comment to YAML, and the colour empty."""
    colour = node.get("colour")
    if colour is None or problem.span != colour.span:
        return problem
    return Diagnostic(code="bad-colour", span=colour.span)


# The logo


def _logo(path: Path, name: Node | None) -> tuple[Path | None, Logo | None, list[Diagnostic]]:
    """Where the picture is, the picture, and what is wrong with it."""
    if name is None or not isinstance(name.value, str):
        return None, None, []
    place, code = _place(path.parent.resolve(), name.value)
    data, code = _content(place) if place is not None else (b"", code)
    kind = kind_of(data) if not code else ""
    if not kind:
        code = code or "logo-kind"
        params = {"file": name.value, "limit": f"{LOGO_BYTES // 1024**2} MiB"}
        return None, None, [Diagnostic(code=code, span=name.span, params=params)]
    return place, Logo(kind=kind, data=data), []


def _place(folder: Path, name: str) -> tuple[Path | None, str]:
    """The picture's path, links followed; or the code of what is wrong with it."""
    try:
        place = (folder / name).resolve()
        if Path(name).is_absolute() or not place.is_relative_to(folder):
            return None, "logo-outside"
        return (place, "") if place.is_file() else (None, "logo-missing")
    except (OSError, ValueError, RuntimeError):
        return None, "logo-missing"


def _content(place: Path) -> tuple[bytes, str]:
    try:
        with place.open("rb") as stream:
            data = stream.read(LOGO_BYTES + 1)
    except OSError:
        return b"", "logo-missing"
    return data, "logo-too-large" if len(data) > LOGO_BYTES else ""


def kind_of(data: bytes) -> str:
    """png, jpeg or svg by the content; nothing where it is none of them, or is broken."""
    return next((kind for kind, is_whole in KINDS.items() if is_whole(data)), "")


def _is_png(data: bytes) -> bool:
    """Whether the chunks are whole, each with its checksum, from IHDR to IEND."""
    if not data.startswith(_PNG):
        return False
    names = list(_chunks(data))
    return bool(names) and names[0] == b"IHDR" and names[-1] == b"IEND" and b"IDAT" in names


def _chunks(data: bytes) -> Iterator[bytes]:
    """The names of a PNG's chunks, up to the first broken one."""
    at = len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        body, checksum = data[at + 4 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        if zlib.crc32(body).to_bytes(4, "big") != checksum:
            return
        yield body[:4]
        at += 12 + size


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9")


def _is_svg(data: bytes) -> bool:
    """Whether it is well-formed XML whose root is `svg`, without entities, which could grow without end."""
    from xml.etree import ElementTree

    if b"<!ENTITY" in data:
        return False
    try:
        return ElementTree.fromstring(data).tag == "{http://www.w3.org/2000/svg}svg"
    except (ElementTree.ParseError, ValueError, LookupError):
        return False


KINDS: dict[str, Callable[[bytes], bool]] = {"png": _is_png, "jpeg": _is_jpeg, "svg": _is_svg}

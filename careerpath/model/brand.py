"""The organisation that hands a plan over."""

from __future__ import annotations

from typing import Annotated

import msgspec

from careerpath.model.graph import Text

Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
DARK = "#1f3a5f"


class Brand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`logo` is a PNG, JPEG or SVG beside the file; `colour` that of headings and bars, `#rrggbb`."""

    name: Text | None = None
    counsellor: str | None = None
    logo: str | None = None
    colour: Colour = DARK
    contact: Text | None = None
    footer: Text | None = None


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as read; `kind` is png, jpeg or svg."""

    kind: str
    data: bytes


class UnreadableLogo(ValueError):
    """A logo that a renderer cannot draw, though it looks like a picture of its kind."""

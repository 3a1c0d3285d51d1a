"""Text from files made safe to show: control, bidirectional and invisible signs are shown as escapes, never obeyed."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """One line of text without any sign that a terminal or a page would obey."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

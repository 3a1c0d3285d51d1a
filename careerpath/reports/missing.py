"""What a report needs and does not find installed."""

from __future__ import annotations


class MissingExtra(RuntimeError):
    """`extra` names the optional part of the package that mends it: `pip install 'careerpath[extra]'`."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

"""A plan as a file to edit in Word or LibreOffice."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from careerpath.reports.document import Document, Paper
from careerpath.reports.missing import MissingExtra


def plan_docx(document: Document, paper: Paper = "a4") -> bytes:
    """The same bytes for the same document. Raises `MissingExtra`, and `UnreadableLogo` where the logo is no picture."""
    try:
        import docx  # noqa: F401
    except ImportError:
        raise MissingExtra("docx") from None
    from careerpath.reports.docx_pages import pages

    return _undated(pages(document, paper))


def _undated(archive: bytes) -> bytes:
    """The same archive without the time of its making."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name)  # of 1980
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return made.getvalue()

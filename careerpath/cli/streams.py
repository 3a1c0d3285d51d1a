"""stdout, stderr, signals and output files: a closed pipe ends quietly, a full disk ends with one sentence, a file is replaced
whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:  # `--version` is answered in the time that typing and pathlib take to load
    from pathlib import Path
    from typing import Any, NoReturn

ANSWERED, NO, UNUSABLE, DEFECT, NO_OUTPUT, CLOSED_PIPE = 0, 1, 2, 3, 4, 141


class Stop(Exception):
    """Ends the command with an exit code; `message` goes to stderr."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class _Out(io.RawIOBase):
    """stdout that ends the process as other tools do when nobody reads on or the disk is full."""

    def __init__(self, is_open: bool) -> None:
        self.is_open = is_open

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.is_open and os.isatty(1)

    def fileno(self) -> int:
        return 1

    def write(self, data: Any) -> int:
        if not self.is_open:
            _end(NO_OUTPUT, "careerpath: the output cannot be written: standard output is closed")
        try:
            return os.write(1, data)
        except BrokenPipeError:
            _end(CLOSED_PIPE, "")
        except OSError as error:
            _end(NO_OUTPUT, f"careerpath: the output cannot be written: {error.strerror}")


def _end(code: int, message: str) -> NoReturn:
    if message:
        with suppress(OSError):
            os.write(2, message.encode("ascii", "replace") + b"\n")
    os._exit(code)


def guard_streams() -> None:
    """Puts the guarded stdout in place; signs that the encoding lacks are written as escapes."""
    is_open = sys.stdout is not None
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    buffer = io.BufferedWriter(_Out(is_open), 65536)
    sys.stdout = io.TextIOWrapper(buffer, encoding=encoding, errors="backslashreplace", newline="\n", line_buffering=False)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - no pathlib for this
    with suppress(AttributeError, ValueError):
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def guard_signals() -> None:
    """Lets an interrupted command end with the exit code that shells expect."""
    import signal

    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with suppress(ValueError):
            signal.signal(number, lambda *_, code=code: sys.exit(code))


def show(answer: str | bytes) -> None:
    """The answer, on stdout."""
    if isinstance(answer, str):
        sys.stdout.write(answer)
        sys.stdout.flush()
    else:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Problems, progress and hints, on stderr."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text if text.endswith("\n") else text + "\n")
        sys.stderr.flush()


def replace_file(path: Path, data: bytes) -> None:
    """Writes `path` in one step, or leaves the old file as it was; raises OSError."""
    target = path.resolve()
    if target.exists() and not target.is_file():  # a device or a pipe is written to, never replaced
        target.write_bytes(data)
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)

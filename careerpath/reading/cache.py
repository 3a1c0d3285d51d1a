"""Graphs read before, kept in the user's cache folder so that a command starts fast.

A cache is never needed and never trusted: an entry names every file that its graph was made of, with its digest and its stamp,
and carries a checksum of itself; what does not fit, or cannot be read, is read anew from the files. `CAREERPATH_CACHE` names
another folder; empty, nothing is kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import msgspec

from careerpath import __version__
from careerpath.model.graph import Graph

CHECKSUM = 4
"""Bytes of a checksum (CRC-32)."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that changes has another stamp: the coarsest clocks of file systems tick every two seconds."""

Stamp = tuple[int, int, int]
"""Of a file: its size, and when its content and its entry in the folder changed, in nanoseconds."""


class Kept(msgspec.Struct, frozen=True):
    """One file that a graph was read from; `stamp` as it was when the graph was kept."""

    digest: str
    stamp: Stamp


class Entry(msgspec.Struct, frozen=True):
    """`path` is the file that was asked for, `files` are it and all that it extends."""

    version: str
    path: str
    files: dict[str, Kept]
    graph: msgspec.Raw


def recall(path: Path) -> Graph | None:
    """The graph of the file at `path`, if it was kept and none of its files has changed since."""
    place = _place(path)
    if place is None:
        return None
    try:
        data = place.read_bytes()
        body = memoryview(data)[CHECKSUM:]
        if crc32(body).to_bytes(CHECKSUM) != data[:CHECKSUM]:
            return None
        entry = msgspec.msgpack.decode(body, type=Entry)
        settled = place.stat().st_mtime_ns - SETTLED
        is_same = all(_is_as_kept(Path(file), kept, settled) for file, kept in entry.files.items())
        if (entry.version, entry.path) != (__version__, str(path.resolve())) or not is_same:
            return None
        return msgspec.msgpack.decode(entry.graph, type=Graph)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def _is_as_kept(file: Path, kept: Kept, settled: int) -> bool:
    """Whether the file holds what it held. Its stamp says so where it was older than `settled` when the entry was written."""
    stamp = _stamp(file)
    return (stamp == kept.stamp and max(stamp[1:]) < settled) or digest_of(file) == kept.digest


def keep(path: Path, files: dict[str, str], graph: Graph) -> None:
    """Keeps the graph of the file at `path`; `files` are its files with the digests that they had before they were read. Where
    that fails, nothing is kept."""
    place = _place(path)
    if place is None:
        return
    with suppress(OSError):
        kept = {file: Kept(digest, _stamp(Path(file))) for file, digest in files.items()}
        if any(not digest or digest_of(Path(file)) != digest for file, digest in files.items()):
            return  # changed while it was read: its stamp is that of another content
        entry = Entry(__version__, str(path.resolve()), kept, msgspec.Raw(msgspec.msgpack.encode(graph)))
        body = msgspec.msgpack.encode(entry)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        temporary.write_bytes(crc32(body).to_bytes(CHECKSUM) + body)
        temporary.replace(place)


def digest_of(file: Path) -> str:
    """What the content of a file is known by; empty where it cannot be read twice."""
    from hashlib import sha256

    try:
        return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError:
        return ""


def _stamp(file: Path) -> Stamp:
    found = file.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _place(path: Path) -> Path | None:
    """Where the graph of the file at `path` is kept; None where nothing is to be."""
    folder = os.environ.get("CAREERPATH_CACHE")
    if not path.is_file():
        return None
    if folder is None:
        from platformdirs import user_cache_dir

        folder = user_cache_dir("careerpath", appauthor=False)
    if not folder:
        return None
    return Path(folder) / f"{crc32(str(path.resolve()).encode()):08x}.graph"

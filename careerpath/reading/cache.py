"""Graphs read before, kept in the user's cache folder so that a command starts fast.

A cache is never needed and never trusted: an entry names every file that its graph was made of with its digest, and carries a
digest of itself; what does not fit, or cannot be read, is read anew from the files. `CAREERPATH_CACHE` names another folder;
empty, nothing is kept."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from careerpath import __version__
from careerpath.model.graph import Graph

DIGEST = 32
"""Bytes of a digest (SHA-256)."""


class Entry(msgspec.Struct, frozen=True):
    """`files` are the paths that the graph was read from, each with its digest in hexadecimal digits."""

    version: str
    files: dict[str, str]
    graph: msgspec.Raw


def recall(path: Path) -> Graph | None:
    """The graph of the file at `path`, if it was kept and none of its files has changed since."""
    place = _place(path)
    if place is None:
        return None
    try:
        data = place.read_bytes()
        if hashlib.sha256(data[DIGEST:]).digest() != data[:DIGEST]:
            return None
        entry = msgspec.msgpack.decode(data[DIGEST:], type=Entry)
        if entry.version != __version__ or any(digest_of(Path(file)) != digest for file, digest in entry.files.items()):
            return None
        return msgspec.msgpack.decode(entry.graph, type=Graph)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def keep(path: Path, files: dict[str, str], graph: Graph) -> None:
    """Keeps the graph of the file at `path`; `files` are its files with the digests that they had before they were read. Where
    that fails, nothing is kept."""
    place = _place(path)
    if place is None:
        return
    with suppress(OSError):
        body = msgspec.msgpack.encode(Entry(__version__, files, msgspec.Raw(msgspec.msgpack.encode(graph))))
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        temporary.write_bytes(hashlib.sha256(body).digest() + body)
        temporary.replace(place)


def digest_of(file: Path) -> str:
    """What the content of a file is known by; empty where it cannot be read twice."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError:
        return ""


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
    return Path(folder) / f"{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]}.graph"

"""Telling a graph from a profile."""

from __future__ import annotations

from pathlib import Path

from careerpath.reading.yaml_source import read_file

PROFILE_KEYS = frozenset({"name", "target", "work", "education", "studying", "preferences", "language"})
GRAPH_KEYS = frozenset({"sources", "levels", "functions", "fields", "credentials", "roles", "extends", "currency", "stay"})


def is_profile(path: Path) -> bool:
    """By `format`, else by which format has more of the file's keys; unreadable files count as graphs."""
    node, _ = read_file(path)
    if node is None or not node.is_map:
        return False
    kind = node.get("format")
    if kind is not None and isinstance(kind.value, str):
        return kind.value.startswith("careerpath-profile")
    keys = {name for name, _, _ in node.items()}
    return len(keys & PROFILE_KEYS) > len(keys & GRAPH_KEYS)

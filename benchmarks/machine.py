"""What the figures were measured on, and which peers are installed there."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("careerpath", "msgspec", "ortools", "unified-planning", "up-fast-downward", "up-enhsp", "networkx")


def machine() -> list[str]:
    """The machine as a list; what cannot be found out is left out, and the machine's name too."""
    parts = {
        "Processor": ", ".join(one for one in (_processor(), f"{os.cpu_count()} cores", platform.machine()) if one),
        "Memory": _memory(),
        "System": _system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Java": _java(),
        "Packages": ", ".join(f"{one} {_version(one)}" for one in PACKAGES if _version(one)),
    }
    return [f"- {name}: {value}" for name, value in parts.items() if value]


def missing(names: tuple[str, ...]) -> str:
    """What to install for all of these to be there, in a sentence; empty where they are."""
    packages = [one for one in names if one != "java" and _version(one) is None]
    said = [f"not installed; pip install {' '.join(packages)}"] if packages else []
    if "java" in names and shutil.which("java") is None:
        said.append("needs Java; install a Java runtime, version 17 or later")
    return "; ".join(said)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (AttributeError, ValueError, OSError):
        return ""


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _java() -> str:
    if shutil.which("java") is None:
        return ""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    return said.splitlines()[0].strip() if said else ""

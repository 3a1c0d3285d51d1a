"""`python -m careerpath`, and the entry point of the installed command."""

from __future__ import annotations

import gc
import sys

GARBAGE = 50_000
"""Objects made before the collector looks for cycles: modules and a graph are many objects, and a command is short."""


def main() -> None:
    """Runs the command line; ends with a documented exit code, whatever happens."""
    from careerpath.cli.streams import guard_signals, guard_streams

    guard_streams()
    if sys.argv[1:] == ["--version"]:  # answered without building the command line
        from careerpath import __version__

        print(f"careerpath {__version__}")
        return
    guard_signals()
    gc.set_threshold(GARBAGE)
    try:
        from careerpath.cli.app import run

        run()
    finally:
        gc.freeze()  # spares the interpreter's last look for cycles, at all that is about to go anyway


if __name__ == "__main__":
    main()

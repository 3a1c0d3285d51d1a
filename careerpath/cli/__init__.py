"""The command line: one command per file; each parses, calls, renders, and ends with an exit code of `docs/exit-codes.md`."""

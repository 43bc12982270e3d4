"""The command ``giaoviec``: one thin file a command, which parses, calls and prints; the work is in the package."""

from pipeline.cli.app import main

__all__ = ["main"]

"""The command `madoguchi`. Every command says what it did and exits non-zero when it did not."""

from adapters.cli.main import app, main

__all__ = ["app", "main"]

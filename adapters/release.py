"""Which version of the program runs."""

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """The program with its version, as it is installed."""
    try:
        return f"Madoguchi {version('madoguchi')}"
    except PackageNotFoundError:
        return "Madoguchi"

"""Which version of the program runs."""

from importlib.metadata import PackageNotFoundError, version


def number() -> str:
    """The version that is installed, "" for a copy that never was."""
    try:
        return version("madoguchi")
    except PackageNotFoundError:
        return ""


def release() -> str:
    """The program with its version."""
    return f"Madoguchi {number()}".strip()

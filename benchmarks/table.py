"""Plain tables for terminals and for RESULTS.md."""

from collections.abc import Sequence


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table with aligned columns."""
    widths = [max(len(str(row[at])) for row in (header, *rows)) for at in range(len(header))]
    print(f"\n### {title}\n")
    for number, row in enumerate((header, *rows)):
        print("| " + " | ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")

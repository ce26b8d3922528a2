"""PDF files become lines with their pages. Chosen library: pdfplumber, which knows rules, boxes and characters."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page

from knowledge.fault import Fault, FaultyContent
from knowledge.plan import Doubt
from knowledge.reading.plan.pdf.glyph import LOST
from knowledge.reading.plan.pdf.page import PageLine, PdfPage, page_of
from knowledge.reading.plan.source import Source, SourceLine

RUNNING_SHARE = 0.4  # of the pages that a running header is on
MARGIN = 0.12  # of the page's height, above and below: where running headers, footers and folios stand
FEWEST_PAGES = 3  # from which on a repeated line can be told from a coincidence
LOST_SHARE = 0.3  # of characters that the file does not name, from which on nothing can be read
NUMBER = re.compile(r"\d+")


def read_pdf(path: Path) -> Source:
    """The lines of the PDF `path` in reading order, a row of a ruled table as one line with tabs.

    Running headers and footers are left out; printed folios stay. What a page does not give is a doubt of the source.
    Raises FaultyContent when the file is broken, locked, or holds pictures of text only.
    """
    pages = list(_pages(path))
    written = [line.text for page in pages for line in page.lines]
    if not any(written):
        raise _textless(path, [page.number for page in pages if page.is_image])
    text = "".join(written)
    if text.count(LOST) > LOST_SHARE * len(text):
        problem = "文字を取り出せないPDFです"
        raise _fault(path, problem, "元の文書から、文字を埋め込んだPDFを作り直してください")
    return _source(path.name, pages)


def _textless(path: Path, images: Sequence[int]) -> FaultyContent:
    if not images:
        return _fault(path, "文字が入っていないPDFです", "計画の本文があるファイルを指定してください")
    remedy = "元の文書から PDF を作り直すか、文字認識(OCR)をかけてください"
    return _fault(path, "文字が入っていない（画像だけの）PDFです", remedy, f"{_ranges(images)}ページ")


def _pages(path: Path) -> list[PdfPage]:
    """All pages, read in turn; what the library keeps of one is let go of before the next one is read."""
    pages = []
    try:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                pages.append(_page(page))
                page.close()
    except Exception as error:  # whatever a damaged file makes the library stumble over
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            problem, remedy = "パスワードがないと開けないPDFです", "パスワードを外したPDFを指定してください"
        else:
            problem = "PDFが壊れているか、途中で切れています"
            remedy = "元のファイルをもう一度取り寄せてください"
        raise _fault(path, problem, remedy) from None
    return pages


def _page(page: Page) -> PdfPage:
    try:
        return page_of(page)
    except Exception:  # one damaged page shall not cost the others
        return PdfPage(page.page_number, problems=("壊れていて読めないページです。元の文書と見比べてください",))


def _source(file: str, pages: Sequence[PdfPage]) -> Source:
    lines: list[SourceLine] = []
    doubts: list[Doubt] = []
    running = _running(pages)
    for page in pages:
        first = len(lines) + 1
        for text in (_without_running(line, page.number, running) for line in page.lines):
            if text or (text is not None and len(lines) >= first and lines[-1].text):
                lines.append(SourceLine(len(lines) + 1, text, page.number))
        problems = list(page.problems)
        if page.is_image:
            problems.append("文字のない（画像だけの）ページです。書かれていることは取り込まれていません")
        lost = sum(line.text.count(LOST) for line in page.lines)
        if lost:
            problems.append(f"読めない文字が{lost}字あります。元の文書と見比べてください")
        doubts += [Doubt(min(first, max(len(lines), 1)), problem, f"PDFの{page.number}ページ") for problem in problems]
    return Source(file, "pdf", tuple(lines), tuple(doubts))


def _running(pages: Sequence[PdfPage]) -> set[tuple[str, int | None]]:
    """What stands small in the margin of many pages: headers and footers, some with the page's number in them.

    Left and right pages may have different ones, so that one of them is on less than half of the pages.
    """
    sizes = [line.size for page in pages for line in page.lines if line.size]
    body = median(sizes) if sizes else 0
    seen = Counter(
        key
        for page in pages
        for key in {key for line in page.lines if _in_margin(line, page, body) for key in _keys(line.text, page.number)}
    )
    return {key for key, count in seen.items() if count >= max(FEWEST_PAGES, RUNNING_SHARE * len(pages))}


def _in_margin(line: PageLine, page: PdfPage, body: float) -> bool:
    at_edge = line.bottom <= MARGIN * page.height or line.top >= (1 - MARGIN) * page.height
    return at_edge and 0 < line.size <= 1.05 * body


def _keys(text: str, page: int) -> list[tuple[str, int | None]]:
    """`text` itself, and where one number is in it, the rest of it and how far the number is from the page's."""
    numbers = NUMBER.findall(text)
    keys: list[tuple[str, int | None]] = [(text, None)]
    if len(numbers) == 1 and re.search(r"[^\W\d]", text):
        keys.append((NUMBER.sub("#", text), int(numbers[0]) - page))
    return keys


def _without_running(line: PageLine, page: int, running: set[tuple[str, int | None]]) -> str | None:
    """What is left of `line`: nothing of a running header, the printed number where it has one."""
    exact, *numbered = _keys(line.text, page)
    if line.text and exact in running:
        return None
    if any(key in running for key in numbered):
        number = NUMBER.search(line.text)
        return number[0] if number else None
    return line.text


def _ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 5 as 「1–3、5」."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)


def _fault(path: Path, problem: str, remedy: str, place: str = "") -> FaultyContent:
    return FaultyContent([Fault(path.name, place, path.name, problem, remedy)])

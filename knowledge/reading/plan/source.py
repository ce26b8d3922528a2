"""The lines of a document as they stand in the file, before anything is understood."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.plan import Doubt
from knowledge.reading.plan.file_kind import refuse_other_kinds
from knowledge.reading.table import decode

BYTES_LIMIT = 50 * 1024 * 1024  # far over any plan; a larger file is a mistake and would only fill the memory
ODD_SHARE = 0.02  # of unprintable characters, from which on a file is no text
MARKDOWN = re.compile(r"#{1,6} +\S|.*\*\*\S|\|(?: *:?-+:? *\|)+\s*$")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`number` counts from 1 as in `sed -n`; `page` is the PDF's own page (1-based), 0 where the file has none."""

    number: int
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A document's lines. `form` is markdown, text (pulled out of a PDF) or pdf. `doubts` is what got lost on the way."""

    file: str
    form: str
    lines: tuple[SourceLine, ...]
    doubts: tuple[Doubt, ...] = ()


def read_source(path: Path) -> Source:
    """The lines of `path`: a PDF, or text in UTF-8 or CP932. Raises FaultyContent for whatever cannot be read.

    A form feed starts a page, as in the output of pdftotext; a file without any has no pages.
    """
    head = _head(path)
    refuse_other_kinds(path.name, head)
    if b"%PDF-" in head:
        from knowledge.reading.plan.pdf.reader import read_pdf  # loaded for a PDF only

        return read_pdf(path)
    text = _text(path)
    lines = _lines(text)
    form = "markdown" if any(MARKDOWN.match(line.text) for line in lines) else "text"
    return Source(path.name, form, lines, _damage(lines))


def _head(path: Path) -> bytes:
    """The first kilobyte of `path`, once its size is known to be bearable."""
    if path.is_dir():
        raise _fault(path, str(path), "フォルダーです", "計画のファイル(PDF かテキスト)を一つ指定してください")
    try:
        size = path.stat().st_size
        if size > BYTES_LIMIT:
            value = f"{size / 1024 / 1024:,.0f} MB"
            limit = f"{BYTES_LIMIT // 1024 // 1024} MB を超える大きさです"
            raise _fault(path, value, limit, "章ごとに分けるか、画像を軽くして、小さなファイルにしてください")
        with path.open("rb") as file:
            return file.read(1024)
    except FileNotFoundError:
        raise _fault(path, str(path), "ファイルがありません", "場所と名前を確かめてください") from None
    except OSError as error:
        raise _fault(path, str(error.strerror), "ファイルを開けません", "読む権限があるか確かめてください") from None


def _text(path: Path) -> str:
    _refuse_cut_character(path)
    text = decode(path)
    if not text.strip():
        raise _fault(path, "", "中身がありません", "計画の本文があるファイルを指定してください")
    broken = re.search("[\0\x1b]", text)
    if broken:
        place = f"{text.count(chr(10), 0, broken.start()) + 1}行目"
        raise _fault(
            path, _excerpt(text), "文字のファイルではありません", "PDF かテキストで保存し直してください", place
        )
    if sum(map(_odd, text)) / len(text) > ODD_SHARE:
        raise _fault(path, _excerpt(text), "読めない文字が多すぎます", "PDF かテキストで保存し直してください")
    if _is_euc(path.read_bytes(), text):
        raise _fault(path, _excerpt(text), "文字化けしています", "UTF-8 で保存し直してください")
    return text


def _refuse_cut_character(path: Path) -> None:
    """A UTF-8 file that ends within a character was cut off, by a download or a copy that stopped."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            before = error.object[max(0, error.start - 60) : error.start].decode("utf-8", "ignore")
            problem, remedy = "ファイルが途中で切れています", "元のファイルをもう一度取り寄せてください"
            raise _fault(path, before, problem, remedy, "末尾") from None


def _is_euc(data: bytes, text: str) -> bool:
    """Whether `data` is EUC-JP, which CP932 also decodes, to katakana: the reading with more hiragana is the right one."""
    try:
        return _hiragana(data.decode("euc_jp")) > _hiragana(text)
    except UnicodeDecodeError:
        return False


def _hiragana(text: str) -> int:
    return sum("ぁ" <= character <= "ん" for character in text)


def _odd(character: str) -> bool:
    return character == "\ufffd" or (unicodedata.category(character) in ("Cc", "Cn") and character not in "\n\r\t\f")


def _made_by_hand(character: str) -> bool:
    """Whether `character` was drawn by somebody for a name; U+F000 to F0FF are the bullets of symbol fonts."""
    return unicodedata.category(character) == "Co" and not "\uf000" <= character <= "\uf0ff"


def _lines(text: str) -> tuple[SourceLine, ...]:
    """Lines end at LF, CRLF, or at CR in a file that has no LF."""
    raw = text.removesuffix("\n").split("\n") if "\n" in text else text.removesuffix("\r").split("\r")
    page = 1 if "\f" in text else 0
    lines = []
    for number, line in enumerate(raw, 1):
        bare = line.removesuffix("\r")
        leading = len(bare) - len(bare.lstrip("\f"))
        lines.append(SourceLine(number, bare.strip("\f").replace("\f", " "), page + leading))
        page += line.count("\f")
    return tuple(lines)


def _damage(lines: tuple[SourceLine, ...]) -> tuple[Doubt, ...]:
    """One doubt for each sort of character that was lost, at the first line that has it."""
    doubts = []
    for name, lost in (("読めない文字(�)", _odd), ("外字", _made_by_hand)):
        hit = [line for line in lines if any(map(lost, line.text))]
        if hit:
            problem = f"{name}がある行が{len(hit)}行あります。元の文書と見比べてください"
            doubts.append(Doubt(hit[0].number, problem, shorten(hit[0].text)))
    return tuple(doubts)


def _excerpt(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text.strip()[:20])


def _fault(path: Path, value: str, problem: str, remedy: str, place: str = "") -> FaultyContent:
    return FaultyContent([Fault(path.name, place, shorten(value, 120), problem, remedy)])

"""Files that are neither PDF nor text, known by their first bytes, and what to do with each."""

from knowledge.fault import Fault, FaultyContent

# First bytes, as their formats define them → what the file is. Office's newer formats are ZIP archives.
KINDS = (
    (b"PK\x03\x04", "Word・Excel・PowerPoint か ZIP のファイルです"),
    (b"\xd0\xcf\x11\xe0", "古い形式の Word・Excel・PowerPoint のファイルです"),
    (b"{\\rtf", "リッチテキストのファイルです"),
    (b"\x89PNG", "画像のファイルです"),
    (b"\xff\xd8\xff", "画像のファイルです"),
    (b"GIF8", "画像のファイルです"),
    (b"II*\0", "画像のファイルです"),
    (b"MM\0*", "画像のファイルです"),
    (b"\x1f\x8b", "圧縮されたファイルです"),
    (b"7z\xbc\xaf", "圧縮されたファイルです"),
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WEB_PAGE = (b"<!doctype html", b"<html")
REMEDY = "元のソフトで開き、PDF かテキスト(UTF-8)で保存してください"


def refuse_other_kinds(file: str, head: bytes) -> None:
    """Raises FaultyContent when `head`, the first bytes of `file`, show that it is neither PDF nor readable text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, problem in KINDS:
        if head.startswith(magic):
            raise FaultyContent([Fault(file, "", file, problem, REMEDY)])
    if start[:20].lower().startswith(WEB_PAGE):
        remedy = "ブラウザーで開き、PDF で保存(印刷)してください"
        raise FaultyContent([Fault(file, "", file, "ウェブページ(HTML)のファイルです", remedy)])
    if head.startswith(UTF_16):
        remedy = "UTF-8 で保存し直してください"
        raise FaultyContent([Fault(file, "", "UTF-16", "読めない文字コードです", remedy)])

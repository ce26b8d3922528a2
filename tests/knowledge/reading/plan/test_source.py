"""Any text file becomes the lines that stand in it, or is refused with words that help."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge.reading.plan import source as module
from knowledge.reading.plan.source import Source, SourceLine, read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
REAL_PLANS = sorted(PLANS.glob("*.txt"))
TEXT = "第1章 計画のねらい\n\n窓口の混雑を減らします。\n"


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(write, encoding, line_end):
    source = read_source(write("keikaku.txt", TEXT.replace("\n", line_end), encoding))
    assert source == Source(
        "keikaku.txt",
        "text",
        (SourceLine(1, "第1章 計画のねらい"), SourceLine(2, ""), SourceLine(3, "窓口の混雑を減らします。")),
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("一つ目", ["一つ目"], id="no line end"),
        pytest.param("一つ目\n\n", ["一つ目", ""], id="an empty line at the end is a line"),
        pytest.param(" 一つ目 \t1\n", [" 一つ目 \t1"], id="spaces and tabs stay"),
        pytest.param("<b>窓口</b>*\n", ["<b>窓口</b>*"], id="tags and marks stay"),
        pytest.param(
            "一\u2028二\x0b三" + "四" * 99, ["一\u2028二\x0b三" + "四" * 99], id="only CR and LF end a line, as for sed"
        ),
        pytest.param("ﾃﾞｼﾞﾀﾙ推進課の計画です\n", ["ﾃﾞｼﾞﾀﾙ推進課の計画です"], id="some half-width katakana"),
    ],
)
def test_lines_stand_as_in_the_file(write, text, lines):
    assert texts(read_source(write("keikaku.txt", text))) == lines


def test_a_form_feed_starts_a_page(write):
    source = read_source(write("keikaku.txt", "表紙\n\f目次\n1\n\f\f本文\n終わり\f\n奥付\n"))
    assert [(line.text, line.page) for line in source.lines] == [
        ("表紙", 1),
        ("目次", 2),
        ("1", 2),
        ("本文", 4),
        ("終わり", 4),
        ("奥付", 5),
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("# 1 ねらい\n減らします。\n", "markdown"),
        ("**窓口**の計画です。\n", "markdown"),
        ("項目 | 値\n|---|---|\n", "markdown"),
        ("#1 の窓口\n", "text"),
        ("1 ねらい\n減らします。\n", "text"),
    ],
)
def test_the_form_is_told_by_the_content(write, text, form):
    assert read_source(write("keikaku.md", text)).form == form


def archive(path: Path, member: str) -> bytes:
    with ZipFile(path / "archive", "w") as zipped:
        zipped.writestr(member, "<w/>")
    return (path / "archive").read_bytes()


SAVE_ANEW = "元のソフトで開き、PDF かテキスト(UTF-8)で保存してください"
OFFICE = "Word・Excel・PowerPoint か ZIP のファイルです"
OLD_OFFICE = "古い形式の Word・Excel・PowerPoint のファイルです"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "a.txt : (空欄) 中身がありません → 計画の本文があるファイルを指定してください"),
        ("a.txt", b" \r\n\t\n", "a.txt : (空欄) 中身がありません → 計画の本文があるファイルを指定してください"),
        (
            "a.txt",
            "窓口の計画\n3年間\0とする。".encode(),
            "a.txt 2行目: 「窓口の計画�3年間�とする。」 文字のファイルではありません → PDF かテキストで保存し直してください",
        ),
        (
            "a.txt",
            "窓口の計画です。".encode("iso-2022-jp"),
            "a.txt 1行目: 「�$BAk8}$N7W2h$G$9!#�」 文字のファイルではありません → PDF かテキストで保存し直してください",
        ),
        (
            "a.txt",
            ("窓口\x01\x02" * 20).encode(),
            "a.txt : 「窓口��窓口��窓口��窓口��窓口��」 読めない文字が多すぎます → PDF かテキストで保存し直してください",
        ),
        (
            "a.txt",
            ("窓口\ufffd\ufffd" * 20).encode(),
            "a.txt : 「窓口��窓口��窓口��窓口��窓口��」 読めない文字が多すぎます → PDF かテキストで保存し直してください",
        ),
        (
            "a.txt",
            "みなとのまどぐち。".encode("euc-jp"),
            "a.txt : 「､ﾟ､ﾊ､ﾈ､ﾎ､ﾞ､ﾉ､ｰ､ﾁ｡｣」 文字化けしています → UTF-8 で保存し直してください",
        ),
        (
            "a.txt",
            "計画です。".encode("utf-16"),
            "a.txt : 「UTF-16」 読めない文字コードです → UTF-8 で保存し直してください",
        ),
        (
            "a.txt",
            b"caf\xe9\n",
            "a.txt : (空欄) 文字コードが分かりません → UTF-8 か Shift_JIS(CP932) で保存してください",
        ),
        (
            "a.txt",
            "窓口の計画です。".encode()[:-1],
            "a.txt 末尾: 「窓口の計画です」 ファイルが途中で切れています → 元のファイルをもう一度取り寄せてください",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", f"a.doc : 「a.doc」 {OLD_OFFICE} → {SAVE_ANEW}"),
        ("a.rtf", b"{\\rtf1 a}", f"a.rtf : 「a.rtf」 リッチテキストのファイルです → {SAVE_ANEW}"),
        ("a.png", b"\x89PNG\r\n\x1a\n", f"a.png : 「a.png」 画像のファイルです → {SAVE_ANEW}"),
        ("a.txt", b"\xff\xd8\xff\xe0", f"a.txt : 「a.txt」 画像のファイルです → {SAVE_ANEW}"),
        ("a.gz", b"\x1f\x8b\x08", f"a.gz : 「a.gz」 圧縮されたファイルです → {SAVE_ANEW}"),
        (
            "a.html",
            "\n<!DOCTYPE html><html>計画</html>".encode(),
            "a.html : 「a.html」 ウェブページ(HTML)のファイルです → ブラウザーで開き、PDF で保存(印刷)してください",
        ),
    ],
)
def test_what_is_no_text_is_refused(write, faults_of, name, content, said):
    assert [str(fault) for fault in faults_of(read_source, write(name, content))] == [said]


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml", "keikaku.pdf"])
def test_an_archive_is_refused_whatever_its_name(write, faults_of, tmp_path, member):
    path = write("keikaku.txt", archive(tmp_path, member))
    assert [str(fault) for fault in faults_of(read_source, path)] == [
        f"keikaku.txt : 「keikaku.txt」 {OFFICE} → {SAVE_ANEW}"
    ]


def test_a_folder_is_refused(faults_of, tmp_path):
    [fault] = faults_of(read_source, tmp_path)
    assert (fault.file, fault.problem) == (tmp_path.name, "フォルダーです")
    assert fault.remedy == "計画のファイル(PDF かテキスト)を一つ指定してください"


def test_a_missing_file_is_refused(faults_of, tmp_path):
    [fault] = faults_of(read_source, tmp_path / "nai.txt")
    assert (fault.file, fault.problem, fault.remedy) == (
        "nai.txt",
        "ファイルがありません",
        "場所と名前を確かめてください",
    )


def test_a_huge_file_is_refused_before_it_is_read(faults_of, tmp_path):
    path = tmp_path / "ookii.txt"
    with path.open("wb") as file:
        file.truncate(61 * 1024 * 1024)  # takes no room on the disk
    assert [str(fault) for fault in faults_of(read_source, path)] == [
        "ookii.txt : 「61 MB」 50 MB を超える大きさです → 章ごとに分けるか、画像を軽くして、小さなファイルにしてください"
    ]


def test_the_limit_itself_is_allowed(write, monkeypatch):
    path = write("keikaku.txt", TEXT)
    monkeypatch.setattr(module, "BYTES_LIMIT", path.stat().st_size)
    assert len(read_source(path).lines) == 3


def test_a_few_lost_characters_are_doubts(write):
    text = "窓口の計画です。\n" * 40 + "担当は\ufffd課です。\n髙\ue000さん\n\uf06c 窓口\nと\ufffd\ufffd。\n"
    doubts = read_source(write("keikaku.txt", text)).doubts
    assert [(doubt.line, doubt.problem, doubt.text) for doubt in doubts] == [
        (41, "読めない文字(�)がある行が2行あります。元の文書と見比べてください", "担当は\ufffd課です。"),
        (42, "外字がある行が1行あります。元の文書と見比べてください", "髙\ue000さん"),
    ]


@pytest.mark.skipif(not REAL_PLANS, reason="the published plans are not in this checkout")
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.name[:3])
def test_published_plans_are_read_line_by_line(path):
    source = read_source(path)
    assert "\n".join(texts(source)) == path.read_text(encoding="utf-8").removesuffix("\n")
    assert source.doubts == ()
    assert source.form == ("text" if path.name[:3] in ("000", "003") else "markdown")

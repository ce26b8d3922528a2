import pytest

from knowledge.cell import excel_length, lines_of, marked, meant, one_a_line, parted, parts_of, unmarked


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("粗大ごみ", "粗大ごみ"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+81 3", "'+81 3"),
        ("-18度", "'-18度"),
        ("@city", "'@city"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("－5", "'－5"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'そのまま'", "'そのまま'"),
        ("a=1", "a=1"),
    ],
)
def test_a_text_that_begins_like_a_formula_is_marked_and_comes_back(text: str, cell: str) -> None:
    assert marked(text) == cell
    assert unmarked(cell) == text


@pytest.mark.parametrize(
    ("items", "cell"),
    [
        ((), ""),
        (("家具を捨てたい",), "家具を捨てたい"),
        (("一つ目", "二つ目"), "一つ目\n二つ目"),
        (("二行の\n言い方", "次"), "二行の\\\n言い方\n次"),
        (("C:\\temp",), "C:\\\\temp"),
        (("終わりが\\", "次"), "終わりが\\\\\n次"),
        (("a｜b|c",), "a｜b|c"),
    ],
)
def test_several_things_stand_one_a_line(items: tuple[str, ...], cell: str) -> None:
    assert one_a_line(items) == cell
    assert tuple(meant(line) for line in lines_of(cell) if line) == items


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("条例", "第3条", "", "2026-04-01"), "条例｜第3条｜｜2026-04-01"),
        (("案内", "", "https://example.jp/", ""), "案内｜｜https://example.jp/"),
        (("手引", "", "", ""), "手引"),
        (("A｜B", "1|2", "", ""), "A\\｜B｜1\\|2"),
        (("終わりが｜", "", "", ""), "終わりが\\｜"),
        (("\\", "二\n行", "", ""), "\\\\｜二\\\n行"),
    ],
)
def test_parts_of_a_line_come_back(parts: tuple[str, ...], line: str) -> None:
    assert parted(parts) == line
    found = parts_of(line)
    assert tuple(found + [""] * (len(parts) - len(found))) == parts


@pytest.mark.parametrize("line", ["条例|第3条", " 条例 ｜ 第3条 "])
def test_a_line_may_be_written_with_narrow_bars_and_spaces(line: str) -> None:
    assert parts_of(line) == ["条例", "第3条"]


def test_a_backslash_before_anything_else_is_itself() -> None:
    assert meant("\\n と C:\\temp") == "\\n と C:\\temp"


@pytest.mark.parametrize(("text", "length"), [("", 0), ("八王子", 3), ("𠮷", 2), ("葛󠄀", 3), ("📚", 2)])
def test_excel_counts_pairs_as_two(text: str, length: int) -> None:
    assert excel_length(text) == length

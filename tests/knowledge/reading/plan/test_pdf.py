"""PDF files, made here page by page, become lines in the order in which one reads them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from knowledge.reading.plan.pdf.glyph import LOST, Direction, glyphs_of
from knowledge.reading.plan.source import Source, read_source

FONT, VERTICAL = "HeiseiKakuGo-W5", "HeiseiMin-W3"
WIDTH, HEIGHT = A4
GRID = [("FONT", (0, 0), (-1, -1), FONT, 10), ("GRID", (0, 0), (-1, -1), 0.5, black)]
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    registerFont(UnicodeCIDFont(FONT))
    registerFont(UnicodeCIDFont(VERTICAL, isVertical=True))


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF with one page for each drawing."""

    def pdf(*pages: Draw, **options: object) -> Path:
        path = tmp_path / "keikaku.pdf"
        canvas = Canvas(str(path), pagesize=A4, **options)
        for draw in pages:
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return path

    return pdf


def put(*items: tuple[float, float, str], size: float = 10) -> Draw:
    """Draws texts at x, y (points from the upper left corner)."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        for x, y, text in items:
            canvas.drawString(x, HEIGHT - y, text)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def table(y: float, rows: list[list[str]], x: float = 60, style: tuple[object, ...] = ()) -> Draw:
    """Draws a ruled table with its upper edge at y."""

    def draw(canvas: Canvas) -> None:
        drawn = Table(rows, style=[*GRID, *style])
        _, height = drawn.wrapOn(canvas, 500, 700)
        drawn.drawOn(canvas, x, HEIGHT - y - height)

    return draw


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def blank(canvas: Canvas) -> None:
    canvas.setFont(FONT, 10)


def lines(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


def paragraph(x: float, y: float, name: str, count: int = 5, pitch: float = 16) -> list[tuple[float, float, str]]:
    return [(x, y + pitch * row, f"{name}{row}窓口の混雑を減らすための取組を進めて") for row in range(count)]


def named(name: str, count: int = 5) -> list[str]:
    return [text for _, _, text in paragraph(0, 0, name, count)]


class TestLines:
    def test_every_line_has_its_number_and_page(self, pdf):
        page = put((60, 80, "第1章 計画のねらい（ＤＸ）"), (60, 200, "減らします。"), (60, 216, "①㈱髙"))
        source = read_source(pdf(page, put((60, 80, "二枚目"))))
        assert (source.file, source.form, source.doubts) == ("keikaku.pdf", "pdf", ())
        assert [(line.number, line.text, line.page) for line in source.lines] == [
            (1, "第1章 計画のねらい（ＤＸ）", 1),
            (2, "", 1),  # more room than within a paragraph
            (3, "減らします。", 1),
            (4, "①㈱髙", 1),
            (5, "二枚目", 2),
        ]

    @pytest.mark.parametrize(
        ("drawn", "read"),
        [
            pytest.param([(60, 80, "下"), (60, 60, "上")], ["上", "下"], id="order of drawing is no matter"),
            pytest.param([(60, 80, "窓口"), (80, 80, "の計画")], ["窓口の計画"], id="touching pieces"),
            pytest.param([(60, 80, "窓口"), (88, 80, "の計画")], ["窓口 の計画"], id="a gap is a space"),
            pytest.param([(60, 80, "申請件数"), (300, 80, "120件")], ["申請件数\t120件"], id="a wide gap is a tab"),
            pytest.param([(60, 80, "DX Plan"), (400, 80, "12")], ["DX Plan\t12"], id="Latin words"),
            pytest.param([(60, 80, "太字"), (60.4, 80, "太字")], ["太字"], id="drawn twice to look bold"),
            pytest.param([(60, 80, "窓口"), (80, 77, "*")], ["窓口*"], id="raised note"),
            pytest.param([(60, 80, "窓口"), (60, -40, "裁ち落とし")], ["窓口"], id="outside the page"),
            pytest.param([(60, 80, "1 ねらい……… 3")], ["1 ねらい……… 3"], id="row of a table of contents"),
        ],
    )
    def test_pieces_are_put_together(self, pdf, drawn, read):
        assert lines(read_source(pdf(put(*drawn)))) == read


class TestColumns:
    def test_columns_of_prose_are_read_one_after_the_other(self, pdf):
        heading = put((60, 60, "第1章 二段組みの章"), size=16)
        page = put(*paragraph(60, 100, "左"), *paragraph(320, 100, "右"), (295, 800, "7"))
        assert lines(read_source(pdf(both(heading, page)))) == [
            "第1章 二段組みの章",
            *named("左"),
            *named("右"),
            "7",
        ]

    def test_lines_of_columns_need_not_stand_level(self, pdf):
        page = put(*paragraph(60, 100, "左", pitch=16), *paragraph(320, 105, "右", pitch=17))
        assert lines(read_source(pdf(page))) == [*named("左"), *named("右")]

    def test_a_shorter_column_ends_earlier(self, pdf):
        page = put(*paragraph(60, 100, "左", 9), *paragraph(320, 100, "右", 4))
        assert lines(read_source(pdf(page))) == [*named("左", 9), *named("右", 4)]

    def test_three_columns(self, pdf):
        page = put(
            *(item for name, x in (("左", 40), ("中", 230), ("右", 420)) for item in paragraph(x, 100, name)), size=8
        )
        assert lines(read_source(pdf(page))) == [*named("左"), *named("中"), *named("右")]

    @pytest.mark.parametrize(
        "across",
        [
            pytest.param(
                put((60, 200, "ここからは二つの段にまたがる長い一文が置かれていますので読む順が変わる")), id="long line"
            ),
            pytest.param(put((60, 200, "2 進め方"), size=14), id="heading"),
        ],
    )
    def test_what_goes_across_ends_the_columns(self, pdf, across):
        upper = put(*paragraph(60, 100, "左"), *paragraph(320, 100, "右"))
        lower = put(*paragraph(60, 230, "下左"), *paragraph(320, 230, "下右"))
        read = lines(read_source(pdf(both(upper, across, lower))))
        assert read[:10] == [*named("左"), *named("右")]
        assert read[11:] == [*named("下左"), *named("下右")]

    @pytest.mark.parametrize(
        "rows",
        [
            [("申請の割合", "20%"), ("利用者の数", "1,200人"), ("職員研修の回数", "12回"), ("相談の件数", "30件")],
            [(f"ver.2.1.{number}", f"{number} January 2026") for number in range(5)],
        ],
    )
    def test_a_list_of_short_cells_is_read_row_by_row(self, pdf, rows):
        page = put(
            *(
                item
                for row, (name, value) in enumerate(rows)
                for item in ((60, 100 + 16 * row, name), (320, 100 + 16 * row, value))
            )
        )
        assert lines(read_source(pdf(page))) == [f"{name}\t{value}" for name, value in rows]

    def test_terms_stay_beside_what_explains_them(self, pdf):
        terms = put(*((60, 100 + 32 * row, term) for row, term in enumerate(["窓口", "オンライン申請", "ＲＰＡ"])))
        read = lines(read_source(pdf(both(terms, put(*paragraph(200, 100, "説明", 6))))))
        text = named("説明", 6)
        assert read == [
            f"窓口\t{text[0]}",
            text[1],
            f"オンライン申請\t{text[2]}",
            text[3],
            f"ＲＰＡ\t{text[4]}",
            text[5],
        ]


class TestTables:
    ROWS = [["指標", "令和6年度", "令和7年度"], ["申請の割合", "20%", "30%"], ["登録者数", "1,000人", "2,000人"]]  # noqa: RUF012

    def test_a_ruled_table_is_rows_with_tabs_and_stands_there_once(self, pdf):
        page = both(put((60, 60, "表の前の文です。"), (60, 200, "表の後の文です。")), table(80, self.ROWS))
        assert lines(read_source(pdf(page))) == [
            "表の前の文です。",
            "指標\t令和6年度\t令和7年度",
            "申請の割合\t20%\t30%",
            "登録者数\t1,000人\t2,000人",
            "表の後の文です。",
        ]

    def test_cells_without_words_keep_their_place(self, pdf):
        page = table(80, [["指標", "実績", "目標"], ["割合", "", "30%"], ["", "", ""], ["件数", "5件", ""]])
        assert lines(read_source(pdf(page))) == ["指標\t実績\t目標", "割合\t\t30%", "件数\t5件\t"]

    def test_a_merged_cell_stands_where_it_begins(self, pdf):
        rows = [["指標", "年度", ""], ["", "令和6年度", "令和7年度"], ["割合", "20%", "30%"]]
        page = table(80, rows, style=(("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0))))
        assert lines(read_source(pdf(page))) == ["指標\t年度\t", "\t令和6年度\t令和7年度", "割合\t20%\t30%"]

    def test_lines_of_a_cell_are_joined(self, pdf):
        """「申請の割合」 fills its cell and goes on in the next line; 「・紙」 does not."""
        page = table(80, [["指標", "方法", "値"], ["オンライン申\n請の割合", "・紙\n・オンライン", "20%"]])
        assert lines(read_source(pdf(page))) == ["指標\t方法\t値", "オンライン申請の割合\t・紙 ・オンライン\t20%"]

    def test_tables_side_by_side_keep_their_rows(self, pdf):
        page = both(table(80, [["甲", "1"], ["乙", "2"]]), table(80, [["丙", "3"], ["丁", "4"]], x=300))
        assert lines(read_source(pdf(page))) == ["甲\t1", "乙\t2", "丙\t3", "丁\t4"]

    def test_a_frame_around_text_is_no_table(self, pdf):
        page = table(80, [["囲みの中の文です。"]])
        assert lines(read_source(pdf(page))) == ["囲みの中の文です。"]

    def test_the_grid_of_a_chart_is_no_table(self, pdf):
        page = both(
            table(80, [["100%", *[""] * 5], *[[""] * 6 for _ in range(5)]]),
            put((60, 300, "図1 割合"), (200, 300, "R6")),
        )
        assert lines(read_source(pdf(page))) == ["100%", "図1 割合\tR6"]

    def test_a_drawing_of_thousands_of_rules_is_not_searched(self, pdf):
        def draw(canvas: Canvas) -> None:
            for row in range(4100):
                canvas.line(row % 500, row / 10, row % 500 + 3, row / 10)

        source = read_source(pdf(both(put((60, 60, "地図")), draw)))
        assert lines(source) == ["地図"]
        assert [(doubt.problem, doubt.text) for doubt in source.doubts] == [
            ("図の線が細かすぎるため、表を探していません", "PDFの1ページ")
        ]


class TestRunningLines:
    def test_headers_and_footers_go_and_folios_stay(self, pdf):
        def page(number: int) -> Draw:
            running = put((60, 40, "みなと野市デジタル計画"), (295, 810, str(number)), size=8)
            return both(put((60, 120, f"{number}枚目の文です。")), running)

        assert lines(read_source(pdf(*map(page, range(1, 5))))) == [
            text for number in range(1, 5) for text in (f"{number}枚目の文です。", str(number))
        ]

    def test_left_and_right_pages_may_differ(self, pdf):
        def page(number: int) -> Draw:
            return put((60, 120, f"{number}枚目の文です。"), (60, 40, "みなと野市" if number % 2 else "デジタル計画"))

        assert lines(read_source(pdf(*map(page, range(1, 8))))) == [f"{number}枚目の文です。" for number in range(1, 8)]

    def test_of_a_header_with_the_page_number_the_number_stays(self, pdf):
        def page(number: int) -> Draw:
            return put((60, 120, "窓口の文です。"), (60, 40, f"みなと野市計画　{number + 4}"))

        assert lines(read_source(pdf(*map(page, range(1, 4))))) == [
            "5",
            "窓口の文です。",
            "6",
            "窓口の文です。",
            "7",
            "窓口の文です。",
        ]

    @pytest.mark.parametrize(
        ("size", "y", "pages"),
        [
            pytest.param(18, 50, 4, id="as large as a title"),
            pytest.param(9, 300, 4, id="in the middle of the page"),
            pytest.param(9, 50, 2, id="on two pages only"),
        ],
    )
    def test_other_repeated_lines_stay(self, pdf, size, y, pages):
        page = both(put((60, 500, "窓口の文です。"), (60, 520, "次の文です。")), put((60, y, "取組の目標"), size=size))
        assert lines(read_source(pdf(*[page] * pages))).count("取組の目標") == pages


class TestDirections:
    def test_vertical_writing_is_read_with_a_doubt(self, pdf):
        def draw(canvas: Canvas) -> None:
            canvas.setFont(VERTICAL, 12)
            canvas.drawString(400, 700, "縦書きの文章です。")
            canvas.drawString(380, 700, "二行目です。")

        source = read_source(pdf(draw))
        assert lines(source) == ["縦書きの文章です。", "二行目です。"]
        assert [doubt.problem for doubt in source.doubts] == [
            "縦書きか、横倒しの文字です。読む順序を元の文書と見比べてください"
        ]

    @pytest.mark.parametrize("angle", [90, -90])
    def test_a_table_lying_on_its_side_is_read_with_a_doubt(self, pdf, angle):
        def draw(canvas: Canvas) -> None:
            canvas.translate(300, 400)
            canvas.rotate(angle)
            Table(TestTables.ROWS, style=GRID).wrapOn(canvas, 500, 700)
            drawn = Table(TestTables.ROWS, style=GRID)
            drawn.wrapOn(canvas, 500, 700)
            drawn.drawOn(canvas, 0, 0)

        source = read_source(pdf(draw))
        assert lines(source) == ["\t".join(row) for row in TestTables.ROWS]
        assert ["横倒し" in doubt.problem for doubt in source.doubts] == [True]

    def test_a_page_turned_by_its_own_rotation_needs_no_doubt(self, pdf):
        def draw(canvas: Canvas) -> None:
            canvas.setPageRotation(90)
            canvas.setFont(FONT, 10)
            canvas.translate(300, 100)
            canvas.rotate(90)
            canvas.drawString(0, 0, "横長のページの文です。")

        source = read_source(pdf(draw))
        assert (lines(source), source.doubts) == (["横長のページの文です。"], ())

    def test_some_turned_words_come_last_with_a_doubt(self, pdf):
        def aside(canvas: Canvas) -> None:
            canvas.translate(40, 300)
            canvas.rotate(90)
            canvas.drawString(0, 0, "回答した市民の割合と人数")

        source = read_source(pdf(both(put(*paragraph(60, 100, "文")), aside)))
        assert lines(source) == [*named("文"), "回答した市民の割合と人数"]
        assert [doubt.problem for doubt in source.doubts] == [
            "向きの違う文字が混じっています。読む順序を元の文書と見比べてください"
        ]


IMAGES = "文字が入っていない（画像だけの）PDFです → 元の文書から PDF を作り直すか、文字認識(OCR)をかけてください"
BROKEN = (
    "keikaku.pdf : 「keikaku.pdf」 PDFが壊れているか、途中で切れています → 元のファイルをもう一度取り寄せてください"
)


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("pages", "said"),
        [
            ([picture], f"keikaku.pdf 1ページ: 「keikaku.pdf」 {IMAGES}"),
            ([picture, picture, blank, picture], f"keikaku.pdf 1–2、4ページ: 「keikaku.pdf」 {IMAGES}"),
            (
                [blank],
                "keikaku.pdf : 「keikaku.pdf」 文字が入っていないPDFです → 計画の本文があるファイルを指定してください",
            ),
        ],
    )
    def test_a_file_without_text_is_refused(self, pdf, faults_of, pages, said):
        assert [str(fault) for fault in faults_of(read_source, pdf(*pages))] == [said]

    def test_pages_without_text_are_doubts(self, pdf):
        source = read_source(pdf(put((60, 80, "文です。")), picture, blank, put((60, 80, "終わりです。")), picture))
        assert lines(source) == ["文です。", "終わりです。"]
        problem = "文字のない（画像だけの）ページです。書かれていることは取り込まれていません"
        assert [(doubt.line, doubt.problem, doubt.text) for doubt in source.doubts] == [
            (1, problem, "PDFの2ページ"),
            (2, problem, "PDFの5ページ"),
        ]

    def test_a_locked_file_is_refused(self, pdf, faults_of):
        path = pdf(
            put((60, 80, "文です。")), encrypt=StandardEncryption("himitsu", ownerPassword="shiyakusho", strength=128)
        )
        assert [str(fault) for fault in faults_of(read_source, path)] == [
            "keikaku.pdf : 「keikaku.pdf」 パスワードがないと開けないPDFです → パスワードを外したPDFを指定してください"
        ]

    def test_a_file_that_only_must_not_be_copied_from_is_read(self, pdf):
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 10)  # reportlab garbles the names of Japanese fonts when it encrypts
            canvas.drawString(60, 700, "DX Plan 2026")

        path = pdf(draw, encrypt=StandardEncryption("", ownerPassword="shiyakusho", canCopy=0, strength=128))
        assert lines(read_source(path)) == ["DX Plan 2026"]

    @pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.9, 0.97])
    def test_half_a_file_is_refused(self, pdf, faults_of, kept):
        path = pdf(put(*paragraph(60, 80, "文", 30)), put(*paragraph(60, 80, "次", 30)))
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
        assert [str(fault) for fault in faults_of(read_source, path)] == [BROKEN]

    @pytest.mark.parametrize(
        "content", [b"%PDF-1.7\n", b"%PDF-1.4\nkeikaku", b"%PDF-1.4\n%%EOF\n", b"\n%PDF-1.4\ntrailer <<>>"]
    )
    def test_nothing_but_a_beginning_is_refused(self, write, faults_of, content):
        assert [str(fault) for fault in faults_of(read_source, write("keikaku.pdf", content))] == [BROKEN]

    def test_a_wrong_cross_reference_is_mended(self, pdf):
        path = pdf(put((60, 80, "文です。")))
        path.write_bytes(re.sub(rb"startxref\s+\d+", b"startxref\n7", path.read_bytes()))
        assert lines(read_source(path)) == ["文です。"]

    def test_a_damaged_page_does_not_cost_the_others(self, pdf, monkeypatch):
        path = pdf(put((60, 80, "文です。")), put((60, 80, "終わりです。")))
        real = glyphs_of

        def stumbling(chars, visible):
            found = real(chars, visible)
            if any(glyph.text == "終" for glyph in found[Direction.RIGHT]):
                raise KeyError("Font")
            return found

        monkeypatch.setattr("knowledge.reading.plan.pdf.page.glyphs_of", stumbling)
        source = read_source(path)
        assert lines(source) == ["文です。"]
        assert [(doubt.line, doubt.problem, doubt.text) for doubt in source.doubts] == [
            (1, "壊れていて読めないページです。元の文書と見比べてください", "PDFの2ページ")
        ]

    def test_characters_without_names_are_doubts(self, pdf):
        """The library does not know the 﨑 of a font that is not embedded."""
        source = read_source(pdf(put((60, 80, "担当は宮﨑課長です。"))))
        assert lines(source) == [f"担当は宮{LOST}課長です。"]
        assert [doubt.problem for doubt in source.doubts] == ["読めない文字が1字あります。元の文書と見比べてください"]

    def test_a_file_of_characters_without_names_is_refused(self, pdf, faults_of):
        assert [str(fault) for fault in faults_of(read_source, pdf(put((60, 80, "﨑﨑﨑は"))))] == [
            "keikaku.pdf : 「keikaku.pdf」 文字を取り出せないPDFです → 元の文書から、文字を埋め込んだPDFを作り直してください"
        ]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("⼀", "一"),
        ("⻑", "長"),
        ("髙", "髙"),
        ("神", "神"),
        ("Ａ", "Ａ"),
        ("①", "①"),
        ("(cid:12)", LOST),
        ("\x03", LOST),
        ("\t", " "),
    ],
)
def test_characters_are_those_that_are_printed(given, read):
    char = {"text": given, "x0": 10, "x1": 20, "top": 10, "bottom": 20, "size": 10, "upright": True}
    [glyph] = glyphs_of([{**char, "matrix": (1, 0, 0, 1, 10, 10)}], (0, 0, 100, 100))[Direction.RIGHT]
    assert glyph.text == read

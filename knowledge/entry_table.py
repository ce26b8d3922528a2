"""Entries as a table with a row for each, in and out without loss: for people who keep them in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from knowledge.cell import marked, one_a_line, parted
from knowledge.entry import Audience, Entry
from knowledge.workbook import Sheet, write_sheets

# Header → field of Entry. A cell holds several phrasings, sources or links one a line; a source is
# 題名｜箇所｜URL｜日付, a link 題名｜｜URL. The last two are only in tables that were written here.
OWNER, CHECK = "owner", "check"
COLUMNS: Mapping[str, str] = {
    "項目ID": "id",
    "公開区分": "audience",
    "カテゴリ": "category",
    "質問": "question",
    "言い換え": "phrasings",
    "回答": "answer",
    "やさしい回答": "easy_answer",
    "担当課": "section",
    "リンク": "links",
    "関連項目": "related",
    "出典": "source",
    "有効開始日": "valid_from",
    "有効終了日": "valid_until",
    "更新日": "updated_on",
    "タグ": "tags",
    "内部メモ": "note",
}
TABLE_COLUMNS = {**COLUMNS, "持ち主": OWNER, "照合": CHECK}
REQUIRED = ("項目ID", "質問", "回答", "担当課")
AUDIENCES = {"住民": Audience.RESIDENT, "職員": Audience.STAFF}
OWN, SHARED = "市", "共通"
TABLE, GUIDE = "項目", "見かた"
STEPS = (
    (
        "直すとき",
        "直す欄だけを書き換えて保存し、取り込む人に渡してください。直していない行は、取り込んでも何も変わりません。",
    ),
    ("足すとき", "行を写すか、下の空いた行に書きます。項目IDは、まだ使っていないものにし、照合は空けます。"),
    ("やめるとき", "有効終了日に、最後に使う日を書きます。行を消しても、項目は消えません。"),
    ("改行", "言い換え、タグ、関連項目、リンク、出典は、一つずつ Alt + Enter で改行します。"),
    ("共通の項目", "持ち主が共通の行を直すと、市の項目になり、共通の項目の代わりに使われます。"),
    ("照合", "書き出した後にほかの人が直していないかを見分ける印です。書き換えないでください。"),
    ("してはいけないこと", "セルの結合、行や列を隠すこと、列を消すこと。どれも、取り込むときに場所を示して断ります。"),
)


def entry_cells(entry: Entry) -> dict[str, str]:
    """The row of `entry`, by column key: all that it holds, as text."""
    links = (parted((link.title, "", link.url)) for link in entry.links)
    sources = (
        parted((source.title, source.place, source.url, source.as_of.isoformat() if source.as_of else ""))
        for source in entry.source
    )
    cells = {
        "id": entry.id,
        "audience": next(name for name, audience in AUDIENCES.items() if audience is entry.audience),
        "category": entry.category,
        "question": entry.question,
        "phrasings": one_a_line(entry.phrasings),
        "answer": entry.answer,
        "easy_answer": entry.easy_answer,
        "section": entry.section,
        "links": "\n".join(links),
        "related": one_a_line(entry.related),
        "source": "\n".join(sources),
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else "",
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else "",
        "updated_on": entry.updated_on.isoformat() if entry.updated_on else "",
        "tags": one_a_line(entry.tags),
        "note": entry.note,
    }
    return cells | {OWNER: OWN if entry.owned_by_city else SHARED, CHECK: fingerprint(cells.values())}


def fingerprint(cells: Iterable[str]) -> str:
    """What tells a row that was changed from one that was not. It begins with a letter: no spreadsheet takes it for a number."""
    return "v" + blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def checked(entry: Entry) -> str:
    """The fingerprint of `entry`, whoever owns it."""
    return entry_cells(entry)[CHECK]


def entry_csv(entries: Iterable[Entry]) -> str:
    """The table as CSV, as Excel writes it; no cell is taken for a formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(TABLE_COLUMNS)
    writer.writerows([marked(cell) for cell in entry_cells(entry).values()] for entry in entries)
    return table.getvalue()


def write_entry_workbook(entries: Sequence[Entry], path: Path) -> None:
    """Write the table and a sheet that explains it to `path`; every cell is text. Raises OSError."""
    rows = tuple(tuple(entry_cells(entry).values()) for entry in entries)
    table = Sheet(TABLE, tuple(TABLE_COLUMNS), rows, choices={"公開区分": tuple(AUDIENCES)})
    write_sheets([table, Sheet(GUIDE, ("見かた", ""), STEPS)], path)

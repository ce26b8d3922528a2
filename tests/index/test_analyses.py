"""Analyses kept from one build to the next: the same tokens, and nothing that does not fit."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from index import Index, known_analyses, remembering, save
from index.analyser import analyse
from index.analyses import Analyses
from index.document import Document
from index.encoder import EncoderSettings
from knowledge import Lexicon

TEXTS = ("住民票の写しがほしい", "", "葛󠄀城駅の📚", "粗大ごみ", "粗大ごみの粗大ごみ", "東京で山田太郎です")


@pytest.fixture
def analyses() -> Analyses:
    return Analyses.of({text: analyse(text) for text in TEXTS})


def test_tokens_come_back_as_they_were_analysed(analyses: Analyses, tmp_path: Path) -> None:
    analyses.write(tmp_path)
    again = Analyses.read(tmp_path)
    assert {text: again.get(text) for text in TEXTS} == {text: analyse(text) for text in TEXTS}
    assert again.get("知らない文") is None


def test_what_is_known_is_not_analysed_again(analyses: Analyses, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("index.analyser._analyse", lambda text: asked.append(text) or [])
    with remembering(analyses) as analysed:
        for text in (*TEXTS, "新しい文", *TEXTS, "新しい文"):
            analyse(text)
    assert asked == ["", "新しい文"]
    assert set(analysed) == {*TEXTS, "新しい文"}


def index_of(*texts: str) -> Index:
    documents = [Document(str(number), (text,), text) for number, text in enumerate(texts)]
    return Index.of(documents, [], Lexicon(), EncoderSettings())


class TestBesideTheIndex:
    def built(self, home: Path, *texts: str) -> Mapping[str, object]:
        with remembering() as analysed:
            index = index_of(*texts)
        save(index, home, "131016", analysed)
        return analysed

    def test_the_build_in_force_is_asked(self, tmp_path: Path) -> None:
        assert known_analyses(tmp_path, "131016") is None
        self.built(tmp_path, "ごみの日", "図書館")
        self.built(tmp_path, "ごみの日", "公園")
        known = known_analyses(tmp_path, "131016")
        assert known is not None
        assert known.get("公園") == analyse("公園")
        assert known.get("図書館") is None

    def test_a_build_without_them_has_none(self, tmp_path: Path) -> None:
        save(index_of("ごみの日"), tmp_path, "131016")
        assert known_analyses(tmp_path, "131016") is None

    @pytest.mark.parametrize("harm", ["damaged", "cut off", "of another analyser", "no manifest"])
    def test_what_does_not_fit_is_left_alone(self, tmp_path: Path, harm: str) -> None:
        self.built(tmp_path, "ごみの日", "図書館")
        folder = tmp_path / "131016" / (tmp_path / "131016" / "current").read_text(encoding="utf-8")
        file, manifest = folder / "analyses.npz", folder / "manifest.json"
        if harm == "damaged":
            file.write_bytes(file.read_bytes().replace("ごみ".encode(), "ごま".encode()))
        elif harm == "cut off":
            file.write_bytes(file.read_bytes()[:100])
        elif harm == "of another analyser":
            manifest.write_text(
                json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"analyser": "old"}), encoding="utf-8"
            )
        else:
            manifest.unlink()
        assert known_analyses(tmp_path, "131016") is None


def test_an_index_built_from_what_is_known_is_the_same(tmp_path: Path) -> None:
    """Every file, to the byte."""
    texts = ("粗大ごみを出したい", "図書館のカードを作りたい", "公園の桜を見たい")
    with remembering() as analysed:
        index_of(*texts[:2])
    with remembering(Analyses.of(analysed)):
        quick = save(index_of(*texts), tmp_path / "quick", "131016")
    plain = save(index_of(*texts), tmp_path / "plain", "131016")
    files = {path.relative_to(plain) for path in plain.rglob("*") if path.is_file() and path.name != "manifest.json"}
    assert len(files) > 5
    assert [name for name in files if (quick / name).read_bytes() != (plain / name).read_bytes()] == []

"""A small invented city, a fake encoder, a tiny real model, and one index with the embedded encoder for all tests."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import EncoderSettings, Index
from index.encoder import WordVectors, unit
from knowledge import Audience, City, Entry, Knowledge, Lexicon, Passage, Plan, Section
from knowledge.lexicon import Group

ROOT = Path(__file__).parents[2]


@dataclass
class FakeEncoder:
    """An Encoder over given vectors; a text that is not given is the count of its characters.

    `words` gives the vectors of single words; those that are not given have none.
    """

    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict)
    words: Mapping[str, Sequence[float]] = field(default_factory=dict)
    name: str = "fake"
    dimension: int = 64
    asked: list[str] = field(default_factory=list)

    def documents(self, texts: Sequence[str]) -> Any:
        return unit(np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self.dimension))

    def query(self, text: str) -> Any:
        self.asked.append(text)
        return unit(np.array(self._vector(text), np.float32))

    def word_vectors(self, words: Sequence[str]) -> WordVectors:
        known = [word for word in words if word in self.words]
        rows = np.array([self.words[word] for word in known], np.float32).reshape(len(known), 2)
        return WordVectors(tuple(known), unit(rows))

    def word_vector(self, word: str) -> Any:
        return unit(np.array(self.words[word])) if word in self.words else None

    def state(self) -> dict[str, Any]:
        return {}

    def _vector(self, text: str) -> list[float]:
        given = self.vectors.get(text)
        if given is not None:
            return [*given, *[0.0] * (self.dimension - len(given))]
        counts = Counter(ord(character) % self.dimension for character in text)
        return [float(counts[at]) for at in range(self.dimension)]


@pytest.fixture(scope="session")
def fake_encoder() -> type[FakeEncoder]:
    return FakeEncoder


@pytest.fixture(scope="session")
def static_ja() -> EncoderSettings:
    return EncoderSettings(home=ROOT / "var" / "encoders")


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved sentence-transformers model: the mean of a random vector per character, far from length 1."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    characters = [
        "?",
        *map(chr, range(ord("ぁ"), ord("ー") + 1)),
        *"住民票写粗大出方手数料児童当窓口検索文書0123456789: ",
    ]
    tokenizer = Tokenizer(WordLevel({character: row for row, character in enumerate(characters)}, unk_token="?"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    weights = 25 * np.random.default_rng(7).normal(size=(len(characters), 12)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    folder = tmp_path_factory.mktemp("models") / "characters"
    model.save(str(folder), create_model_card=False)
    return folder


def _entry(id: str, question: str, answer: str, *phrasings: str, **more: Any) -> Entry:
    return Entry(id, "131016", question, answer, "総合案内", phrasings, **more)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """みなと野市: ten entries for residents, one for staff, one that expired, and one plan."""
    entries = (
        _entry("juminhyo", "住民票の写しはどこで取れますか", "市民課の窓口で取れます。", "住民票がほしい"),
        _entry(
            "sodai", "粗大ごみの出し方を教えてください", "電話で予約してから出してください。", "大きなごみを捨てたい"
        ),
        _entry("teate", "児童手当の申請方法を知りたい", "出生から15日以内に申請してください。", "子どもの手当がほしい"),
        _entry(
            "inkan", "印鑑登録をするには何が必要ですか", "本人確認書類と登録する印鑑が必要です。", "実印を登録したい"
        ),
        _entry("tenshutsu", "転出届はいつ出せばよいですか", "引っ越しの前に届け出てください。", "市外へ引っ越します"),
        _entry("toshokan", "図書館の利用カードを作りたい", "図書館の窓口で作れます。", "本を借りたい"),
        _entry("hoiku", "保育園の入園申込みについて", "申込書を保育課へ出してください。", "子どもを預けたい"),
        _entry(
            "mynumber", "マイナンバーカードの受け取り方", "予約のうえ市民課へお越しください。", "マイナカードの受取"
        ),
        _entry("kaigo", "介護保険の認定を受けるには", "介護保険課で申請してください。", "親の介護を頼みたい"),
        _entry("kokuho", "国民健康保険に加入する手続き", "14日以内に届け出てください。", "会社を辞めて保険を替えたい"),
        _entry("kessai", "起案文書の決裁区分を確認したい", "決裁規程の別表を見てください。", audience=Audience.STAFF),
        _entry("kyufu", "灯油購入助成の受付", "受付は終わりました。", valid_until=date(2025, 3, 31)),
    )
    passages = (
        Passage("keikaku-1", ("第1章 目的", "窓口の改革"), "書かない窓口を令和8年度に試行する。", 3, 4),
        Passage("keikaku-2", ("第2章 取組", "学びの支援"), "高齢者向けのスマートフォン教室を開く。", 9, 9),
    )
    plan = Plan("keikaku", "131016", "みなと野市デジタル計画", as_of=date(2025, 4, 1), passages=passages)
    lexicon = Lexicon((Group(("謄本の紙", "じゅうみんひょうの紙", "現住所の証明"), ("住民票の写し",)),))
    city = City("131016", "みなと野市", sections=(Section("市民課", desks=("総合案内",)),))
    return Knowledge(city, entries, (plan,), lexicon)


@pytest.fixture(scope="session")
def index(knowledge: Knowledge, static_ja: EncoderSettings) -> Index:
    return Index.build(knowledge, static_ja)


@pytest.fixture(scope="session")
def other_knowledge(knowledge: Knowledge) -> Knowledge:
    """The same city after one more publication."""
    return replace(knowledge, entries=knowledge.entries[:-1], revision=2)

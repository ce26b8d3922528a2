"""The shipped list of crises: what must be caught before anything else, and what must not.

Every sentence is normalised as a question is. A sentence that is missed costs more than one that is caught for nothing,
but a list that cries wolf at every 死亡届 is soon switched off.
"""

import re
from pathlib import Path

import pytest

from bot.crisis import crisis_in
from index import normalise
from knowledge import DATA, Crisis
from knowledge.reading.crises import read_crises
from knowledge.reading.helplines import read_helplines

LIST = DATA / "common" / "crisis.yaml"
pytestmark = pytest.mark.skipif(not LIST.exists(), reason="knowledge/data/common/crisis.yaml is not there")


@pytest.fixture(scope="module")
def crises() -> tuple[Crisis, ...]:
    return read_crises(LIST, read_helplines(LIST.with_name("helplines.yaml")))


def signalled(crises: tuple[Crisis, ...], typed: str) -> list[str]:
    text = normalise(typed)
    return [crisis.id for crisis in crises if crisis.signalled_by(text)]


CAUGHT = [
    # suicide
    ("死にたい", "suicide"),
    ("もう死にたいです", "suicide"),
    ("しにたい", "suicide"),
    ("シニタイ", "suicide"),
    ("ｼﾆﾀｲ", "suicide"),
    ("shinitai", "suicide"),
    ("死にた〜い", "suicide"),
    ("死にたーーい！！", "suicide"),
    ("死に\u200bたい", "suicide"),
    ("死に\nたい", "suicide"),
    ("死んでしまいたい", "suicide"),
    ("死んだほうがましです", "suicide"),
    ("消えてしまいたい", "suicide"),
    ("いなくなりたい", "suicide"),
    ("もう生きていたくない", "suicide"),
    ("生きているのがつらい", "suicide"),
    ("自殺したい", "suicide"),
    ("自殺の方法を教えて", "suicide"),
    ("首を吊りたい", "suicide"),
    ("ビルから飛び降りたい", "suicide"),
    ("電車に飛び込みたい", "suicide"),
    ("リストカットがやめられない", "suicide"),
    ("睡眠薬を全部飲んだ", "suicide"),
    ("ODした", "suicide"),
    ("遺書を書いた", "suicide"),
    ("借金が返せない、死ぬしかない", "suicide"),
    ("税金が払えなくて首を吊るしかない", "suicide"),
    ("介護に疲れた。母と一緒に死にたい", "suicide"),
    ("友達が死にたいと言っています", "suicide"),
    ("死にたい。住民票はどこですか", "suicide"),
    # fire and ambulance
    ("火事です", "fire-ambulance"),
    ("火事だ！", "fire-ambulance"),
    ("家が燃えています！", "fire-ambulance"),
    ("煙が充満しています", "fire-ambulance"),
    ("ガス臭いです", "fire-ambulance"),
    ("母が倒れて意識がありません", "fire-ambulance"),
    ("おばあちゃんがたおれました", "fire-ambulance"),
    ("息をしていない", "fire-ambulance"),
    ("胸が痛くて苦しい", "fire-ambulance"),
    ("血が止まらない", "fire-ambulance"),
    ("父が餅を喉に詰まらせた", "fire-ambulance"),
    ("車にひかれた", "fire-ambulance"),
    ("救急車を呼んでください", "fire-ambulance"),
    ("救急車お願いします", "fire-ambulance"),
    ("子どもがけいれんしています", "fire-ambulance"),
    ("川で人が溺れています", "fire-ambulance"),
    # sea
    ("海に人が落ちました", "sea"),
    ("船が転覆した", "sea"),
    ("子供が沖に流された", "sea"),
    ("SUPで沖に流された", "sea"),
    # crime
    ("刃物を持った男がいます", "crime"),
    ("ストーカーにつけられています", "crime"),
    ("殺される", "crime"),
    ("泥棒が家に入ってきた", "crime"),
    # children
    ("子どもを叩いてしまう", "child-abuse"),
    ("虐待されています", "child-abuse"),
    ("お父さんに殴られる", "child-abuse"),
    ("隣の家から子どもの泣き声と悲鳴が聞こえます", "child-abuse"),
    ("赤ちゃんを揺さぶってしまった", "child-abuse"),
    # partners
    ("夫に殴られています", "dv"),
    ("旦那の暴力から逃げたい", "dv"),
    ("彼氏に首を絞められた", "dv"),
    ("夫が怖いです", "dv"),
    ("DVを受けています", "dv"),
    ("ＤＶから逃げたい", "dv"),
    ("ドメスティックバイオレンスを受けています", "dv"),
    # poisoning
    ("赤ちゃんが洗剤を飲んだ", "poisoning"),
    ("ボタン電池を飲み込みました", "poisoning"),
    ("子どもがタバコを食べた", "poisoning"),
    ("マムシに噛まれた", "poisoning"),
    ("COを吸ったかもしれない", "poisoning"),
    # sexual violence
    ("レイプされました", "sexual-violence"),
    ("先輩に無理やりされました", "sexual-violence"),
    ("先生に体を触られた", "sexual-violence"),
    # older people
    ("祖母が施設の職員に叩かれています", "elder-abuse"),
    ("息子に年金を取られて殴られます", "elder-abuse"),
    ("母を介護していて、手をあげてしまう", "elder-abuse"),
    # somebody is gone
    ("認知症の父が帰ってきません", "missing"),
    ("娘がいなくなりました", "missing"),
    # tonight
    ("今夜寝るところがありません", "destitution"),
    ("三日なにも食べていません", "destitution"),
]
HARMLESS = [
    "そうとペイってはちおうじのどこでもつかえる?",  # はちおうじのど
    "死亡届の出し方",
    "死亡届はどこに出しますか",
    "父が死んだあとの年金の手続き",
    "家族が死んだときの手続き",
    "死ぬ前に準備しておくこと",
    "火災保険に入っています",
    "火災保険の請求に必要な書類",
    "火事の罹災証明",
    "火事で家が燃えた後の手続き",
    "火災報知器の設置",
    "火災予防条例",
    "死んだ犬の引き取り",
    "飼い犬が死んだ",
    "猫が車にひかれて死んでいる",
    "道路で動物が死んでいます",
    "消えた街灯",
    "街灯が消えているので直してほしい",
    "信号が消えています",
    "消えたデータ",
    "自殺対策計画",
    "自殺対策計画を見たい",
    "自殺予防週間の行事",
    "自殺者数の統計",
    "救急車の適正利用",
    "救急車を呼ぶ目安",
    "救急車は有料ですか",
    "虫を殺したい",
    "ゴキブリを殺す薬",
    "殺虫剤の捨て方",
    "死ぬほど忙しい",
    "死ぬほど暑い",
    "暑くて死にそう",
    "遺言書の保管",
    "遺書の書き方",
    "生きがいづくり",
    "生活が苦しい",
    "生活保護を受けたい",
    "木が倒れています",
    "台風で塀が倒れた",
    "父が倒れて介護が必要になった",
    "先月父が倒れた",
    "野焼きの煙が臭い",
    "隣のたき火の煙",
    "ガス漏れ警報器",
    "薬の捨て方",
    "電池の捨て方",
    "灯油の処分",
    "タバコのポイ捨て",
    "食中毒予防",
    "ネット依存の相談",
    "消防団に入りたい",
    "AEDの使い方の講習",
    "虐待防止条例",
    "児童虐待防止推進月間",
    "動物虐待を見つけた",
    "DV防止計画",
    "DVDを返却したい",
    "暴力団排除条例",
    "海水浴場の開設期間",
    "船の免許",
    "包丁の捨て方",
    "火葬場の予約",
    "防犯カメラの補助",
    "保育園の子どもの声がうるさい",
    "太鼓を叩く音がうるさい",
    "子どもの一時預かり",
    "住所を実家にしたい",
    "年金を一括にしたい",
    "線香花火の捨て方",
    "家事代行",
    "必死で探しています",
    "プールの飛び込み",
    "火の用心",
    "献血",
    "ゲームのキャラが殺される場面が怖い",
    "去年ひったくりにあいました。防犯ブザーの貸し出しは",
    "電池を飲み込まないようにする工夫",
    "昨日のドラマの中で主人公が自殺した",
    "心臓が止まるかと思うほどきれいな紅葉",
    "台所の床下から水がしみ出してきた",
    "徘徊の見守りの登録をしたい",
    "フードバンクに食べるものを寄付したい",
    "検診を受けられますか",
    "子どもを預けられますか",
    "誤飲防止の講座",
    "住民票の写し",
]


@pytest.mark.parametrize(("typed", "kind"), CAUGHT)
def test_a_crisis_is_caught(crises: tuple[Crisis, ...], typed: str, kind: str) -> None:
    assert kind in signalled(crises, typed)


@pytest.mark.parametrize("typed", ["助けて", "たすけて！", "誰か助けて"])
def test_a_call_for_help_is_caught_whatever_the_kind(crises: tuple[Crisis, ...], typed: str) -> None:
    assert signalled(crises, typed) != []


SPELLINGS = [
    ("しにたぃ", "suicide"),
    ("死 に た い", "suicide"),
    ("死にtai", "suicide"),
    ("シニタイデス", "suicide"),
    ("kaji desu", "fire-ambulance"),
    ("kaji desu。ごみの日も教えて", "fire-ambulance"),
    ("ｶｼﾞﾃﾞｽ", "fire-ambulance"),
]
ORDINARY = [
    "児童手当の申請のしかたも教えてください",
    "ごみの日も知りたいです",
    "国民健康保険の手続きはどこですか",
    "年金の相談も",
]
TOLD = [
    "旦那に殴られて唇が切れた",
    "認知症の父が帰ってきません",
    "主人が急に倒れて返事をしません",
    "もう消えたい",
    "火事です!!",
]


@pytest.mark.parametrize(("typed", "kind"), SPELLINGS)
def test_a_crisis_is_seen_however_it_is_spelled(crises: tuple[Crisis, ...], typed: str, kind: str) -> None:
    seen = crisis_in(normalise(typed), crises)
    assert seen is not None
    assert seen.id == kind


@pytest.mark.parametrize("ordinary", ORDINARY)
@pytest.mark.parametrize("told", TOLD)
def test_an_ordinary_question_beside_it_hides_no_crisis(crises: tuple[Crisis, ...], told: str, ordinary: str) -> None:
    assert crisis_in(normalise(f"{told}。{ordinary}"), crises) == crisis_in(normalise(told), crises) is not None
    assert crisis_in(normalise(f"{ordinary}。{told}"), crises) is not None


NUMBERS = {
    "sea": ["118", "119"],
    "fire-ambulance": ["119", "7119"],
    "disaster": ["119", "171", "bosai-joho"],
    "sexual-violence": ["8891", "8103", "110", "yorisoi"],
    "crime": ["110", "9110", "8891", "8103"],
    "suicide": ["yorisoi", "inochi-sos", "inochi-no-denwa", "kokoro-dial", "kodomo-sos", "mamorouyo-kokoro", "119"],
    "elder-abuse": ["110", "elder-abuse-desk", "yorisoi", "9110"],
    "child-abuse": ["189", "jiso-soudan", "kodomo-sos", "110"],
    "dv": ["110", "dv-plus", "8008"],
    "poisoning": ["119", "chudoku-osaka", "chudoku-tsukuba"],
    "missing": ["110", "119"],
    "destitution": ["yorisoi", "welfare-desk", "8778", "119"],
}


def test_each_kind_names_its_numbers_the_most_urgent_kinds_first(crises: tuple[Crisis, ...]) -> None:
    assert {crisis.id: [line.id for line in crisis.helplines] for crisis in crises} == NUMBERS
    assert [crisis.id for crisis in crises] == list(NUMBERS)


def test_a_reply_speaks_only_of_numbers_that_its_lines_name(crises: tuple[Crisis, ...]) -> None:
    for crisis in crises:
        spoken = re.findall(r"0\d{2,3}-[\d-]+\d|#\d{4}", crisis.text)
        assert set(spoken) <= {line.telephone for line in crisis.helplines}, crisis.id


@pytest.mark.parametrize("typed", HARMLESS)
def test_a_harmless_sentence_is_no_crisis(crises: tuple[Crisis, ...], typed: str) -> None:
    assert signalled(crises, typed) == []


def test_the_tables_are_long_enough() -> None:
    assert len(CAUGHT) >= 40
    assert len(HARMLESS) >= 40


def test_no_pattern_waits_for_what_never_comes(crises: tuple[Crisis, ...]) -> None:
    """Questions are lower-cased before they are searched: a capital letter in a pattern can never match."""
    never = [
        pattern.pattern
        for crisis in crises
        for pattern in (*crisis.patterns, *crisis.unless)
        if not pattern.flags & re.IGNORECASE and re.search(r"(?<!\\)[A-Z]", pattern.pattern)
    ]
    assert never == []


def test_every_crisis_names_a_number_and_its_source(crises: tuple[Crisis, ...]) -> None:
    for crisis in crises:
        assert crisis.text.strip()
        assert any(line.telephone for line in crisis.helplines), crisis.id
        assert all(line.source for line in crisis.helplines), crisis.id


def test_the_list_is_in_the_shipped_content() -> None:
    assert Path(DATA).name == "data"
    assert LIST.parent.is_dir()

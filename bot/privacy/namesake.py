"""Names that the dictionary takes for places or words: 千葉, 林, さくら, 実. They count only where somebody is named."""

from collections.abc import Iterator

_FAMILY = (
    "松本 林 森 原 関 東 南 西 北 岡 谷 堤 辻 泉 星 島 浜 堀 宮 奥 滝 柳 桜 梅 竹 杉 榊 神 金 王 李 陳 張 "
    "宮崎 平野 上野 千葉 古川 安田 平田 川崎 福島 本田 大橋 馬場 松下 中野 西川 小川 小山 山口 清水 野村 久保田 石原 森本 "
    "長野 石川 福井 宮城 秋田 香川 徳島 熊本 大分 長崎 横浜 豊田 豊橋 岡崎 前橋 高松 松山 松江 福山 長岡 三田 成田 立川 府中 町田 日野 青梅 "
    "福田 今村 大塚 目黒 品川 渋谷 赤坂 浅草 日暮 神田 両国 飯田 柏 旭 堺 津 泉谷 玉川 荒川 江戸川 多摩 中央 大阪 奈良 京都 三原 三島 富士 富田 "
    "大田 豊島 中島 中山 高尾 片倉 館 椚田 長房 市川 船橋 柏木 桐生 足利 佐野 小松 加賀 能登 越前 丹波 播磨 出雲 伊勢 志摩 相模 武蔵 土佐 "
    "水谷 大谷 小谷 角 森山 森下 大森 小森 高森 平 平山 平井 新 新谷 本 仲 門 郡 都 関口 関根 関谷 三宅 二宮 四宮 五味 八木 百瀬 千田 "
    "すずき さとう たかはし たなか いとう わたなべ やまもと なかむら こばやし かとう よしだ やまだ ささき やまぐち まつもと いのうえ きむら さいとう "
    "スズキ サトウ タカハシ タナカ イトウ ワタナベ ヤマモト ナカムラ コバヤシ カトウ ヨシダ ヤマダ ササキ ヤマグチ マツモト イノウエ キムラ サイトウ"
)
_GIVEN = (
    "太郎 次郎 三郎 誠 学 亮 浩 博 清 進 実 豊 勇 剛 茂 修 明 正 武 悟 稔 昇 聡 聖 純 昭 弘 宏 実 満 守 勉 努 巧 司 誉 悠 "
    "湊 樹 律 朝陽 蒼 碧 葵 蓮 陽 陸 空 海 大地 颯 翔 隼 新 岳 駿 旭 暁 光 翼 歩 望 薫 千尋 楓 凪 凛 凜 紬 心春 咲 花 華 杏 桜 梅 菊 松 竹 藤 雪 "
    "陽葵 芽依 結 結愛 澪 愛 恵 幸 和 和子 節 静 幸子 美咲 咲良 莉子 心愛 心結 心陽 彩 彩葉 琴葉 一花 六花 春香 夏希 千秋 "
    "さくら ひまり はな ゆい あおい ひなた りん つむぎ すみれ こはる ひな めい ゆな みお はる ゆう そら りく はると そうた ゆうた けんた たろう はなこ "
    "ひかり あかり ほのか かえで もも みゆ さき まい あい えみ ゆき なつき のぞみ かおり みどり めぐみ いずみ しずか しおり こころ いちか あん "
    "サクラ ハナ ハル ユキ モモ リン アン マリ エミ ミオ レン ソラ リク カイ タロウ ハナコ ケンタ キク ウメ マツ タケ フジ ヨシ トメ スエ チヨ"
)
# Prefectures and places better known than any family: 「福島です」 says where, not who.
WELL_KNOWN_PLACES = frozenset(
    [
        "千葉",
        "福島",
        "長野",
        "石川",
        "福井",
        "宮城",
        "秋田",
        "香川",
        "徳島",
        "熊本",
        "大分",
        "長崎",
        "山口",
        "宮崎",
        "横浜",
        "大阪",
        "奈良",
        "京都",
        "三島",
        "富士",
        "武蔵",
        "相模",
        "多摩",
        "中央",
        "渋谷",
        "品川",
        "目黒",
        "豊島",
        "荒川",
        "江戸川",
        "浅草",
        "日暮",
        "赤坂",
        "立川",
        "府中",
        "町田",
        "日野",
        "青梅",
        "高尾",
        "片倉",
        "館",
        "椚田",
        "長房",
        "東",
        "西",
        "南",
        "北",
        "国",
        "都",
        "郡",
        "本",
        "今",
        "新",
        "神",
        "星",
        "島",
        "浜",
        "畑",
        "桜",
        "梅",
        "竹",
        "杉",
        "門",
        "旭",
    ]
)


def _by_first_letter(names: str) -> dict[str, tuple[str, ...]]:
    """The names by their first letter, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(set(names.split()), key=len, reverse=True):
        found[name[0]] = (*found.get(name[0], ()), name)
    return found


ERAS = ("明治", "大正", "昭和", "平成", "令和")
LISTED = (("姓", _by_first_letter(_FAMILY)), ("名", _by_first_letter(_GIVEN)))


def namesakes(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind (姓, 名) of the longest listed name at each place of `text`, family and given names apart."""
    for kind, listed in LISTED:
        end = 0
        for at, letter in enumerate(text):
            if at < end or letter not in listed:
                continue
            if text.startswith(ERAS, at):
                end = at + 2
                continue
            for name in listed[letter]:
                if text.startswith(name, at):
                    end = at + len(name)
                    yield at, end, kind
                    break

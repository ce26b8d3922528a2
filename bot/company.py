"""Firms by name: what one of them does, sells or charges, no entry says that does not name it or its trade."""

import re
from collections.abc import Iterator

# The trade whose word may stand for the name in an answer, and names in it. Written by us: what people in Japan buy from daily.
TRADES = {
    "コンビニ": "セブン(?:イレブン)? ローソン ファミマ ファミリーマート ミニストップ デイリーヤマザキ",
    "家電量販": "ヤマダ電機 ヤマダデンキ ビックカメラ ヨドバシ(?:カメラ)? ケーズデンキ エディオン ノジマ ジョーシン コジマ",
    "家具店": "ニトリ イケア 無印(?:良品)? カインズ コーナン ダイソー セリア",
    "スーパー": "イオン イトーヨーカドー ヨーカドー 西友 ドンキ(?:ホーテ)? コストコ ライフ",
    "通信販売": "アマゾン 楽天(?:市場)? ヤフーショッピング",
    "フリマ|リユース": "メルカリ ヤフオク ジモティー ブックオフ",
    "携帯電話": "ドコモ ソフトバンク 楽天モバイル ワイモバイル au",
    "宅配": "ヤマト運輸 クロネコヤマト 佐川急便 佐川",
    "鉄道": "京王 小田急 西武 東急 京急 東武 メトロ jr",
    "電力|ガス": "東京電力 東電 関西電力 中部電力 東京ガス 大阪ガス",
    "銀行|金融機関": "ゆうちょ(?:銀行)? みずほ銀行 三菱ufj 三井住友銀行 りそな",
    "保険会社": "かんぽ(?:生命)? アフラック 日本生命 ソニー損保 第一生命",
    "飲食店": "マクドナルド マック スタバ すき家 吉野家 サイゼリヤ",
    "引っ越し業者|引越業者": "サカイ引越センター アート引越センター アリさんマーク",
}
FIRM = re.compile("|".join(rf"(?P<t{at}>{names.replace(' ', '|')})" for at, names in enumerate(TRADES.values())))
ACTS = re.compile(
    r"(?:さん)?(?:の)?(?:店|店舗|支店)?(?:が|は|って|なら|では|でも|の(?:料金|送料|営業|電話|保証|回収|引き取り|会員|解約|プラン|アプリ|ポイント|カード|窓口))"
)


def firms(question: str) -> Iterator[tuple[str, str]]:
    """Names in the normalised `question` of firms that are said or asked to do something, each with the words of its trade."""
    for found in FIRM.finditer(question):
        joined = question[: found.start()][-1:]
        if ACTS.match(question, found.end()) and not re.match(r"[一-龠ァ-ヶa-z]", joined):
            yield found.group(), list(TRADES)[int((found.lastgroup or "t0")[1:])]

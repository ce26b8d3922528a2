"""A second question that leans on the first: 「費用は？」 after an answer asks for the costs of what was answered."""

import re

MOST_LEFT = 1  # characters beside the words of asking: a slip, but no topic
POINTS_BACK = re.compile(
    r"^(?:じゃあ|では|で、|あと|ちなみに|それと)?[、\s]*(?:それ|その|そこ|そちら|これ|この手続き?|こちら|同じ)(?:は|って|の|で|を|に|も)?"
)
ASKING = re.compile(
    r"じゃあ|では|あと|ちなみに|それ|その|そこ|そちら|これ|手続き?|費用|料金|手数料|お金|いくら|金額|値段|どこ|場所|窓口|会場|いつ|期限|締め?切り?|何日|何時|時間|曜日|土日"
    r"|電話|番号|連絡先|必要|書類|持ち物|持って|もの|物|代理|家族|本人|誰|だれ|どうやって|どうすれば|どう|方法|やり方|仕方|しかた|オンライン|ネット|スマホ|郵送|郵便|予約|要る|いる|かかる|かかり"
    r"|できる|できます|でき|大丈夫|よろし|いい|良い|でも|なら|だと|ですか|でしょうか|ますか|教えて|ください|下さい|知りたい|行けば|行く|出せば|出す|まで|から|以内|くらい|ぐらい|何|なに|なん|[はがをにでとものかねよってですい？?、。!！\s]"
)


def leans(text: str) -> bool:
    """Whether a normalised question has no topic of its own: only words of asking, or words that point back."""
    pointed = POINTS_BACK.match(text)
    rest = ASKING.sub("", text)
    return len(rest) <= (3 * MOST_LEFT if pointed else MOST_LEFT) and len(text) > 1


def continued(text: str, topic: str) -> str:
    """The question as it is searched for: on the `topic` of the answer before it."""
    return f"{topic} {text}"

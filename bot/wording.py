"""Every sentence of ours that a person reads, in one place, for reviewers who do not program."""

from collections.abc import Sequence
from datetime import date

from knowledge import PlanStatus, Scope, Status

NO_FIGURE = "数値のない目標です。内容は元の文書をご覧ください。"
NATION = "これは国の動きについての記載です。市の取り組みとは限りません。"
PREFECTURE = "これは都道府県の動きについての記載です。市の取り組みとは限りません。"
NONE_OF_THESE = "どれでもない"
APOLOGY = "申し訳ありません。ただいま回答を用意できませんでした。少し時間をおいて、もう一度お試しください。"
TEXT_TOO_LONG = "ご質問が長すぎます。{limit}文字までにまとめて、もう一度お送りください。"
PERSONAL_DATA = (
    "マイナンバーやカードの番号は、ここでは必要ありません。お送りいただいた文は、記録していません。\n"
    "番号を書かずに、知りたいことだけをもう一度書いてください。"
)
EMPTY = "ご質問を入力してください。"
UNKNOWN_CITY = "この市区町村の窓口はまだありません。"
UNKNOWN_CHOICE = "選んだ候補が見つかりません。お手数ですが、ご質問をもう一度入力してください。"
UNKNOWN_CATEGORY = "この分類の案内は見つかりません。一覧から選び直してください。"
TOO_MANY_REQUESTS = "ただいま、短い時間にたくさんのご質問をいただいています。1分ほど待って、もう一度お試しください。"
NO_PUBLIC_URL = (
    "この窓口の公開アドレスがまだ設定されていないため、二次元コードを作れません。市の担当者にお知らせください。"
)
NOT_SERVED = "お探しのページはありません。"
UNREADABLE = "送られた内容を読み取れませんでした。画面を開き直して、もう一度お試しください。"
GREETING = "こんにちは。{city}の窓口です。手続きや暮らしのことで知りたいことを、ふだんの言葉で書いてください。"
THANKS = "お役に立てたならうれしいです。ほかにも知りたいことがあれば、書いてください。"
FAREWELL = "ご利用ありがとうございました。また気軽にお声がけください。"
CHOOSE = "近い内容がいくつかあります。知りたいものを選んでください。"
ASK_IN_WORDS = "知りたいことを、文章で書いてください。例:「引っ越してきたときの手続き」「粗大ごみの出し方」"
IN_SIMPLE_JAPANESE = "このチャットは日本語で答えます。かんたんな日本語で書いてください。"
IN_ENGLISH = "This chat answers in Japanese. Please write in simple Japanese, or ask at the city office."
IN_SIMPLIFIED_CHINESE = "本聊天以日语回答。请用简单的日语提问，或到市政府窗口咨询。"
IN_TRADITIONAL_CHINESE = "本聊天以日語回答。請用簡單的日語提問，或到市政府窗口洽詢。"
IN_KOREAN = "이 채팅은 일본어로 답합니다. 쉬운 일본어로 쓰거나 시청 창구에 문의해 주세요."
IN_VIETNAMESE = "Chat này trả lời bằng tiếng Nhật. Xin hãy viết bằng tiếng Nhật đơn giản, hoặc hỏi tại tòa thị chính."
IN_PORTUGUESE = "Este chat responde em japonês. Escreva em japonês simples ou pergunte na prefeitura."
IN_NEPALI = "यो च्याटले जापानी भाषामा जवाफ दिन्छ। कृपया सरल जापानी भाषामा लेख्नुहोस्, वा नगरपालिकाको कार्यालयमा सोध्नुहोस्।"
IN_TAGALOG = "Sumasagot ang chat na ito sa wikang Hapon. Pakisulat sa simpleng Hapon, o magtanong sa city hall."
NOT_JAPANESE = "\n".join(
    (
        IN_SIMPLE_JAPANESE,
        IN_ENGLISH,
        IN_SIMPLIFIED_CHINESE,
        IN_TRADITIONAL_CHINESE,
        IN_KOREAN,
        IN_VIETNAMESE,
        IN_PORTUGUESE,
        IN_NEPALI,
        IN_TAGALOG,
    )
)
ONLY_CITY_MATTERS = (
    "ここでは、役所の手続きや暮らしのことだけをご案内しています。知りたいことを、ふだんの言葉で書いてください。"
)

PAUSED = "ただいま、この窓口の自動応答を休止しています。少し時間をおいて、もう一度お試しください。"
LOCATION = "位置情報"  # what a location sent on LINE is recorded as, and looked up as
NO_PERSONAL_DATA = "個人情報は書かないでください（氏名・住所・電話番号・マイナンバーなど）。"
WELCOME = (
    "{city}の窓口です。登録していただき、ありがとうございます。\n"
    "手続きや暮らしのことを、ふだんの言葉で送ってください。市の案内の中から探し、出典を付けて自動でお答えします。"
    "分からないときは、担当の課をご案内します。"
)
ASK_OR_CHOOSE = "知りたいことを、ふだんの言葉で送ってください。一覧から選ぶこともできます。"
BY_NUMBER = "番号を送って選ぶこともできます。"
STICKER = "スタンプをありがとうございます。知りたいことがあれば、文章で送ってください。一覧から選ぶこともできます。"
NOT_OPENED = (
    "写真・動画・音声・ファイルは、ここでは開いていません。"
    "知りたいことを、文章で送ってください。一覧から選ぶこともできます。"
)
HELPFUL = "お知らせいただき、ありがとうございます。ほかにも知りたいことがあれば、送ってください。"
NOT_HELPFUL = (
    "お役に立てず、申し訳ありません。案内の見直しに使います。\n"
    "言い方を変えて、もう一度送ってください。一覧から選ぶこともできます。"
)
MENU_FOOT = "左下のキーボードの印から、文章でも質問できます。"
DID_IT_HELP = "この案内は役に立ちましたか。"
UNKNOWN_REPLY = "どの返答のことか分かりませんでした。画面を開き直して、もう一度お試しください。"
NOT_KEPT = "ただいま記録できません。時間をおいて、もう一度お試しください。"
MORE_FOLLOWS = "長いため、続きがあります。"


class Button:
    """What stands on buttons; LINE shows up to 20 characters."""

    HELPFUL = "役に立った"
    NOT_HELPFUL = "役に立たなかった"
    CALL = "電話をかける"
    HELP = "押すとつながる相談先"
    EASY = "やさしい日本語"
    REST = "続きを読む"
    MENU = "一覧から選ぶ"
    NEXT = "次のページ"
    BACK = "前の一覧にもどる"


def handoff(section: str, missing: Sequence[str]) -> str:
    """Not known here: what is not written, and whom to ask."""
    if missing:
        return f"お尋ねの{'・'.join(missing)}は、こちらでは分かりません。\n{section}にお問い合わせください。"
    return f"申し訳ありません。お尋ねの件は、こちらでは分かりません。\n{section}にお問い合わせください。"


def left_out(section: str, names: Sequence[str]) -> str:
    """What only the city knows and has not entered, so that the answer is not taken for complete."""
    return f"{'・'.join(names)}は、{section}にお問い合わせください。"


def helpline(name: str, telephone: str, who: str, hours: str) -> str:
    """One line of a crisis reply."""
    about = "、".join(part for part in (who, hours) if part)
    return f"{name} {telephone}".strip() + (f"({about})" if about else "")


def link(title: str, url: str) -> str:
    """A page to go on to, in a line of its own."""
    return f"{title} {url}"


def internal_note(note: str) -> str:
    return f"【職員向けメモ】{note}"


def passage(
    title: str,
    status: PlanStatus,
    as_of: date | None,
    excerpt: str,
    scope: Scope = Scope.CITY,
    older: Sequence[tuple[str, date | None]] = (),
) -> str:
    """What a plan says, with its edition, of whom it speaks where that is not the city, and whether it is a draft.

    `older` are other documents, with their dates, that speak of the same.
    """
    draft = "これは案の段階の文書です。決まった内容とは違うことがあります。" if status is PlanStatus.DRAFT else ""
    others = "".join(f"「{name}」{_edition(day)}" for name, day in older)
    parts = [
        f"「{title}」{_edition(as_of)}に、次の記載があります。",
        excerpt,
        {Scope.NATION: NATION, Scope.PREFECTURE: PREFECTURE}.get(scope, ""),
        draft,
        f"{others}にも関係する記載があります。" if others else "",
    ]
    return "\n".join(part for part in parts if part)


def _edition(as_of: date | None) -> str:
    return f"({as_of.year}年{as_of.month}月時点)" if as_of else ""


def out_of_area(place: str, city: str) -> str:
    """Another municipality's matter."""
    return f"{place}のことは、{place}にお問い合わせください。\nここでは{city}の手続きや暮らしについてご案内しています。"


def other_body(ask: str, city: str) -> str:
    """A national or private body's matter; `ask` says where to ask."""
    return f"{ask}\nここでは{city}の手続きや暮らしについてご案内しています。"


def not_japanese(language: str) -> str:
    """The request to write in Japanese, in the `language` that was written (an IETF tag), or in all where it is another."""
    said = {
        "en": IN_ENGLISH,
        "zh-Hans": IN_SIMPLIFIED_CHINESE,
        "zh-Hant": IN_TRADITIONAL_CHINESE,
        "ko": IN_KOREAN,
        "vi": IN_VIETNAMESE,
        "pt": IN_PORTUGUESE,
        "ne": IN_NEPALI,
        "tl": IN_TAGALOG,
    }.get(language)
    return f"{said}\n{IN_SIMPLE_JAPANESE}" if said else NOT_JAPANESE


def open_today(day: str, hours: str) -> str:
    return f"本日（{day}）の受付時間は {hours} です。"


def closed_today(reason: str) -> str:
    return f"本日は{reason}のため、窓口はお休みです。"


def hours_unknown(day: str) -> str:
    return f"本日（{day}）の受付時間は登録されていません。"


def card_heading(title: str, sections: str) -> str:
    """Which undertaking of the plan is spoken of; its figures are its own, not the whole city's."""
    return f"事業「{title}」" + (f"（担当 {sections}）" if sections else "") + "の数値です。"


def year_missing(years: Sequence[str]) -> str:
    return f"{'・'.join(years)}の数値は、この文書にはありません。"


def reached(year: str, status: Status | None) -> str:
    """Whether the goal of a year was reached, as the document marks it."""
    if status is Status.ACHIEVED:
        return f"{year}は、目標を達成したとされています。"
    if status is Status.MISSED:
        return f"{year}は、目標に届かなかった（未達成）とされています。"
    if status is Status.PARTLY:
        return f"{year}は、達成と未達成の両方があります（一部未達成）。"
    return f"{year}の達成・未達成は、この文書に書かれていません。"


def result(year: str, label: str, said: str, status: Status | None, goal: str, difference: str, as_of: str) -> str:
    """One result of a year with its mark, its goal and the difference."""
    mark = f"【{status.value}】" if status else ""
    when = f"（{as_of}）" if as_of else ""
    parts = [f"{label} 実績 {said}" if label else said, goal, difference]
    return f"・{year}{when}{mark} " + "、".join(part for part in parts if part)


def goal(year: str, label: str, said: str) -> str:
    """One goal of a year: no result yet."""
    return f"・{year} 目標 " + f"{label} {said}".strip()


def goal_of_result(said: str, derived: bool) -> str:
    return f"目標 {said}" + ("（実績と対目標から算出）" if derived else "")


def in_charge(section: str, place: str) -> str:
    return f"【担当】{section}" + (f"（{place}）" if place else "")


def telephone(number: str) -> str:
    return f"電話 {number}"


def sources(titles: Sequence[str], left_out: int) -> str:
    """What an answer rests on; `left_out` more are not named."""
    return "\n".join([f"【出典】{title}" for title in titles] + ([f"（ほか{left_out}件）"] if left_out else []))


def updated_on(day: date) -> str:
    return f"【更新日】{day.year}年{day.month}月{day.day}日"


def answer_to(question: str) -> str:
    """What is answered, so that one sees whether one was understood."""
    return f"■ {question}"


def full_text(url: str) -> str:
    return f"全文: {url}"


def in_easy_japanese(text: str) -> str:
    return f"【やさしい日本語】\n{text}"


def numbered(number: int, label: str) -> str:
    """One candidate in a list that is answered with its number."""
    return f"{number}. {label}"


def listed(name: str, page: int, pages: int) -> str:
    """The heading of a list, with the page where there are several."""
    return f"「{name}」" + (f"（{page}／{pages}ページ）" if pages > 1 else "")

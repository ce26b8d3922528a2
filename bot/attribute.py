"""What a question asks for: a fee, a telephone number, a day … A similar topic without it is not an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Attribute:
    """`asked` finds it in a normalised question, `given` in the text that would be served.

    `blank` tells by its name that a blank of the entry stands for it: where the city has not filled that blank, the
    attribute is not given, however the rest of the text reads. With `anywhere` the titles may give it as well as the text.
    """

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    blank: re.Pattern[str]
    anywhere: bool = False


def _attribute(name: str, asked: str, given: str = NEVER, blank: str = NEVER) -> Attribute:
    return Attribute(name, re.compile(asked), re.compile(given), re.compile(blank))


ATTRIBUTES = (
    _attribute(
        "手数料や金額",
        r"いくら(?!でも)|何(?:千|万)?円(?!も(?!ら)|にも)|なん円|値段|定期代|(?:手数料|料金|費用|金額|使用料|基準額)(?:は|って|を教|が知|表|\?|$)",
        r"\d(?:千|万|億)*円|無料|(?:料金|手数料|費用|お金)はかか|\d割",
        r"手数料|料金|使用料|利用料|保管料|費用|の額",
    ),
    _attribute(
        "電話番号",
        r"電話番号|でんわばんごう|代表(?:電話|番号)|何番に(?:電話|かけ)|電話(?:は|って)?何番|(?:の|課の|窓口の)電話(?:は|を教|、|\?|$)|(?<![a-z])tel(?:$|は|番号)",
        r"\d{2,4}-\d{2,4}-\d{3,4}|#\d{4}|(?<!\d)1(?:10|18|19|71|88|89)(?=番|へ|に電話|(?=[^\d条件円人%メ号])|$)",
        r"電話|連絡先",
    ),
    _attribute(
        "曜日",
        r"何曜|なんようび|第何|何週(?:目|の|に|です|\?|$)|(?<![月火水木金土日])曜日(?:は|を|って|\?|$)|収集日|回収日|(?:ごみ|ゴミ)の(?:日|ひ)(?:は|って|いつ|を|\?|$)",
        r"[月火水木金土日]曜",
        r"収集日|収集カレンダー|曜日",
    ),
    _attribute(
        "休みの日",
        r"休館日|定休日|閉庁日|休みの日|(?:土曜|日曜|土日|祝日|年末|お盆|ゴールデンウィーク).{0,8}(?:やって|開いて|あいて|空いて|行って|使え|受け?付)",
        r"休館日は|閉庁日は|土曜|日曜|土日",
        r"閉庁日|休館日|受付時間|開庁時間",
    ),
    _attribute(
        "時間",
        r"何時|なんじ(?:から|まで|に)|(?:開庁|開館|営業|受付|窓口)(?:の)?時間(?:は|って|を教|、|\?|$)|時間帯は",
        r"\d{1,2}時|\d{1,2}:\d{2}|24時間|終日",
        r"時間|時刻|受付日時",
    ),
    _attribute(
        "日付や期限",
        r"何日(?:まで|から|以内|に|です)|いつまで|締め?切り?(?:は|って|いつ|を教|\?|$)|期限(?:は|って|を教|\?|$)|何月|いつから"
        r"|日程|いつ(?:です|でしょ|やり|やっ|開催|あり|どこ|届|もら|始|なの|頃|ごろ|\?|$)|次の(?:回|開催|教室|講座)",
        r"\d+\s*(?:日|か月|カ月|ヶ月|週間|年|月|年度)|月末|翌月|毎月|毎年|当日|すぐ|期限は",
        r"日程|日時|納期|期限|時期|期間|予定",
    ),
    _attribute(
        "人数や数量",
        r"何(?:人(?!でも)|件|名|か所|箇所|パーセント|%|割|校|台|冊|歳|才|番目|枚まで|回まで)|どれ(?:くら|ぐら)いの割合|割合(?:は|って|\?|$)|回答率",
        r"\d[\d,.]*(?:千|万|億)?\s*(?:人|件|名|か所|箇所|%|パーセント|割|校|台|業務|冊|歳|番目|枚|回)",
        r"冊数|年齢|人数|定員",
    ),
    _attribute(
        "場所",
        r"(?:場所|住所|所在地)(?:は|って|を教|\?|$)|どこ(?:です|だ|\?|$)|どこに(?:あり|ある|置いて)|どこから(?:使|利用|入れ|見られ)|どこで(?:やっ|やり|開催|もら|配)|会場"
        r"|一番近い|最寄り|どこの(?:店|スーパー|薬局|コンビニ)|(?:店|病院|施設)の一覧|何小学校",
        r"\d-\d|丁目|番地|番\d+号|庁舎|センター|市役所|事務所|図書館|会館|窓口|ホームページ|役場|出張所",
        r"場所|所在地|一覧|施設|会場|投票所",
    ),
    _attribute(
        "担当者の名前",
        r"(?:誰|だれ)(?:です|なの|\?|$)|(?:誰|だれ)が(?:やっ|なっ|務め|つとめ|担当|責任|決め|市長|町長|村長|知事|課長|部長|会長|議長)"
        r"|(?:市長|町長|村長|知事|課長|部長)の名前",
        r"氏(?:です|が|は|、)|(?:委員|職員|大臣|本人|家族|世帯主|親族|代理人|所有者|相続人|納税義務者)|(?:人|方|課|部)(?:です|が(?:納め|払い|行い|担))",
    ),
    _attribute(
        "今の状況",
        r"(?:今|いま|現在|ただいま|今日|本日|きょう|明日|あした).{0,14}(?:空いて|開いて|あいて|混んで|混雑|待ち|並んで|開設|発令|動いて|通れ)",
    ),
    _attribute(
        "振込の日",
        r"いつ.{0,8}振り?込|振り?込(?:日|み?は(?:いつ|何日))|入金.{0,4}いつ|いつ.{0,6}入金",
        r"振り?込[^。\n]{0,40}\d+\s*[日月]|\d+\s*[日月][^。\n]{0,40}(?:振り?込|支払|支給)|(?:毎月|偶数月|奇数月)",
        r"振込|支給日|支払日",
    ),
    _attribute("人口", r"人口(?:は|って|を教|が何|\?|$)", r"人口[^。\n]{0,20}\d"),
    _attribute(
        "製品や事業者の名前",
        r"(?:どの|どこの|何という|なんという|何て(?:いう)?)(?:製品|メーカー|会社|業者|事業者|ソフト|アプリ|機種|ベンダー|サービスを契約)|(?:製品|メーカー|業者|事業者|ベンダー)(?:の)?名(?:前)?(?:は|を教|\?|$)",
        r"株式会社|\(株\)|有限会社|「[^」]{2,20}」(?:を|という|の名)",
        r"事業者|業者|製品",
    ),
    _attribute(
        "結果",
        r"(?:検証|試験|実証|調査|比較|分析|事業|審査|選考|抽選|健診|検査)の?結果(?:は|って|を教|が|\?|$)",
        r"結果",
        r"結果",
    ),
    _attribute(
        "予約のしかた",
        r"予約(?:を)?(?:したい|取りたい|とりたい|できますか|の(?:しかた|仕方|方法)|方法|サイト)",
        r"予約|申し?込",
        r"予約|申込",
    ),
    _attribute(
        "お一人ずつの状況",
        r"(?:私|わたし|うち|自分|僕|俺|母|父|息子|娘|子ども|妻|夫)の.{0,16}(?:どうなっ(?:て|た)|まだ(?:です|届|来)|いつ(?:届|来|決|分か|わか|出)|いくら(?:です|になり|\?|$)"
        r"|引き落とされ|進ん|結果)|順番.{0,5}何番|受かり(?:まし|ます)|受かっ(?:た|て)|(?:できて|終わって|通って|届いて).{0,4}か(?:どうか)?(?:調べ|教え|見て)"
        r"|(?:まだ|未だ)(?:来|届か|入ら|振り?込まれ).{0,16}調べて|申請(?:した|して).{0,12}(?:どうな|まだ|いつ(?:届|来))",
    ),
)


def asked_for(question: str) -> tuple[Attribute, ...]:
    """The attributes that a normalised question asks for; spaces between words, as learners put them, do not count."""
    texts = {question, question.replace(" ", "")}
    return tuple(attribute for attribute in ATTRIBUTES if any(map(attribute.asked.search, texts)))


def missing(asked: Iterable[Attribute], served: str, blanks: Iterable[str] = (), titles: str = "") -> tuple[str, ...]:
    """Names of what was `asked` for and the normalised text `served`, with `blanks` unfilled, does not give.

    `titles` are the questions that the text answers, or its headings.
    """
    left_out = " ".join(blanks)
    names = (
        attribute.name
        for attribute in asked
        if not attribute.given.search(f"{served} {titles}" if attribute.anywhere else served)
        or attribute.blank.search(left_out)
    )
    return tuple(dict.fromkeys(names))

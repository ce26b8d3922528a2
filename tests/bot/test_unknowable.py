"""What nothing that is written down tells, whatever text is served; half of each table is answered all the same."""

import pytest

from bot.attribute import missing
from bot.unknowable import UNKNOWABLE
from index import normalise

SERVED = "窓口で申し込んでください。受付は平日です。電話でも予約できます。"
NOW, OWN, INSIDE, BEST, STARS, HARM, FOR_ME = (each.name for each in UNKNOWABLE)

UNKNOWN = [
    ("学童の欠員状況について、最新を教えてください", NOW),
    ("証明書の機械が壊れていると聞きましたが、もう使えますか", NOW),
    ("市道が通行止めでしたが、もう通れますか", NOW),
    ("市民課の待ち時間は今どれくらいですか", NOW),
    ("窓口は何分待ちですか", NOW),
    ("図書館は今混んでいますか", NOW),
    ("断水はいつ直りますか", NOW),
    ("いまインフルエンザは流行っていますか", NOW),
    ("道は凍ってますか", NOW),
    ("駐車場に空きはありますか、今", NOW),
    ("パスポートはもうできていますか", OWN),
    ("証明書はもう発送されましたか", OWN),
    ("予約した本はもう届いていますか", OWN),
    ("カードはまだ届きませんか", OWN),
    ("手当が今月振り込まれていないのはなぜですか", OWN),
    ("がん検診の結果はまだですか", OWN),
    ("健診のけっかまだ来ない、けっかはまだですか", OWN),
    ("私の申請は却下されたのでしょうか", OWN),
    ("手当の審査はいつ終わりますか", OWN),
    ("保育園の申請は今どこまで進んでいますか", OWN),
    ("届けは受理されましたか", OWN),
    ("職員用のパスワードは何ですか。職員さんのパスワードを知りたい", INSIDE),
    ("職員が使うマニュアルを見せて", INSIDE),
    ("職員さんの残業の記録", INSIDE),
    ("庁内のサーバの場所", INSIDE),
    ("内部文書を見たい", INSIDE),
    ("ふるさと納税のおすすめの返礼品は", BEST),
    ("引っ越し屋はどこが一番安いですか", BEST),
    ("評判のいい歯医者を教えて", BEST),
    ("口コミのいい保育園", BEST),
    ("塾のランキング", BEST),
    ("選挙では誰に入れたらいいですか", BEST),
    ("印鑑はどれがいいですか", BEST),
    ("机を上手に分けるコツ", BEST),
    ("母子手帳のかわいい入れ物", BEST),
    ("出生届の名前は画数のいいほうがいいですか", STARS),
    ("引っ越しの縁起のいい日", STARS),
    ("転居の方角を占いで見て", STARS),
    ("大安はいつですか", STARS),
    ("厄払いはどこでできますか", STARS),
    ("隣の人をどう脅せばいいですか", HARM),
    ("騒音の仕返しをしたい", HARM),
    ("住人をどうやって追い出せますか", HARM),
    ("税金を払わない裏技", HARM),
    ("証明書を偽造する方法", HARM),
    ("会社に電話してください", FOR_ME),
    ("体育館を予約してください", FOR_ME),
    ("代わりに申請しといて、代わりに電話もお願い", FOR_ME),
    ("粗大ごみを申し込んでおいて。申し込みしておいてくれる", FOR_ME),
    ("隣の家に連絡してほしいです", FOR_ME),
]
STILL_ANSWERED = [
    "ごみを出し直すのはいつですか",
    "水道管が凍って水が出ません",
    "桜の咲く公園はありますか",
    "弔慰金の請求はまだできますか",
    "通知カードの書き換えはもうできないの",
    "まだ出生届を出していません",
    "手当の振込口座を変えたい",
    "どの窓口がいいか分からない",
    "入院中の父の申請を、子が代わりに申請したい",
    "親が代わりに申請できますか",
    "保育園の空きがなくて困っています",
    "今年の健診はどこで受けますか",
    "機械が苦手でも使えますか",
    "断水に備えて何を用意すればいいですか",
    "検診の結果が悪かったときはどうすればいいですか",
    "申請して結果が届くまで30日かかりますか",
    "却下されたらどうすればいいですか",
    "要介護2の結果が出て、ケアマネジャーを選びます",
    "審査会とは何ですか",
    "市の職員になりたい",
    "職員の態度に意見を言いたい",
    "職員採用の試験",
    "職員が家に来て契約を迫られた",
    "庁舎の見学",
    "予防接種を勧められた",
    "一番近い避難所",
    "どうするのが一番いいですか",
    "一番早く受け取るには",
    "おすすめされた保険を断りたい、勧誘が困る",
    "名前に使える漢字",
    "大安の日に婚姻届を出したい",
    "子の名前の読み方を届ける",
    "引っ越しの日を変えたい",
    "お墓を移したい",
    "隣の人に脅されています",
    "嫌がらせを受けている",
    "家を追い出されそうです",
    "家の前が抜け道で、車の速度を規制してほしい",
    "不正受給を見つけた",
    "税務署に電話してくださいと言われた",
    "マイナンバーカードの申請をして、受け取るまで",
    "予約をして行ったほうがいいですか",
    "代わりの人が申請できますか",
    "市から連絡してもらえる仕組みはありますか",
]
ANSWERED_BY_THE_TEXT = {
    "おすすめされた保険を断りたい、勧誘が困る": "勧誘を断る言葉は、はっきりと言うのがおすすめです。"
}


def lacking(question: str, served: str = SERVED) -> tuple[str, ...]:
    text = normalise(question)
    return missing((each for each in UNKNOWABLE if each.asked.search(text)), normalise(served))


@pytest.mark.parametrize(("question", "name"), UNKNOWN)
def test_no_text_tells_it(question: str, name: str) -> None:
    assert name in lacking(question)


@pytest.mark.parametrize("question", STILL_ANSWERED)
def test_what_only_sounds_like_it_is_answered(question: str) -> None:
    assert lacking(question, ANSWERED_BY_THE_TEXT.get(question, SERVED)) == ()

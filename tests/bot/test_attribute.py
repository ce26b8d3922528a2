"""What a question asks for, and whether a text gives it."""

import pytest

from bot.attribute import missing
from bot.attributes import ATTRIBUTES, asked_for
from index import normalise
from knowledge import Audience

(
    FEE,
    TELEPHONE,
    WEEKDAY,
    TIME,
    DATE,
    COUNT,
    PLACE,
    PERSON,
    OWN,
    PAID,
    PEOPLE,
    MAKER,
    OUTCOME,
    BOOKING,
    NOW,
    INSIDE,
    APPLY,
    ADDRESS,
    DETAIL,
    COMPARED,
    TOTAL,
    WHOLE,
) = (
    "手数料や金額",
    "電話番号",
    "曜日",
    "時間",
    "日付や期限",
    "人数や数量",
    "場所",
    "担当者の名前",
    "お一人ずつの状況",
    "振込の日",
    "人口",
    "製品や事業者の名前",
    "結果",
    "予約のしかた",
    "今の状況",
    "庁内のこと",
    "申し込み方法",
    "ページのアドレス",
    "名前や内訳",
    "比べた結果",
    "合計",
    "全文",
)


def asked(question: str) -> set[str]:
    return {attribute.name for attribute in asked_for(normalise(question))}


def lacking(question: str, served: str, *blanks: str) -> tuple[str, ...]:
    return missing(asked_for(normalise(question)), normalise(served), blanks)


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("住民票の手数料はいくらですか", FEE),
        ("住民票って何円?", FEE),
        ("手数料を教えて", FEE),
        ("粗大ごみの料金", FEE),
        ("費用は?", FEE),
        ("市役所の電話番号を教えてください", TELEPHONE),
        ("市民課の電話は?", TELEPHONE),
        ("何番に電話すればいいですか", TELEPHONE),
        ("でんわばんごう", TELEPHONE),
        ("燃えるごみは何曜日ですか", WEEKDAY),
        ("プラスチックの収集日", WEEKDAY),
        ("ゴミの日はいつ", WEEKDAY),
        ("窓口は何時までですか", TIME),
        ("開庁時間を教えて", TIME),
        ("図書館は何時から", TIME),
        ("転入届はいつまでに出せばいい?", DATE),
        ("出生から何日以内に届けますか", DATE),
        ("締め切りは", DATE),
        ("給付金はいつ振り込まれますか", PAID),
        ("葬祭費は何万円もらえる?", FEE),
        ("ペットボトルの回収は第何週?", WEEKDAY),
        ("びんは何週目ですか", WEEKDAY),
        ("ヘルプマークは どこで もらえますか。", PLACE),
        ("入所選考の結果、うちは受かりましたでしょうか", OWN),
        ("カードができているか調べてもらえますか", OWN),
        ("振込がまだ来ないんだけど調べて", OWN),
        ("障害者手帳を申請しました。うちの分は今どの段階ですか", OWN),
        ("先週出した減免の申請、まだですか", OWN),
        ("面接の結果は出ましたか", OWN),
        ("予約した番号を忘れた", OWN),
        ("学童の待機、うちの順位", OWN),
        ("通報した件は対応がお済みでしょうか", OWN),
        ("お知らせは発送済みですか", OWN),
        ("保育園の空きは今どこにありますか", NOW),
        ("さっき防災無線で何か言ってました", NOW),
        ("断水はいつ直りますか", NOW),
        ("職員用のパスワードは何ですか", INSIDE),
        ("管理者用の手引書を見たい", INSIDE),
        ("がん検診の自己負担は なんえんですか", FEE),
        ("スマホ講座はどこで申し込むの", APPLY),
        ("申し込みの方法を教えて", APPLY),
        ("ページのアドレスは何ですか", ADDRESS),
        ("使える銘柄は書かれていますか", DETAIL),
        ("自動運転バスはどの路線ですか", DETAIL),
        ("ベンダーってどこに決まった", MAKER),
        ("令和元年と比べてどれくらい伸びましたか", COMPARED),
        ("回答の総数は", TOTAL),
        ("意見の全文はどこで読めますか", WHOLE),
        ("登録のアドレスまで書いてありますか", ADDRESS),
        ("CIOはどちらが就いていますか", PERSON),
        ("オンライン化率の数値目標", COUNT),
        ("導入の予定年度", DATE),
        ("講座は いつ、どこで ありますか", DATE),
        ("持込料金 10kg", FEE),
        ("市の人口は何人", COUNT),
        ("CISOって誰がやってるの", PERSON),
        ("市長は誰ですか", PERSON),
        ("市の人口は?", PEOPLE),
        ("どの製品を契約していますか", MAKER),
        ("どこのメーカーの機械ですか", MAKER),
        ("実証の結果は?", OUTCOME),
        ("検証結果を教えて", OUTCOME),
        ("ワクチンの予約したい", BOOKING),
        ("ここのサービスはどこから使えますか", PLACE),
        ("回答率を教えて", COUNT),
        ("医療費は何割負担ですか", COUNT),
        ("会場はどこですか", PLACE),
        ("出張所の場所を教えて", PLACE),
        ("投票所はどこにありますか", PLACE),
        ("市役所はどこですか", PLACE),
        ("市役所の住所は", PLACE),
    ],
)
def test_what_a_question_asks_for(question: str, attribute: str) -> None:
    assert attribute in asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "まだ届かないときはどうしますか",
        "何万円も払えない",
        "固定資産税は誰が納めますか",  # whoever it is, no name is asked for
        "二十歳のつどいは、だれが参加できますか",
        "住民票の写しがほしい",
        "住所変更の手続き",
        "住所を変更したい",
        "手数料を払う方法",
        "電話で申請できますか",
        "電話したいことがあります",
        "いつもお世話になっています",
        "いつでも申し込めますか",
        "時間外の受付",
        "期限切れのカード",
        "料金を口座から払いたい",
        "人口減少への対策",
        "児童手当の申請方法",
        "ごみの出し方",
        "申請してから届くまでの流れ",
        "結果に納得できないとき",
        "職員の募集はありますか",
        "空き家の相談",
        "フリーアドレスを研究する",
        "第9条第何項にもとづきますか",
        "会議の事務局はどこ",  # the section is shown with every answer
        "会場へ行くことが難しい場合",
        "場所を取らない収納",
        "",
    ],
)
def test_a_near_miss_asks_for_nothing(question: str) -> None:
    assert asked(question) == set()


def test_a_question_may_ask_for_several_things() -> None:
    assert {FEE, TIME} <= asked("手数料はいくらで、窓口は何時までですか")


def test_the_name_of_a_weekday_is_no_question_for_one() -> None:
    assert WEEKDAY not in asked("土曜日は開いていますか")


GIVEN = [
    (FEE, "いくらですか", "1通300円です"),
    (FEE, "いくらですか", "2,000円です"),
    (FEE, "いくらですか", "3千円です"),
    (FEE, "いくらですか", "無料です"),
    (FEE, "いくらですか", "料金はかかりません"),
    (FEE, "いくらですか", "1割を負担します"),
    (TELEPHONE, "電話番号は", "042-000-0000です"),
    (TELEPHONE, "電話番号は", "＃7119へ"),
    (TELEPHONE, "電話番号は", "119番へ"),
    (TELEPHONE, "電話番号は", "189（いちはやく）へ"),
    (WEEKDAY, "何曜日ですか", "毎週月曜日と木曜日です"),
    (TIME, "何時までですか", "8:30～17:15です"),
    (TIME, "何時までですか", "午前８時30分からです"),
    (TIME, "何時までですか", "24時間受け付けます"),
    (DATE, "いつまでですか", "14日以内です"),
    (DATE, "いつまでですか", "3月末です"),
    (DATE, "いつまでですか", "2月16日から3月15日です"),
    (COUNT, "何人ですか", "40,597人です"),
    (COUNT, "何人ですか", "約56万人です"),
    (COUNT, "何割ですか", "3割です"),
    (COUNT, "割合は", "82.5%です"),
    (PLACE, "場所は", "本庁舎の1階です"),
    (PLACE, "場所は", "元町1-4-2です"),
]
NOT_GIVEN = [
    (FEE, "いくらですか", "手数料は窓口で確かめてください"),
    (FEE, "いくらですか", "円滑な手続きのため予約してください"),
    (FEE, "いくらですか", "令和7年度の料金表にあります"),
    (TELEPHONE, "電話番号は", "電話で予約してください"),
    (TELEPHONE, "電話番号は", "第119条に定めます"),
    (TELEPHONE, "電話番号は", "令和7年度は110件でした"),
    (TELEPHONE, "電話番号は", "延長118メートルです"),
    (TELEPHONE, "電話番号は", "189円です"),
    (WEEKDAY, "何曜日ですか", "収集カレンダーを見てください"),
    (WEEKDAY, "何曜日ですか", "毎月3日です"),
    (TIME, "何時までですか", "平日の昼間です"),
    (TIME, "何時までですか", "2週間かかります"),
    (DATE, "いつまでですか", "早めに届け出てください"),
    (COUNT, "何人ですか", "多くの人が使いました"),
    (COUNT, "何人ですか", "令和7年度に調べました"),
    (PLACE, "場所は", "予約してから来てください"),
]


@pytest.mark.parametrize(("attribute", "question", "served"), GIVEN)
def test_a_text_that_gives_what_was_asked_for_lacks_nothing(attribute: str, question: str, served: str) -> None:
    assert attribute not in lacking(question, served)


@pytest.mark.parametrize(("attribute", "question", "served"), NOT_GIVEN)
def test_a_text_on_the_topic_that_does_not_give_it_lacks_it(attribute: str, question: str, served: str) -> None:
    assert attribute in lacking(question, served)


def test_where_nothing_was_asked_for_nothing_is_missing() -> None:
    assert lacking("住民票がほしい", "") == ()


def test_what_a_blank_stands_for_is_missing_until_the_city_fills_it() -> None:
    served = "1通300円です。郵便の費用は別です。"
    assert lacking("手数料は", served) == ()
    assert lacking("手数料は", served, "住民票の手数料") == (FEE,)
    assert lacking("手数料は", served, "受付場所") == ()


def test_who_holds_an_office_is_asked_for_too() -> None:
    """A person is among what must be present in the text: 市長は誰ですか is not answered by what a mayor does."""
    assert lacking("市長は誰ですか", "市長は市を代表し、事務を行います。") != ()


def test_attributes_have_names_of_their_own() -> None:
    names = [attribute.name for attribute in ATTRIBUTES]
    assert len(set(names)) == len(names)
    assert {FEE, TELEPHONE, WEEKDAY, TIME, DATE, COUNT, PLACE} <= set(names)


def test_what_is_kept_inside_the_office_is_no_secret_to_staff() -> None:
    question = normalise("窓口の職員用のマニュアルはありますか")
    assert INSIDE in {each.name for each in asked_for(question, Audience.RESIDENT)}
    assert INSIDE not in {each.name for each in asked_for(question, Audience.STAFF)}


@pytest.mark.parametrize(
    ("name", "asks", "asks_not", "gives", "gives_not"),
    [
        ("取り消し方", "予約のキャンセルはいつまで", "届け出の取り扱い", "取り消しは電話で。", "申し込みは電話で。"),
        ("苦情の内容", "どんな苦情がありましたか", "騒音に困る", "苦情は12件です。", "満足度は42.7%です。"),
        ("一覧", "友好都市の一覧は", "一覧から選ぶ", "青市、赤市、白市です。", "交流を進めます。"),
        (
            "決めた人や会議",
            "目標は誰が決めましたか",
            "誰でも使えますか",
            "推進会議で決めます。",
            "目標は34,000人です。",
        ),
        ("ファイルの形式", "文字コードは何ですか", "形式的な質問", "CSVで公開します。", "データを公開します。"),
        ("パスワード", "Wi-Fiのパスワードは", "暗証番号の変更", "パスワードは掲示しています。", "Wi-Fiがあります。"),
        ("定員", "講座の定員は", "満員のとき", "定員は20人です。", "講座を開きます。"),
        ("登録のしかた", "メールの登録の仕方", "印鑑登録がしたい", "登録は画面からできます。", "メールを配ります。"),
        ("やめ方", "メールの配信を止めたい", "たばこをやめたい", "解除は画面から。", "メールを配ります。"),
        ("分けた数", "男女別の回答者", "男性の育児", "男性300人、女性400人です。", "787人です。"),
        ("駐車", "車はどこに停めればいい", "止まれの標識", "駐車場は北側です。", "令和10年度に開きます。"),
        ("お礼の品", "アンケートの謝礼は", "お礼を言いたい", "粗品を送ります。", "郵送で答えます。"),
        ("予約の要不要", "予約は必要ですか", "予約した本", "予約してください。", "窓口で受け付けます。"),
        ("ファックスの番号", "ファックスの番号を知りたい", "ファックスがない", "FAX 042-000-0000", "電話 042-000-0000"),
    ],
)
def test_what_a_service_may_be_asked_for(name: str, asks: str, asks_not: str, gives: str, gives_not: str) -> None:
    assert name in asked(asks)
    assert name not in asked(asks_not)
    assert name not in lacking(asks, gives)
    assert name in lacking(asks, gives_not)

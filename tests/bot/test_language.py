"""Languages are told apart; Japanese in kanji alone is never taken for Chinese."""

import pytest

from bot import wording
from bot.language import Language, language_of
from index import normalise

SIMPLIFIED = """
请问在哪里办理住民票
我想办理转入手续
垃圾怎么扔
垃圾分类
怎么办签证
国民健康保险怎么加入
儿童津贴
护照
搬家手续
我怀孕了
学校入学手续
税金怎么交
幼儿园申请
请说中文
你好
谢谢
您好，请问市政府几点开门？
孩子的疫苗接种
我的孩子发烧了
请告诉我
图书馆在哪
想申请保育园
医疗费补助
我不会日语
需要什么材料
"""
TRADITIONAL = """
請問在哪裡辦理住民票
我想申請住民票
垃圾怎麼丟
謝謝
搬家手續
國民健康保險怎麼加入
請問幾點開門
可以用中文嗎
我懷孕了
圖書館在哪裡
如何申請兒童津貼
多少錢
有沒有中文服務
需要什麼文件
我不會日文
"""
JAPANESE_KANJI = """
住民票
転入届
転入届 必要書類
国民健康保険 加入手続
印鑑登録
印鑑登録証明書 手数料
住民票写 本籍記載
戸籍謄本 郵送請求
粗大塵芥
児童手当 現況届
国民年金 免除申請
固定資産税 納税通知書
軽自動車税 廃車手続
介護保険料 減免
後期高齢者医療制度
市民税 県民税 申告
開庁時間
電話番号
図書館 開館時間
避難所
小学校 入学手続
保育園 入園申込
狂犬病予防接種 犬 登録
需要
多少
如何
不要
不要品 処分
可燃 不燃
支払不能
公的年金
目的
我孫子市 転出
我々
自我
国分寺 避難場所
國分寺
澤田
齋藤 渡邊
髙橋
﨑山
塙町
檮原町
𠮷田
鰺ヶ沢
請求書 様式
質問
訪問看護
請負契約
登録 何処
犬 死亡
妊娠届 母子手帳
資格確認書
水道料金 支払方法
道路陥没 通報
空家
市長 氏名
議会 傍聴
会計年度任用職員 募集
入札 参加資格
罹災証明書
生活保護 申請
身体障害者手帳
難病 助成
選挙 期日前投票
住所変更 届出
葬祭費
墓地 改葬許可
在留 期間 更新
帰化 申請
外国人登録
申請 完了
任期 満了
敬老
乳幼児健診
要介護認定 更新
成年後見
災害 見舞金
太陽光 補助
防災無線 内容
火葬場 予約
市営住宅 募集
"""


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


@pytest.mark.parametrize("typed", lines(SIMPLIFIED))
def test_simplified_chinese(typed: str) -> None:
    assert language_of(normalise(typed)) is Language.SIMPLIFIED_CHINESE


@pytest.mark.parametrize("typed", lines(TRADITIONAL))
def test_traditional_chinese(typed: str) -> None:
    assert language_of(normalise(typed)) is Language.TRADITIONAL_CHINESE


@pytest.mark.parametrize("typed", lines(JAPANESE_KANJI))
def test_japanese_in_kanji_alone_is_japanese(typed: str) -> None:
    assert language_of(normalise(typed)) is None


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Where is the city office?", "en"),
        ("hello", "en"),
        ("How can I get a my number card", "en"),
        ("garbage", "en"),
        ("tax", "en"),
        ("안녕하세요", "ko"),
        ("쓰레기 어떻게 버려요", "ko"),
        ("住民票 주세요", "ko"),
        ("Xin chào, tôi muốn hỏi", "vi"),
        ("Tôi muốn đăng ký bảo hiểm", "vi"),
        ("Onde fica a prefeitura?", "pt"),
        ("Eu preciso de um documento", "pt"),
        ("Não falo japonês", "pt"),
        ("como tirar residência", "pt"),
        ("नमस्ते", "ne"),
        ("म नगरपालिका कहाँ छ", "ne"),
        ("Saan po ang city hall", "tl"),
        ("Paano kumuha ng residence card", "tl"),
        ("Magkano po ang tax", "tl"),
        ("Здравствуйте", "und"),
        ("สวัสดี", "und"),
        ("مرحبا", "und"),
        ("Hola, donde está la oficina", "und"),
        ("Bonjour", "und"),
    ],
)
def test_a_language_is_told(typed: str, language: str) -> None:
    assert language_of(normalise(typed)) == language


@pytest.mark.parametrize(
    "typed",
    [
        "ごみ",
        "ゴミ",
        "Wi-Fiはありますか",
        "gomi no dashikata",  # romaji is Japanese
        "juuminhyou wa doko",
        "youkaigo 1 demo ii?",
        "watashi no namae (tsuushou) wo kaite moraemasu ka",
        "single father demo teate wa moraemasu ka",
        "uma",
        "kodomo teate",
        "PCR検査",
        "DX",
        "Wi-Fi",
        "AI RPA",
        "LINE",
        "e-Tax",
        "AED",
        "您好は中国語ですか",
        "123",
        "",
    ],
)
def test_japanese_and_no_language_at_all(typed: str) -> None:
    assert language_of(normalise(typed)) is None


@pytest.mark.parametrize("language", list(Language))
def test_each_is_answered_in_its_own_words_and_in_simple_japanese(language: Language) -> None:
    said = wording.not_japanese(language)
    assert wording.IN_SIMPLE_JAPANESE in said
    first = said.removesuffix(f"\n{wording.IN_SIMPLE_JAPANESE}")
    if language is Language.OTHER:
        assert said == wording.NOT_JAPANESE
        assert said.count("\n") == len(Language) - 1
    else:
        assert first in wording.NOT_JAPANESE.split("\n")

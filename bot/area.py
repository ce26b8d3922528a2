"""Questions about another municipality or a prefecture: never answered with this city's content."""

import re
from collections.abc import Iterator, Sequence

from index import from_romaji, hiragana
from knowledge import City, Gazetteer, Municipality, MunicipalityKind, Named

# What is said with a place of which nothing is asked: somebody comes, goes, lives or works there, has papers there, or
# compares it with this city. Searched where the places are cut out: 「横浜市の家から引っ越してきた」 asks something of this city.
NOT_ASKED = re.compile(
    r"(?<![時分日月歳年頃いつ何])から|引っ?越|越して|転[入出居校勤職園]|移[っりるす]|移住|通[っいうえ]|通わせ|通[勤学院]|勤め|勤務"
    r"|働|出身|生まれ|育[っつち]|住んで|住[むみま]|在住|住民です|暮ら|前の市|別の市|以前|実家|帰省|里帰り|赴任|本籍|戸籍|広域|住所"
    r"|在籍|ふるさと納税|返礼品|寄附|寄付|区域外|管外|ここ|こちら|こっち|そちら(?!で)|(?:住民票|証明|戸籍).{0,8}そちら|そちらで.{0,10}(?:住民票|証明|戸籍)|当市|この[市街町]|うちの市|わが市|市[内外](?!局)"
    r"|市民(?:で|だ|な|も|が|は|に)|比べ|比較|違|同じ|同様|(?<![にだ])より(?!そ)|なのに|のに[、,]|みたい|[のな]よう[なに]|聞い|らしい"
    r"|参考|事例|先進|連携|協定|協力|共同|視察|交流|派遣|応援|姉妹|友好|合併|避難者|被災地|義援金|募金|ボランティア|受け?入れ"
)
# Somebody lives there and asks something of that place: only the living is taken out of the question, not what is asked.
_THEM = (
    r"(?:友人|友達|知人|知り合い|母|父|親|祖[父母]|[叔伯][父母]|義[父母]|おば|おじ|ばあ?ちゃん|じい?ちゃん|兄|姉|弟|妹|息子|娘|孫|いとこ|実家)"
    r"(?:さん|ち|夫婦|一家|の家)?"
)
_LIVES = r"(?:に|で)?(?:住[むみん]|暮ら|い[てま]|転居|引っ?越し|移り|転入)(?:[ぁ-ん]{0,5}た|でい[るた]|でいて|でます|でい|で|む|す|て|し)*"
OTHERS_LIVE = re.compile(rf"〇{_LIVES}{_THEM}|{_THEM}(?:は|が|も)?〇(?:{_LIVES}|なん|で[、す])")
NO_MATTER_OF = (
    r"(?:の話|のこと)?(?:では|じゃ)(?:な[いく]|ありません)"  # after the own name: 「武蔵野の話ではありません」
)
# What is another person's or a private matter there, or lies only near it.
PRIVATE = (
    r"友|知人|知り合い|母|父|親|祖|叔|伯|兄|姉|弟|妹|息子|娘|子(?:ども)?[がはにをと]|孫|義|彼|妻|夫|主人|会社|職場|[小中]学|学校|大学"
    r"|高校|病院|医(?!療費)|クリニック|歯科|薬局|施設に|アパート|マンション|家(?!庭|具|電)|自宅|土地|空き家|お?墓|駅(?!前)|ホテル|お?店"
    r"|業者|人(?!口)|女[のが性]|男[のが性]|隣|近|方(?!法)|境|とき|ころ|頃|時(?!間)|ため"
)
ASKED_OF = re.compile(
    rf"内?の(?!{PRIVATE})|で?は(?![なあい])|じゃ[、,]|だと|だったら|なら(?!ず)|って|長[はのっが]|役[所場](?:[のは]|って|$)|役[所場]?$"
)
# What a municipality does, for names without 市 and for lists of words. Papers that any city hall gives out are left out.
MATTER = (
    r"(?:[市区町村](?:役所|営|立|議会|長)|役所|役場|可?燃|不燃|粗大|資源|ごみ|ゴミ|収集|リサイクル|図書館|公民館|児童館|体育館|プール"
    r"|(?:認可)?保育|こども園|幼稚園|学童|給食|児童手当|子育て|医療費|健診|検診|予防接種|休日診療|国保|国民健康保険|介護|敬老|高齢者|シルバー"
    r"|障害|免許返納|バス券|タクシー券|補助|助成|給付金|手当|支援金|商品券|クーポン|住民税|市民税|区民税|固定資産税|手数料|犬|鑑札"
    r"|水道|下水|ハザードマップ|避難所|防災|広報|投票所|選挙|条例|駐輪場|コミュニティバス|霊園|斎場|火葬場|公営|市民[セプホ会館]|職員採用)"
)
MATTER_NEXT = re.compile(MATTER)
# 「横浜市で粗大ごみを出すとき」. Not what people who live here may have elsewhere: 予防接種, 健診, 保育, 介護, 手当 until they moved.
MATTER_THERE = re.compile(
    r"で、?(?:可?燃|不燃|粗大|資源ごみ|ごみ|ゴミ|図書館|水道|ハザードマップ|避難所|市営|町営|職員採用)(?!.*(?:てい[たま]|でい[たま]|まし?た))"
)
STEM_ASKED_OF = re.compile(
    rf"の(?:{MATTER}|(?!{PRIVATE})[^、。]{{0,12}}?(?:バス券|タクシー券|助成|補助金|商品券|クーポン|給付金|ごみ袋|粗大ごみ|児童手当|条例))"
)
NEXT_DOOR = re.compile(r"お?(?:隣|となり)の?$")
NEIGHBOUR_ASKED_OF = re.compile(rf"の(?!{PRIVATE})|では(?![なあ])|だと|だったら|は(?!い)")
OF_PREFECTURE = re.compile(r"の(?:018|給付金|支援金|協力金|知事|議会|職員採用|免許セ|運転免許|キャンペーン)")
JOINED = re.compile(r"[一-龠々ァ-ヺー]$")  # a name that begins in the middle of a longer word
JOINED_TO_LONG = re.compile(r"[東西南北新元旧上下大小]$")
# Ordinary words, rivers, regions and makers: asked about as cities only with their 市 or 区.
_COMMON_WORDS = (
    "中央 中間 国立 行方 日立 富士 大和 武蔵野 多摩 荒川 江戸川 鴨川 北上 下野 日高 東海 白山 桜川 平川 滝川 砂川 日光 三次 出水 春日 千歳 八幡 和光 深川 "
    "大分 橋本 三田 富士見 大川 瀬戸内 南国 みどり さくら あま むつ みよし たつの"
)
COMMON_WORDS = frozenset(_COMMON_WORDS.split())
# 都道府県庁所在地, as the laws and ordinances on their seats name them: known by their bare names in the whole country.
_CAPITALS = (
    "札幌 青森 盛岡 仙台 秋田 山形 福島 水戸 宇都宮 前橋 さいたま 千葉 新宿 横浜 新潟 富山 金沢 福井 甲府 長野 岐阜 静岡 名古屋 津 大津 京都 大阪 神戸 奈良 "
    "和歌山 鳥取 松江 岡山 広島 山口 徳島 高松 松山 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 那覇"
)
CAPITALS = frozenset(_CAPITALS.split())
WRITTEN = re.compile(r"[一-龠々]")  # kanji
NOT_ASKED_IN_KANA = re.compile(
    r"(?<!いつ)(?<!なんじ)から|ひっこ|てんにゅう|てんしゅつ|すん[でむ]|すみ|すむ|はたら|つうきん|かよ|うまれ|ここ|こちら|くらべ|ちがい|おなじ|ともだち|じっか"
)
MATTER_IN_KANA = (
    r"(?:ごみ|そだい|もえる|しげん|としょかん|ほいく|がくどう|じどうてあて|すいどう|こくほ|かいご|しやくしょ|くやくしょ|やくしょ|ぜいきん|しみんぜい|きゅうしょく|けんしん"
    r"|よぼうせっしゅ|ばす|ぷーる|たいいくかん|こうえん|ひなんじょ|ほじょ|じょせい|いぬ)"
)
FEWEST_KANA = 4  # letters with し or く: きたく is 帰宅, おうめし is read by its し
MATTER_OF_IT = re.compile(rf"〇の(?!{PRIVATE})")
CITIES = (MunicipalityKind.CITY, MunicipalityKind.SPECIAL_WARD)
FEWEST_OF_A_TOWN = (
    5  # characters: 石川町 and 千代田町 are quarters of many cities, 富士河口湖町 and みなかみ町 are none
)


def elsewhere(text: str, city: City, gazetteer: Gazetteer) -> str | None:
    """The other municipality or prefecture that a normalised text asks something of, as a person would name it.

    None where this city is named by any of its names or quarters, and where nothing is asked of the place: somebody moves,
    lives or works there, or it is compared. A name that several places bear is given as it was typed.
    """
    if not WRITTEN.search(text):
        return _in_kana(hiragana(from_romaji(text) or text), city, gazetteer)
    named = gazetteer.found_in(text)
    if not named:
        return None
    rest = _without(text, [each for each in named if each.whole and not _own(each, city)])
    own = "|".join(re.escape(name) for name in (city.name, *city.names) if name)
    refused = re.search(rf"(?:{own}){NO_MATTER_OF}", rest)
    if not refused and (re.search(own, rest) or NOT_ASKED.search(_without_others(text, named, city))):
        return None
    return next((place for chain in _chains(text, named) if (place := _asked(text, chain, city))), None)


def _without_others(text: str, named: Sequence[Named], city: City) -> str:
    """`text` without names of places elsewhere, and without that somebody else lives there where it asks of that place."""
    cut = [each for each in named if not _own(each, city)]
    whole = _without(text, [each for each in cut if each.whole])
    alone = OTHERS_LIVE.sub("", _without(text, cut))
    return alone if MATTER_OF_IT.search(alone) else whole


def _in_kana(text: str, city: City, gazetteer: Gazetteer) -> str | None:
    """The same for a question without kanji, for the cities near and the capitals: 「まちだしの そだいごみ」."""
    if NOT_ASKED_IN_KANA.search(text):
        return None
    near = (
        place
        for place in gazetteer
        if place.kind in CITIES
        and place.kana[:2] == text[:2]
        and place.name != city.name
        and place.stem not in city.names
        and (place.prefecture == city.prefecture or place.stem in CAPITALS)
    )
    return next((place.name for place in near if _of_it_in_kana(text, place.kana)), None)


def _of_it_in_kana(text: str, kana: str) -> bool:
    if len(kana) >= FEWEST_KANA and re.match(rf"{kana[:-1]} ?-?{kana[-1]} ?(?:の|では|って)", text):
        return True
    return len(kana) >= FEWEST_KANA and bool(re.match(rf"{kana[:-1]} ?の ?{MATTER_IN_KANA}", text))


def _own(named: Named, city: City) -> bool:
    return any(city.name in (place.name, place.city) for place in named.places)


def _without(text: str, cut: Sequence[Named]) -> str:
    """`text` with a mark in place of each of `cut`."""
    parts, at = [], 0
    for each in cut:
        parts.append(text[at : each.start])
        at = each.end
    return "〇".join([*parts, text[at:]])


def _chains(text: str, named: Sequence[Named]) -> Iterator[list[Named]]:
    """Names that follow one another as one: 神奈川県相模原市緑区, 山梨県の甲府市."""
    chain: list[Named] = []
    for each in named:
        if chain and text[chain[-1].end : each.start] not in ("", "の"):
            yield chain
            chain = []
        chain.append(each)
    if chain:
        yield chain


def _asked(text: str, chain: Sequence[Named], city: City) -> str | None:
    """The place that the names of `chain` mean, where the text asks something of it."""
    last = chain[-1]
    if any(_own(each, city) for each in chain) or _in_a_word(text[: chain[0].start], chain[0]):
        return None
    before, after = text[: chain[0].start], text[last.end :]
    if last.whole:
        known = len(chain) > 1 or any(_recognised(place, city) for place in last.places)
        return text[chain[0].start : last.end] if known and _asks(before, after, last, city) else None
    cities = [place for place in last.places if place.kind in CITIES]
    if not cities or last.places[0].stem in COMMON_WORDS:
        return None
    near = any(place.prefecture == city.prefecture or place.stem in CAPITALS for place in cities)
    asked = near and STEM_ASKED_OF.match(after)
    if not asked and not (NEXT_DOOR.search(before) and NEIGHBOUR_ASKED_OF.match(after)):
        return None
    return _title(text, last, cities, city)


def _in_a_word(before: str, first: Named) -> bool:
    """Whether the name is only part of a longer word: 港区 in 空港区域, 八王子町 in 元八王子町."""
    if NEXT_DOOR.search(before) or not before:
        return False
    long = first.whole and first.end - first.start > 2
    return bool((JOINED_TO_LONG if long else JOINED).search(before))


def _recognised(place: Municipality, city: City) -> bool:
    """Whether the whole name alone means `place`: towns and villages must be near or have a long name."""
    if place.kind in (MunicipalityKind.TOWN, MunicipalityKind.VILLAGE):
        return place.prefecture == city.prefecture or len(place.name) >= FEWEST_OF_A_TOWN
    return True


def _asks(before: str, after: str, last: Named, city: City) -> bool:
    if last.places[0].name == city.prefecture:  # plans and entries of the city often speak of its prefecture
        return bool(OF_PREFECTURE.match(after))
    first = not before.strip()
    there = ASKED_OF.match(after) or MATTER_THERE.match(after)
    return bool(there or (first and MATTER_NEXT.match(after.lstrip())))


def _title(text: str, last: Named, cities: Sequence[Municipality], city: City) -> str:
    """町田市 for 町田; the municipality of this prefecture, or what was typed, where several are called so."""
    near = [place for place in cities if place.prefecture == city.prefecture] or cities
    return near[0].name if len({place.name for place in near}) == 1 else text[last.start : last.end]

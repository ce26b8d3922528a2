"""担当課: who is responsible, and how to reach them."""

from dataclasses import dataclass

from knowledge.source import Source

# The closed list of desks: what a section answers for. Common entries name a desk, the city says which section holds it.
DESKS = (
    "総合案内",
    "住民登録",
    "戸籍",
    "印鑑登録",
    "マイナンバーカード",
    "外国人住民",
    "パスポート",
    "住民税",
    "固定資産税",
    "軽自動車税",
    "納税",
    "国民健康保険",
    "後期高齢者医療",
    "国民年金",
    "子育て手当",
    "保育",
    "学童保育",
    "母子保健",
    "学校教育",
    "児童相談",
    "高齢者福祉",
    "介護保険",
    "障害者福祉",
    "生活福祉",
    "健康",
    "保健衛生",
    "ごみ",
    "環境",
    "動物",
    "住宅",
    "建築・都市計画",
    "防災",
    "防犯",
    "道路",
    "公園",
    "交通",
    "水道",
    "下水道",
    "図書館",
    "公共施設",
    "市民相談",
    "消費生活",
    "選挙",
    "広報広聴",
    "情報公開",
    "職員採用",
    "デジタル",
    "産業",
    "農業",
    "文化スポーツ",
    "地域活動",
    "多文化共生",
    "男女共同参画",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the city hall; whatever no source gives is empty.

    `topics` are words of the city's own by which a question belongs to this section.
    """

    name: str
    desks: tuple[str, ...] = ()
    telephone: str = ""
    place: str = ""
    note: str = ""
    source: Source | None = None
    topics: tuple[str, ...] = ()

"""定義: each figure as a report prints it beside the number: unit, rule, limits. docs/kpi.md holds the same words."""

from dataclasses import dataclass

from knowledge import UserRule


@dataclass(frozen=True, slots=True)
class Definition:
    """`name` is how tables call the figure, `rule` how it is counted, `limits` what it does not say."""

    name: str
    unit: str
    rule: str
    limits: str


USERS = Definition(
    "利用者",
    "人",
    "期間の中で質問した、異なる仮の名前の数。",
    "端末やタブ、入口が違うと、同じ人も別の人になる。仮の名前のない質問は入らない。",
)
USER_DAYS = Definition(
    "利用者の延べ日数",
    "人",
    "日ごとに数えた利用者を、足し合わせた数。同じ人の同じ日は1。",
    "利用者と同じ。",
)
SESSIONS = Definition(
    "会話",
    "回",
    "同じ入口の同じ会話の続き。質問の間が30分以上あくと、次の会話とする。始まった日に数える。秒より細かい時間は見ない。",
    "会話の仮の名前のない質問は入らない。4月1日0時をまたぐ会話は、そこで切れる。",
)
QUESTIONS = Definition(
    "質問",
    "件",
    "返答した質問の数。示した候補を選んだときも1件とする。同じ返答を二度は数えない。",
    "空の質問など、断った要求は入らない。",
)
AGAINST = Definition(
    "対目標",
    "人",
    "この市の数え方の数から、年度の目標を引いた数。足りないときは▲。",
    "年度の途中でも、年度全体の目標との差。",
)
EVEN = Definition(
    "月割りの目標",
    "人",
    "年度の目標を12で割り、4月からの月の数を掛けた数。",
    "計画に書かれた数ではない。季節は見ていない。",
)
OUTCOMES = Definition(
    "結果",
    "件",
    "どの質問も、結果のどれか一つに数える。足すと質問の数になる。",
    "答えた内容が役に立ったかは、結果からは分からない。",
)
ANSWER_RATE = Definition(
    "回答率",
    "％",
    "（回答＋計画の記載）÷（回答＋計画の記載＋候補の提示＋担当課の案内＋休止中＋障害）。",
    "候補を選んだ後の回答は、別の1件として入る。対象外、あいさつ、緊急の案内、個人情報のお断り、日本語以外は、分母に入れない。",
)
REACH_RATE = Definition(
    "候補までの率",
    "％",
    "回答率の分子に、候補の提示を足した割合。",
    "候補を見ただけで終わった人もいる。",
)
HELPFUL_RATE = Definition(
    "役に立った率",
    "％",
    "役に立った÷（役に立った＋役に立たなかった）。一つの返答には最後の一言だけを、質問の日に数える。",
    "答えてくれた人だけの割合。人数が少ないと大きく動く。",
)
GAPS = Definition(
    "未回答",
    "件",
    "結果が担当課の案内になった質問。「どれでもない」を選んだときも入る。",
    "答える項目がそもそも作れない質問も入る。",
)
BY_SECTION = Definition(
    "担当課別・カテゴリ別",
    "件",
    "質問を、返答に最初に示した項目の担当課とカテゴリに数える。",
    "何も見つからなかった質問は、どこにも入らない。示した項目が、聞きたいことと違う場合もある。",
)
USED = Definition(
    "使われた項目",
    "件",
    "期間の中で一度でも、返答に最初に示した項目の数。",
    "候補の2番目からあとに示しただけの項目は、入らない。",
)
TOP = Definition(
    "よく聞かれた項目",
    "件",
    "返答に最初に示した質問の多い順に、20項目まで。",
    "示した項目が、聞きたいことと違う場合もある。いまはない項目は出ない。",
)
ENTRIES = Definition(
    "掲載項目数",
    "件",
    "その日に有効な項目の数。市民向けと職員向けを分けて数える。",
    "共通の項目は、いまの版で数える。市の項目は、その日の版で数える。",
)
SECTIONS = Definition(
    "掲載所管課数",
    "課",
    "その日に有効な項目が一つでもある担当課の数。",
    "担当分野をどの課にも割り当てていない項目は、課として数えない。",
)
PROJECTION = Definition(
    "年度末の見込み",
    "人",
    "これまでの数に、直近60日の1日あたりの増え方を残りの日数だけ足した数。上から3桁で示す。",
    "季節の増減（3月・4月の引っ越しなど）は見ていない。この年度の記録が60日に満たないときは出さない。",
)
NEEDED = Definition(
    "目標までに必要な数",
    "人",
    "（目標－これまでの数）を残りの日数で割り、1年の12分の1の長さに直して切り上げた数。",
    "見込みではない。",
)
SATISFACTION = Definition(
    "職員の満足度",
    "％",
    "四半期に一人一度の問いに、4か5と答えた職員の割合。平均は1から5の平均。",
    "答えた職員だけの割合。誰の答えか分からないように、四半期が終わってから、5件以上あるときだけ出す。",
)
DEFINITIONS = (
    *(USERS, USER_DAYS, SESSIONS, QUESTIONS, AGAINST, EVEN, PROJECTION, NEEDED, OUTCOMES, ANSWER_RATE, REACH_RATE),
    *(HELPFUL_RATE, GAPS, BY_SECTION, USED, TOP, ENTRIES, SECTIONS, SATISFACTION),
)
OF_RULE = {
    UserRule.USERS: USERS,
    UserRule.USER_DAYS: USER_DAYS,
    UserRule.SESSIONS: SESSIONS,
    UserRule.QUESTIONS: QUESTIONS,
}

"""The table of questions without an answer: what it tells staff, and the columns in which they write one."""

from collections.abc import Mapping

from knowledge.entry_table import AUDIENCES

KEY = "key"
# Header → key. What the record says comes first, and is not read again but for the name of the group.
TOLD: Mapping[str, str] = {
    "まとまり": KEY,
    "質問の件数": "questions",
    "担当課の案内": "handoff",
    "どれでもない": "none_chosen",
    "役に立たなかった": "unhelpful",
    "消した文": "blanked",
    "言い方の数": "ways",
    "聞かれた文の例": "examples",
    "見込みの担当課": "likely_section",
    "近い項目のID": "nearest",
    "近い項目の質問": "nearest_question",
    "確かさ": "confidence",
    "いま聞くと": "now",
    "最後の日": "last",
}
WRITTEN: Mapping[str, str] = {
    "項目ID": "id",
    "質問": "question",
    "回答": "answer",
    "言い換え": "phrasings",
    "担当課": "section",
    "カテゴリ": "category",
    "公開区分": "audience",
    "出典": "source",
    "内部メモ": "note",
}
COLUMNS = {**TOLD, **WRITTEN}
TABLE, GUIDE = "未回答", "見かた"
CHOICES = {"公開区分": tuple(AUDIENCES)}
STEPS = (
    (
        "答えを書くとき",
        "色のついた欄に、質問、回答、担当課を書きます。出典も書いてください。書かない行は、そのままにします。",
    ),
    (
        "言い換え",
        "聞かれた文の例から、個人のことが分からないものを写すと、次から見つかりやすくなります。一つずつ Alt + Enter で改行します。",
    ),
    (
        "今ある項目で答えられるとき",
        "項目IDに、その項目のIDを書き、言い換えだけを書きます。その項目に言い換えを足した下書きになります。",
    ),
    ("新しい項目", "項目IDは空けておけば付きます。担当課を空けると、見込みの担当課になります。"),
    ("取り込んだ後", "下書きになります。公開するまで、住民には出ません。"),
    (
        "数の意味",
        "質問の件数は、担当課を案内した質問、どれでもないを選んだ質問、役に立たなかったと言われた質問です。重なりは1件です。",
    ),
    ("消した文", "消去や保存期間の終わりで、文を消した質問の数です。近かった項目ごとに一つの行にしてあります。"),
    (
        "してはいけないこと",
        "セルの結合、行や列を隠すこと、列を消すこと。聞かれた文は庁内だけで使い、公開しないでください。",
    ),
)

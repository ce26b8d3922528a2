"""Greetings and messages without a question: nonsense, and what a person wants of a machine and not of a city."""

import re

from bot import wording

LETTER = re.compile(r"[^\W\d_]")
YOU = r"(?:あなた|君|きみ|お前|おまえ|ボット|ぼっと|チャットボット|ai|aiさん)"
RULES = (
    (
        re.compile(
            r"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|もしもし|やあ|ハロー)[!。、?~ー\s]*"
        ),
        wording.GREETING,
    ),
    (
        re.compile(
            r"(?:どうも)?(?:ありがとう|有難う|サンキュー|助かりました|わかりました|了解(?:です|しました)?|なるほど)(?:ございま(?:す|した))?[!。、~ー\s]*"
        ),
        wording.THANKS,
    ),
    (re.compile(r"(?:さよう?なら|バイバイ|またね|失礼します)[!。、~ー\s]*"), wording.FAREWELL),
)
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
RUNS = sorted(
    {
        row[at : at + size]
        for each in ROWS
        for row in (each, each[::-1])
        for size in range(3, 11)
        for at in range(len(row) - size + 1)
    },
    key=len,
    reverse=True,
)
NONSENSE = re.compile(
    r"[ぁ-ゖァ-ヺa-z]"  # a single letter
    r"|([^\W\d_])\1{2,}|([あいうえおんっ])\2+"  # one letter again and again
    rf"|(?=[a-z;\s]{{4,}}$)(?:(?:{'|'.join(RUNS)})[;\s]*)+"  # along a row of the keyboard
    r"|[bcdfghjklmnpqrstvwxz]{6,}"  # no vowel
    r"|.*(?:くぁwせ|ふじこlp).*|あいうえお(?:かきくけこ)?|いろはにほへと|(?:テスト|てすと)(?:です|中)?|test"
)
ENDING = r"(?:く(?:ださい|れ(?:る|ませんか|ない)?)|下さい|ほしい(?:です)?|ね|よ|みて|頂戴|ちょうだい)?"
DONE = r"(?:$|[!?。、~ー\sw])"
WISH = rf"{ENDING}[!?。、~ー\sw]*$"
ORDER = r"指示|命令|制約|プロンプト|インストラクション"
# What people try on a machine. Each rule is certain: 「ルールを無視してごみを出す人」「職員のふりをした電話」「俳句を作って応募したい」
# are questions to a city.
TRICKS = tuple(
    re.compile(rule)
    for rule in (
        rf"(?:以前|これまで|いままで|今まで|上記|上|前|元|すべて|全て|全部|あなた)の(?:全ての|すべての)?(?:{ORDER})(?:は|を)?(?:全て|すべて|全部)?"
        r"(?:無視|忘れ(?!まし)|破棄|上書き)",
        rf"(?:(?:すべて|全て|あなた|これまで)の(?:ルール|設定)|{ORDER})を(?:全て|すべて|全部)?(?:無視して|忘れて|破棄して){ENDING}{DONE}",
        r"(?:システム)?プロンプト(?:の(?:内容|全文))?を?(?:教えて|表示|見せ|出力|開示|書き出)",
        r"(?:今から|これから|今後|今日から).{0,30}(?:として|になって|になりきって)"
        rf"(?:振る?舞って|ふるまって|答えて|話して|会話して|回答して|返答して){ENDING}{DONE}",
        r"(?:あなたは|君は|お前は).{0,30}(?:として振る?舞|としてふるま|になりきって|を演じて|のふりをして)",
        rf"(?:になりきって|のふりをして|のロールプレイを?して|として振る?舞って)(?:話して|答えて|会話して|返事して)?{WISH}",
        r"開発者モード|デバッグモードに|脱獄モード|ジェイルブレイク|dan ?モード|jailbreak|プロンプトインジェクション",
        r"ignore (?:all |any |the |your )*(?:previous|above|prior|earlier)|system prompt|you are now|developer mode"
        r"|(?:reveal|show|print) (?:me )?(?:your|the) prompt|pretend (?:to be|you are)|act as (?:a|an|if) ",
        r"(?:python|パイソン|javascript|typescript|c言語|c\+\+|java|php|ruby|html|css|sql|vba|ソースコード|プログラミング|fizzbuzz)"
        rf".{{0,30}}(?:書いて|作って|作成して|実装して|出力して|デバッグして){WISH}",
        r"<script|drop table|select \* from|union select|import os|os\.system|rm -rf|' or '?1'?='?1",
        r"(?:詩|ポエム|俳句|短歌|川柳|小説|物語|童話|作文|歌詞|ラップ|読書感想文|レポート|ダジャレ|だじゃれ|替え歌)[をで]?"
        rf"(?:一つ|ひとつ|一句|1つ|何か)?(?:書いて|作って|詠んで|考えて|歌って|言って){WISH}",
        rf"(?:しりとり|なぞなぞ)を?(?:しよう|して|しましょう|やろう|出して){WISH}",
        rf"{YOU}(?:の|は|って)、?(?:好きな|すきな|嫌いな|きらいな|得意な|趣味|しゅみ|年齢|何歳|なんさい|性別|誕生日|彼氏|彼女|家族|出身|血液型|気持ち|本名)",
        rf"{YOU}(?:は|って|も)、?[^、。?]{{1,10}}(?:好き|すき|嫌い|きらい)(?:です|なの)?か?[!?。~ー\sw]*$",
        rf"(?:{YOU}(?:は|って|が)|ねえ|ねぇ)?(?:私|わたし|僕|ぼく|俺)のこと(?:を|が)?(?:好き|すき|愛して|どう思)",
        rf"(?:面白い話|おもしろい話|ジョーク|冗談)を?(?:して|言って|話して|教えて){WISH}",
    )
)


def small_talk(text: str, city: str) -> str | None:
    """The reply to a normalised text that asks nothing of a city: a greeting, nonsense, a trick; None for everything else."""
    for pattern, reply in RULES:
        if pattern.fullmatch(text):
            return reply.format(city=city)
    if not LETTER.search(text) or NONSENSE.fullmatch(text):
        return wording.ASK_IN_WORDS
    joined = text.replace(" ", "")  # as learners write
    return wording.ONLY_CITY_MATTERS if any(trick.search(text) or trick.search(joined) for trick in TRICKS) else None

"""Greetings and messages without a question: nonsense, and what a person wants of a machine and not of a city."""

import re

from bot import wording

LETTER = re.compile(r"[^\W\d_]")
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
WISH = rf"{ENDING}[!?。、~ーw\s]*$"
# What people try on a machine. Each rule is certain: 「俳句を作って応募したい」「職員のふりをした電話」 are questions to a city.
TRICKS = tuple(
    re.compile(rule)
    for rule in (
        r"(?:以前|これまで|いままで|今まで|上記|前|元|すべて|全て|全部|あなた)の(?:全ての|すべての)?(?:指示|命令|ルール|設定|制約|プロンプト)(?:は|を)?(?:全て|すべて|全部)?(?:無視|忘れ|破棄|リセット|解除|上書き)",
        r"(?:指示|命令|ルール|制約)を(?:全て|すべて|全部)?(?:無視|忘れ|破棄)して",
        r"(?:システム)?プロンプト(?:の(?:内容|全文))?を?(?:教えて|表示|見せ|出力|開示|書き出)",
        r"(?:今から|これから|今後|今日から)(?:は)?.{0,30}(?:として|になって|になりきって)(?:振る?舞|ふるま|答え|話し|会話|回答|返答)",
        r"(?:あなたは|君は|お前は).{0,30}(?:として(?:振る?舞|ふるま|答え|話し|会話)|になりきって|を演じて|のふりをして)",
        rf"(?:になりきって|のふりをして|のロールプレイを?して|として振る?舞って)(?:話して|答えて|会話して|返事して)?{WISH}",
        r"開発者モード|デバッグモードに|脱獄モード|ジェイルブレイク|dan ?モード|jailbreak|プロンプトインジェクション",
        r"ignore (?:all |any |the |your )*(?:previous|above|prior|earlier)|(?:reveal|show|print) (?:me )?(?:your|the) (?:system )?prompt|system prompt"
        r"|you are now|pretend (?:to be|you are)|act as (?:a|an|if)|developer mode",
        rf"(?:python|パイソン|javascript|typescript|c言語|c\+\+|java|php|ruby|html|css|sql|vba|マクロ|ソースコード|プログラミング|fizzbuzz)"
        rf"(?:の|で|を)?.{{0,30}}(?:書いて|作って|作成して|実装して|出力して|直して|デバッグして){WISH}",
        r"<script|drop table|select \* from|union select|import os|os\.system|rm -rf|sudo |\{\{.*\}\}|' or '?1'?='?1",
        rf"(?:詩|ポエム|俳句|短歌|川柳|小説|物語|童話|作文|歌詞|ラップ|読書感想文|レポート|ダジャレ|だじゃれ|替え歌)(?:を|で)?(?:一つ|ひとつ|一句|1つ|何か)?"
        rf"(?:書いて|作って|詠んで|考えて|歌って|言って){WISH}",
        rf"(?:しりとり|なぞなぞ)(?:を)?(?:しよう|して|しましょう|やろう|出して){WISH}|(?:面白い話|おもしろい話|ジョーク|冗談)(?:を)?(?:して|言って|話して|教えて){WISH}",
    )
)


def small_talk(text: str, city: str) -> str | None:
    """The reply to a normalised text that asks nothing of a city: a greeting, nonsense, a trick; None for everything else."""
    for pattern, reply in RULES:
        if pattern.fullmatch(text):
            return reply.format(city=city)
    if not LETTER.search(text) or NONSENSE.fullmatch(text):
        return wording.ASK_IN_WORDS
    return wording.ONLY_CITY_MATTERS if any(trick.search(text) for trick in TRICKS) else None

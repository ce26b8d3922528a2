import re

import pytest

from knowledge import Crisis

SELF_HARM = Crisis(
    "self-harm",
    "いま、とてもつらい気持ちなのですね。",
    patterns=(re.compile("死にたい"), re.compile("消えてしまいたい")),
    unless=(re.compile("死にたいほど(眠|暑)い"), re.compile("電柱に?登って")),
)


@pytest.mark.parametrize(
    ("text", "signalled"),
    [
        ("もう死にたいです", True),
        ("消えてしまいたいと思うことがある", True),
        ("死にたいほど眠い", False),
        ("死にたいほど暑いけれど、避難所は開いていますか", False),
        ("死にたいほど眠い。本当に死にたい", True),
        ("死にたいほどつらい", True),
        ("住民票の写しがほしい", False),
        ("", False),
    ],
)
def test_a_crisis_is_signalled_once_harmless_phrases_are_taken_out(text, signalled):
    assert SELF_HARM.signalled_by(text) is signalled


def test_katakana_is_read_as_hiragana_but_a_harmless_word_only_as_it_is_typed():
    fire = Crisis("fire", "", patterns=(re.compile("たおれた"),), unless=(re.compile("シカ.*"),))
    assert fire.signalled_by("母がタオレタ")
    assert fire.signalled_by("一人しかいない母がたおれた")
    assert not fire.signalled_by("シカがたおれた")


def test_what_is_left_around_a_harmless_phrase_does_not_grow_together():
    assert not SELF_HARM.signalled_by("死に電柱に登ってたい")


def test_without_patterns_nothing_is_a_crisis():
    assert not Crisis("none", "", patterns=()).signalled_by("死にたい")

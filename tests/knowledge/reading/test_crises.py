from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from knowledge import Source
from knowledge.helpline import Helpline
from knowledge.reading.crises import read_crises as reader

GOOD = """
- id: fire
  text: |
    すぐに119番へ電話してください。
  patterns:
    - 火事(です|だ)
    - 燃えている
  unless:
    - 火事の予防
  contacts:
    - id: 119
- {id: abuse, text: 189へ。, patterns: [叩かれて], contacts: [{id: 189}, {id: 119, who: 命が危ないとき}]}
"""
FIRE = Helpline("消防", "119", "火事と救急", "24時間", Source("消防法", "第24条", as_of=date(2026, 11, 20)), "119")
HELPLINES = (FIRE, Helpline("児童相談所", "189", "虐待に気づいた人", "24時間", id="189"))
read_crises = partial(reader, helplines=HELPLINES)


def test_crises_are_read_with_their_numbers(write):
    fire, abuse = read_crises(write("crisis.yaml", GOOD))
    assert (fire.id, fire.text) == ("fire", "すぐに119番へ電話してください。")
    assert fire.helplines == (FIRE,)
    assert abuse.helplines == (HELPLINES[1], replace(FIRE, who="命が危ないとき"))


@pytest.mark.parametrize(
    ("text", "signalled"), [("隣が火事です", True), ("山が燃えている", True), ("火事の予防を知りたい", False)]
)
def test_the_patterns_that_were_read_signal(write, text, signalled):
    assert read_crises(write("crisis.yaml", GOOD))[0].signalled_by(text) is signalled


WORDS = """
- word: 親
  spellings: [父, お?母さん, パパ]
- word: 人
  spellings: [<親>, 先生]
- id: abuse
  text: 189へ。
  patterns: [<人>に(殴|なぐ)られ]
  unless: [<親>に肩]
"""


@pytest.mark.parametrize(
    ("text", "signalled"),
    [
        ("父に殴られた", True),
        ("ぱぱになぐられた", True),
        ("先生に殴られた", True),
        ("兄に殴られた", False),
        ("人に殴られた", False),
    ],
)
def test_a_word_stands_for_all_its_spellings_and_those_of_the_words_in_it(write, text, signalled):
    (abuse,) = read_crises(write("crisis.yaml", WORDS))
    assert abuse.signalled_by(text) is signalled


@pytest.mark.parametrize(
    ("content", "place", "value", "problem"),
    [
        ("- {id: a, text: t, patterns: [<親>が]}", "1件目 patterns", "<親>", "前に書かれていない言葉です"),
        ("- {word: 親, spellings: [<人>]}", "1件目 spellings", "<人>", "前に書かれていない言葉です"),
        ("- {word: 親}", "1件目 spellings", "", "空欄です"),
        ("- {word: 親, spellings: [父], text: t}", "1件目 text", "text", "知らない名前です"),
        ("- {text: t, patterns: [p]}", "1件目 id", "", "空欄です"),
        ("- {id: a, patterns: [p]}", "1件目 text", "", "空欄です"),
        ("- {id: a, text: t}", "1件目 patterns", "", "空欄です"),
        ('- {id: a, text: t, patterns: ["(p"]}', "1件目 patterns", "(p", "読めない型です"),
        ('- {id: a, text: t, patterns: [p], unless: ["[p"]}', "1件目 unless", "[p", "読めない型です"),
        ("- {id: a, text: t, patterns: [p], phone: 1}", "1件目 phone", "phone", "知らない名前です"),
        ("- {id: a, text: t, patterns: [p], contacts: [{who: 人}]}", "1件目 contacts(1) id", "", "空欄です"),
        ("- {id: a, text: t, patterns: [p], contacts: [{id: 120}]}", "1件目 contacts(1) id", "120", "ないIDです"),
        (
            "- {id: a, text: t, patterns: [p], contacts: [{id: 119, telephone: 1}]}",
            "1件目 contacts(1) telephone",
            "telephone",
            "知らない名前です",
        ),
        ("- {id: a, text: t, patterns: [p], contacts: [消防]}", "1件目 contacts", "['消防']", "読めない形です"),
    ],
)
def test_a_fault_is_reported_with_its_place(write, faults_of, content, place, value, problem):
    (fault,) = faults_of(read_crises, write("crisis.yaml", content + "\n"))
    assert (fault.file, fault.place, fault.value) == ("crisis.yaml", place, value)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(
    "content",
    ["", "# まだない\n", "id: fire\n", "- 火事\n", "- {id: 'fire\n"],
    ids=["empty", "comment", "no list", "no item", "no YAML"],
)
def test_a_file_of_the_wrong_shape_is_a_fault(write, faults_of, content):
    assert [fault.file for fault in faults_of(read_crises, write("crisis.yaml", content))] == ["crisis.yaml"]


def test_every_fault_is_reported_at_once(write, faults_of):
    path = write("crisis.yaml", '- {id: a, patterns: ["(", "["]}\n- {text: t, patterns: [p]}\n')
    assert [fault.place for fault in faults_of(read_crises, path)] == [
        "1件目 text",
        "1件目 patterns",
        "1件目 patterns",
        "2件目 id",
    ]

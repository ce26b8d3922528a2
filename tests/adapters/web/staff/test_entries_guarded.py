"""What must not happen at /staff/entries: too low a role, another site's form, markup, another city, too much text."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.storage.accounts import Role

CITY, GOMI = "131016", "sodai-gomi"
SHOWN = [
    "",
    "/table.csv",
    "/table.xlsx",
    f"/{GOMI}",
    f"/{GOMI}/try",
]
WRITTEN = ["/_new", f"/{GOMI}/edit"]
SENT = {
    "/_save": Role.EDITOR,
    "/_merge": Role.EDITOR,
    f"/{GOMI}/withdraw": Role.EDITOR,
    f"/{GOMI}/publish": Role.APPROVER,
    f"/{GOMI}/return": Role.APPROVER,
    f"/{GOMI}/restore": Role.APPROVER,
}
Signed = Callable[..., Any]


def entry(**changed: Any) -> dict[str, Any]:
    """A form that could be saved."""
    typed = {"new": "yes", "id": "atarashii", "question": "新しい質問", "answer": "答え", "section": "清掃課"}
    return {**typed, "audience": "住民", "seen": "0", "based_on": "1", **changed}


@pytest.mark.parametrize("path", SHOWN + WRITTEN)
def test_nobody_sees_a_page_without_signing_in(client: TestClient, path: str) -> None:
    response = client.get(f"/staff/entries{path}", follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/staff/sign-in")


@pytest.mark.parametrize("path", SHOWN)
def test_readers_see_entries(signed_in: Signed, path: str) -> None:
    assert signed_in(Role.READER).get(f"/staff/entries{path}").status_code == 200


@pytest.mark.parametrize("path", WRITTEN)
def test_readers_see_no_form(signed_in: Signed, path: str) -> None:
    assert signed_in(Role.READER).get(f"/staff/entries{path}").status_code == 403


@pytest.mark.parametrize(("path", "needed"), SENT.items())
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_too_low_a_role_does_nothing(signed_in: Signed, path: str, needed: Role, role: Role) -> None:
    response = signed_in(role).form(f"/staff/entries{path}", id=GOMI)
    assert (response.status_code == 403) == (role < needed)


@pytest.mark.parametrize("path", SENT)
@pytest.mark.parametrize("token", [{}, {"csrf": "wrong"}, {"csrf": ""}])
def test_a_form_of_another_site_does_nothing(signed_in: Signed, path: str, token: dict[str, str]) -> None:
    assert signed_in(Role.ADMINISTRATOR).post(f"/staff/entries{path}", data=token | entry()).status_code == 403


@pytest.mark.parametrize("path", [*SHOWN, *WRITTEN])
def test_the_entries_of_a_city_that_is_not_ones_own_stay_closed(signed_in: Signed, path: str) -> None:
    kasumidai = signed_in(Role.ADMINISTRATOR, ["131024"])
    assert kasumidai.get(f"/staff/entries{path}", params={"city": CITY}).status_code == 403
    own = kasumidai.get(f"/staff/entries/{GOMI}", params={"city": "131024"})
    assert own.status_code == 404


@pytest.mark.parametrize(
    "path", ["/naijitsu", "/%2e%2e%2fsign-in", "/<script>", "/'%20OR%201=1", "/a%00b", "/table.pdf", "/" + "a" * 500]
)
def test_what_there_is_not_is_not_shown(signed_in: Signed, path: str) -> None:
    response = signed_in(Role.EDITOR).get(f"/staff/entries{path}")
    assert response.status_code == 404
    assert "<script>" not in response.text


MARKUP = "<img src=x onerror=alert(1)>\"'{{ 7*7 }}</textarea><script>alert(2)</script>"
FIELDS = {
    **dict.fromkeys(["question", "phrasings", "answer", "easy_answer", "tags", "note", "related", "category"], MARKUP),
    "section": MARKUP,
    "source_0": MARKUP,
    "source_1": MARKUP,
    "source_2": "javascript:alert(1)",
    "links_0": MARKUP,
    "links_1": "javascript:alert(1)//https://example.jp",
    "valid_from": MARKUP,
    "id": MARKUP,
    "audience": MARKUP,
    "ask": MARKUP,
    "seen": MARKUP,
    "based_on": MARKUP,
}


@pytest.mark.parametrize("step", ["save", "look", "ask"])
@pytest.mark.parametrize("field", FIELDS)
def test_markup_in_a_field_is_text(signed_in: Signed, field: str, step: str) -> None:
    sato = signed_in(Role.EDITOR)
    page = sato.form(
        "/staff/entries/_save",
        **entry(
            **{field: FIELDS[field], "step": step, "id": f"xss-{step}-{field}".replace("_", "-")}
            | ({field: FIELDS[field]})
        ),
    )
    if page.status_code == 303:
        page = sato.get(page.headers["location"])
    assert page.status_code in (200, 409, 422)
    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text
    assert 'href="javascript:' not in page.text
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page.text)[0]


@pytest.mark.parametrize("name", ["q", "section", "category", "audience", "state", "done"])
def test_markup_in_a_search_is_text(signed_in: Signed, name: str) -> None:
    page = signed_in(Role.READER).get("/staff/entries", params={name: MARKUP})
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text


def test_markup_in_what_is_checked_while_typing_comes_as_data(signed_in: Signed) -> None:
    sato = signed_in(Role.EDITOR)
    response = sato.form("/staff/api/entries/check", **entry(section=MARKUP))
    assert response.headers["content-type"].startswith("application/json")
    assert any(MARKUP[:10] in remark["problem"] for remark in response.json()["remarks"])


def test_an_entry_of_20_000_characters_is_kept_whole(signed_in: Signed) -> None:
    sato = signed_in(Role.EDITOR)
    long = "\n".join(f"{number:05d}行目の文章です。" for number in range(1_400))[:20_000]
    saved = sato.form("/staff/entries/_save", **entry(id="nagai", answer=long.replace("\n", "\r\n"), step="save"))
    assert saved.status_code == 303
    form = sato.get("/staff/entries/nagai/edit").text
    shown = re.findall(r'<textarea id="answer"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)[0]
    assert html.unescape(shown) == long
    looked = sato.form("/staff/entries/_save", **entry(id="nagai-2", answer=long, step="look"))
    assert "LINEでの見え方" in looked.text


def test_a_field_that_is_longer_than_any_entry_is_told(signed_in: Signed) -> None:
    refused = signed_in(Role.EDITOR).form("/staff/entries/_save", **entry(id="chodai", answer="あ" * 100_001))
    assert refused.status_code == 422
    assert "100,000字までにしてください" in refused.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"question": ""}, "空欄です"),
        ({"valid_from": "きのう"}, "日付として読めません"),
        ({"valid_from": "2026-12-01", "valid_until": "2026-11-01"}, "有効終了日が有効開始日より前です"),
        ({"source_1": "第3条"}, "1つ目の題名が空欄です"),
        ({"links_0": "申請書", "links_1": "ftp://example.jp"}, "URLとして読めません"),
        ({"id": "大文字ＩＤ"}, "項目IDに使えない文字があります"),
        ({"id": ""}, "空欄です"),
    ],
)
def test_what_cannot_be_a_draft_is_told_beside_its_field_and_nothing_is_lost(
    signed_in: Signed, changed: dict[str, str], told: str
) -> None:
    refused = signed_in(Role.EDITOR).form("/staff/entries/_save", **entry(note="大事なメモ", **changed))
    assert refused.status_code == 422
    assert told in refused.text
    assert "大事なメモ" in refused.text


def test_an_unfinished_draft_can_be_saved(signed_in: Signed) -> None:
    sato = signed_in(Role.EDITOR)
    saved = sato.form("/staff/entries/_save", **entry(id="mikan", answer="", section=""))
    assert saved.status_code == 303
    page = sato.get(saved.headers["location"]).text
    assert "回答：空欄です" in page


class TestTrying:
    """Before it is published."""

    def test_questions_are_answered_with_the_draft_and_nothing_is_recorded(
        self, signed_in: Signed, asked: Callable[..., dict[str, Any]], record: Callable[[], list[dict[str, Any]]]
    ) -> None:
        sato = signed_in(Role.EDITOR)
        draft = entry(
            id="jitensha",
            question="撤去された自転車はどこで受け取れますか。",
            phrasings="自転車を撤去された\n放置自転車の保管所\nチャリがなくなった\n自転車の返還",
            answer="駅前の保管所で受け取ってください。",
        )
        before = len(record())
        shown = sato.form("/staff/entries/_save", **draft, step="ask", ask="自転車を撤去された").text
        assert "この項目で答えます。" in shown
        assert "駅前の保管所で受け取ってください。" in shown
        other = sato.form("/staff/entries/_save", **draft, step="ask", ask="図書館に登録したい").text
        assert "この項目では答えません。" in other
        assert len(record()) == before
        assert (asked("自転車を撤去された")["entry"] or {}).get("id") != "jitensha"

    def test_it_is_shown_as_web_and_line_will_show_it(self, signed_in: Signed) -> None:
        page = signed_in(Role.READER).get(f"/staff/entries/{GOMI}/try").text
        line = page[page.index("LINEでの見え方") :]
        assert "【担当】清掃課" in line
        assert "集荷の委託先" not in page  # the note is for staff

    def test_what_is_for_staff_is_not_shown_on_line(self, signed_in: Signed) -> None:
        page = signed_in(Role.EDITOR).form("/staff/entries/_save", **entry(audience="職員", note="内線5", step="look"))
        assert "LINEには出ません" in page.text
        assert "内線5" in page.text

    def test_what_is_not_valid_today_is_shown_on_its_first_day(self, signed_in: Signed) -> None:
        page = signed_in(Role.EDITOR).form("/staff/entries/_save", **entry(valid_from="2099-01-01", step="look"))
        assert "2099-01-01 の見え方です" in page.text


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ({"q": "ソファ"}, ["sodai-gomi"], ["toshokan-card"]),
        ({"q": "ソファ 家具"}, ["sodai-gomi"], ["toshokan-card"]),
        ({"q": "ｿﾌｧ"}, ["sodai-gomi"], []),
        ({"q": "委託先"}, ["sodai-gomi"], []),
        ({"q": "廃棄物の処理"}, ["sodai-gomi"], []),
        ({"section": "図書館"}, ["toshokan-card"], ["sodai-gomi"]),
        ({"section": "市民窓口課"}, ["juminhyo-madoguchi"], ["sodai-gomi"]),
        ({"category": "くらし"}, ["sodai-gomi"], ["toshokan-card"]),
        ({"category": "くらし/ごみ"}, ["sodai-gomi"], ["toshokan-card"]),
        ({"audience": "staff"}, [], ["sodai-gomi"]),
        ({"state": "ended"}, ["natsu-pool"], ["sodai-gomi"]),
        ({"state": "own"}, ["sodai-gomi"], []),
        ({"state": "common"}, [], ["sodai-gomi"]),
        ({"q": "本を借りたいのでカードをつくる"}, ["toshokan-card"], []),
    ],
)
def test_entries_are_found(signed_in: Signed, query: dict[str, str], found: list[str], not_found: list[str]) -> None:
    page = signed_in(Role.READER).get("/staff/entries", params=query).text
    listed = re.findall(r'<th scope="row"><a href="/staff/entries/([\w-]+)\?', page)
    assert set(found) <= set(listed)
    assert not set(not_found) & set(listed)


def test_the_table_can_be_taken_along(signed_in: Signed) -> None:
    reader = signed_in(Role.READER)
    csv = reader.get("/staff/entries/table.csv")
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert "粗大ごみはどう出せばいいですか。" in csv.text
    xlsx = reader.get("/staff/entries/table.xlsx")
    assert xlsx.content.startswith(b"PK")
    assert f"entries-{CITY}.xlsx" in xlsx.headers["content-disposition"]


def test_a_new_entry_may_begin_with_a_question_that_nobody_could_answer(signed_in: Signed) -> None:
    page = signed_in(Role.EDITOR).get("/staff/entries/_new", params={"question": "鳩のふん", "section": "清掃課"}).text
    assert "鳩のふん</textarea>" in page
    assert "<option selected>清掃課" in page


def test_no_page_needs_a_script_or_a_style_inside_it(signed_in: Signed) -> None:
    sato = signed_in(Role.APPROVER)
    for path in SHOWN[:1] + SHOWN[3:] + WRITTEN:
        page = sato.get(f"/staff/entries{path}").text
        assert re.findall(r"<script(?![^>]*src=)|<style|<[^>]*\s(?:style|on\w+)=", page) == []

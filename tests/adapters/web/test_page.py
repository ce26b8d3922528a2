"""The page at /chat, which also answers without JavaScript."""

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

SCRIPT = "<script>alert('ごみ')</script>"


class Tags(HTMLParser):
    """Every start tag of a page with its attributes, and the text outside tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize(("city", "name"), [("131016", "みなと野市"), ("131024", "かすみ台市")])
def test_the_page_is_the_city_s_own(client: TestClient, city: str, name: str) -> None:
    response = client.get("/chat", params={"city": city})
    page = Tags(response.text)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"<title>{name}の窓口</title>" in response.text
    assert {field["value"] for field in page.all("input") if field.get("name") == "city"} == {city}
    assert [option["value"] for option in page.all("option") if "selected" in option] == [city]
    assert [option["value"] for option in page.all("option")] == ["131016", "131024"]


def test_without_a_city_the_first_one_is_shown(client: TestClient) -> None:
    assert "<title>みなと野市の窓口</title>" in client.get("/chat").text


@pytest.mark.parametrize("path", ["/chat?city=131016", "/chat?city=999999", "/chat"])
def test_no_placeholder_is_left_over(client: TestClient, path: str) -> None:
    assert "{{" not in client.get(path).text


def test_the_root_leads_to_the_page(client: TestClient) -> None:
    response = client.get("/", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, "/chat")


@pytest.mark.parametrize("city", ["132012", "x", "１３１０１６", SCRIPT, '"><b>', "../131016"])
def test_an_unknown_city_is_a_page_that_says_so(client: TestClient, city: str) -> None:
    response = client.get("/chat", params={"city": city})
    assert response.status_code == 404
    assert '<p class="answer">この市区町村の窓口はまだありません。</p>' in response.text
    assert "alert(" not in response.text
    assert "<b>" not in response.text


def test_the_page_needs_nothing_from_elsewhere_and_no_inline_script(client: TestClient) -> None:
    """The Content-Security-Policy allows only our own files; the page works under it."""
    page = Tags(client.get("/chat").text)
    own = [tag.get("src") or tag.get("href") or "" for tag in page.all("script") + page.all("link")]
    assert own
    assert all(path.startswith(("/static/", "/widget/v1/")) for path in own)
    assert all(client.get(path).status_code == 200 for path in own)
    assert page.all("style") == []
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)


class TestWithoutJavaScript:
    """The form posts, and the reply is part of the page."""

    def ask(self, client: TestClient, text: str, city: str = "131016") -> tuple[int, str]:
        response = client.post("/chat", data={"city": city, "text": text})
        return response.status_code, response.text

    def test_the_form_posts_to_the_page(self, client: TestClient) -> None:
        forms = Tags(client.get("/chat").text).all("form")
        assert any((form.get("method"), form.get("action")) == ("post", "/chat") for form in forms)

    def test_the_answer_is_shown_with_contact_and_source(self, client: TestClient) -> None:
        status, page = self.ask(client, "粗大ごみはどう出せばいいですか。")
        assert status == 200
        answer = "粗大ごみは、清掃課に申し込んでから、家の前に出してください。<br>品目を書いた紙を貼ってください。"
        assert f'<p class="answer">{answer}</p>' in page
        assert re.search(r'<p class="contact">清掃課 03-0000-1002 本日.+</p>', page)
        assert "<li>みなと野市廃棄物の処理に関する条例 第12条</li>" in page

    def test_the_city_stays_chosen(self, client: TestClient) -> None:
        _, page = self.ask(client, "犬を飼い始めたときの登録はどうしますか。", "131024")
        assert "<title>かすみ台市の窓口</title>" in page
        assert "犬を飼い始めたら、生活課で登録し、鑑札を受け取ってください。" in page

    def test_candidates_are_listed(self, client: TestClient) -> None:
        _, page = self.ask(client, "住民票の写しを受け取る")
        for label in ("住民票の写しを窓口で取りたい", "住民票の写しを郵便で取りたい", "どれでもない"):
            assert f">{label}</button></li>" in page

    def test_a_candidate_is_taken_by_its_button(self, client: TestClient) -> None:
        page = client.post("/chat", data={"city": "131016", "choice": "juminhyo-yubin"}).text
        assert "返信用の封筒を市民窓口課に送って" in page

    def test_markup_in_an_entry_is_shown_as_written(self, client: TestClient) -> None:
        _, page = self.ask(client, "申請書の記号の意味を教えてください。")
        assert "記号&lt;必須&gt;は必ず書く欄、&quot;任意&quot;&amp;&#x27;自由&#x27;は書かなくてもよい欄です。" in page
        assert "<li>文書規程&lt;抄&gt; 第3条&amp;別表</li>" in page
        assert "<必須>" not in page

    def test_markup_in_a_candidate_is_shown_as_written(self, client: TestClient) -> None:
        _, page = self.ask(client, "申請書の記号の意味の手数料はいくらですか")
        assert ">申請書の記号&lt;&gt;の意味を教えてください。</button></li>" in page

    @pytest.mark.parametrize("text", [SCRIPT, f"粗大ごみ{SCRIPT}", "\"'><img src=x onerror=alert(1)>", "{{city_code}}"])
    def test_markup_in_a_question_does_nothing(self, client: TestClient, text: str) -> None:
        status, page = self.ask(client, text)
        assert status == 200
        assert "alert(" not in Tags(page).text.replace(text, "")
        assert not any("onerror" in attributes for _, attributes in Tags(page).tags)
        assert len(Tags(page).all("script")) == 1

    @pytest.mark.parametrize(
        ("text", "city", "status", "sentence"),
        [
            ("", "131016", 422, "ご質問を入力してください。"),
            (" \u3000", "131016", 422, "ご質問を入力してください。"),
            ("あ" * 2_001, "131016", 422, "2000文字までにまとめて"),
            ("粗大ごみ", "132012", 404, "この市区町村の窓口はまだありません。"),
            ("粗大ごみ", SCRIPT, 404, "この市区町村の窓口はまだありません。"),
        ],
    )
    def test_what_cannot_be_asked_is_told_on_the_page(
        self, client: TestClient, text: str, city: str, status: int, sentence: str
    ) -> None:
        response = client.post("/chat", data={"city": city, "text": text})
        assert response.status_code == status
        assert sentence in response.text
        assert "text/html" in response.headers["content-type"]
        assert "alert(" not in response.text

    def test_an_empty_form_is_told_on_the_page(self, client: TestClient) -> None:
        response = client.post("/chat")
        assert (response.status_code, "ご質問を入力してください。" in response.text) == (422, True)

    def test_a_file_in_place_of_text_is_refused(self, client: TestClient) -> None:
        response = client.post("/chat", data={"city": "131016"}, files={"text": ("q.txt", b"gomi")})
        assert 400 <= response.status_code < 500

    def test_a_staff_entry_is_not_shown(self, client: TestClient) -> None:
        assert "庶務事務" not in self.ask(client, "年次休暇の申請はどの画面で行いますか。")[1]


@pytest.mark.parametrize("entry", ["sodai-gomi", "shokuin-kyuka", "sonna-komoku-wa-nai"])
def test_the_first_form_of_links_to_entries_leads_to_their_pages(client: TestClient, entry: str) -> None:
    response = client.get("/chat", params={"city": "131016", "entry": entry}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, f"/chat/131016/{entry}")

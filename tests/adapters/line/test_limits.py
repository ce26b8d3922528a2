"""Every documented limit that a request of ours can meet: what fits passes, one more is named with its place."""

from typing import Any

import pytest

from adapters.line.limits import loading_breaches, message_breaches, request_breaches
from adapters.line.menu_limits import alias_breaches, image_breaches, menu_breaches

POSTBACK = {"type": "postback", "label": "はい", "data": "mdg1:choice:a"}
URI = {"type": "uri", "label": "開く", "uri": "https://example.jp/"}
SAY = {"type": "message", "label": "言う", "text": "はい"}


def text(words: str, **more: object) -> dict[str, Any]:
    return {"type": "text", "text": words, **more}


def quick(*actions: dict[str, Any]) -> dict[str, Any]:
    return text("選んでください", quickReply={"items": [{"type": "action", "action": action} for action in actions]})


def flex(contents: dict[str, Any], alt: str = "一覧") -> dict[str, Any]:
    return {"type": "flex", "altText": alt, "contents": contents}


def bubble(*components: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": list(components)}, **more}


def template(**fields: object) -> dict[str, Any]:
    return {"type": "template", "altText": "選択", "template": fields}


def words(count: int) -> dict[str, Any]:
    return {"type": "text", "text": "あ" * count}


FITS = [
    [text("あ" * 5000)],
    [text("😀" * 2500)],
    [text("あ")] * 5,
    [quick(*[POSTBACK] * 13)],
    [quick({**POSTBACK, "label": "👨‍👩‍👧‍👦" * 20})],
    [quick({**POSTBACK, "data": "a" * 300, "displayText": "あ" * 300})],
    [quick({**SAY, "text": "あ" * 300})],
    [quick({**URI, "uri": "https://example.jp/" + "a" * 981})],
    [
        quick({**URI, "uri": "tel:0426263111"}),
    ],
    [quick({**URI, "uri": "line://nv/location"})],
    [flex(bubble({"type": "text", "text": "案内"}), "あ" * 1500)],
    [flex(bubble({"type": "button", "action": {**POSTBACK, "label": "あ" * 40}}))],
    [flex({"type": "carousel", "contents": [bubble({"type": "separator"})] * 12})],
    [template(type="buttons", text="あ" * 160, actions=[SAY] * 4)],
    [template(type="buttons", title="あ" * 40, text="あ" * 60, actions=[SAY])],
    [template(type="confirm", text="あ" * 240, actions=[SAY, SAY])],
    [template(type="carousel", columns=[{"text": "あ" * 120, "actions": [SAY] * 3}] * 10)],
    [text("あ", sender={"name": "あ" * 20})],
]

BREAKS = [
    ([], "messages"),
    (None, "messages"),
    (["text"], "messages[0]"),
    ([text("あ")] * 6, "messages"),
    ([{"type": "story"}], "messages[0].type"),
    ([text("")], "messages[0].text"),
    ([text(" \n")], "messages[0].text"),
    ([text("あ" * 5001)], "messages[0].text"),
    ([text("😀" * 2501)], "messages[0].text"),
    ([text("あ"), text("😀" * 2501)], "messages[1].text"),
    ([text("あ", sender={"name": "あ" * 21})], "messages[0].sender.name"),
    ([quick(POSTBACK), text("あ")], "messages[0].quickReply"),
    ([text("あ", quickReply={"items": []})], "messages[0].quickReply.items"),
    ([text("あ", quickReply={"items": [POSTBACK]})], "messages[0].quickReply.items[0].type"),
    ([quick(*[POSTBACK] * 14)], "messages[0].quickReply.items"),
    ([quick({**POSTBACK, "label": "あ" * 21})], "messages[0].quickReply.items[0].action.label"),
    ([quick({**POSTBACK, "label": ""})], "messages[0].quickReply.items[0].action.label"),
    ([quick(POSTBACK, {**POSTBACK, "data": "a" * 301})], "messages[0].quickReply.items[1].action.data"),
    ([quick({**POSTBACK, "data": ""})], "messages[0].quickReply.items[0].action.data"),
    ([quick({**POSTBACK, "displayText": "あ" * 301})], "messages[0].quickReply.items[0].action.displayText"),
    ([quick({**SAY, "text": "あ" * 301})], "messages[0].quickReply.items[0].action.text"),
    ([quick({**URI, "uri": "https://example.jp/" + "a" * 982})], "messages[0].quickReply.items[0].action.uri"),
    ([quick({**URI, "uri": "https://example.jp/ごみ"})], "messages[0].quickReply.items[0].action.uri"),
    ([quick({**URI, "uri": "mailto:a@example.jp"})], "messages[0].quickReply.items[0].action.uri"),
    ([quick({**URI, "uri": ""})], "messages[0].quickReply.items[0].action.uri"),
    ([quick({"type": "camera?", "label": "撮る"})], "messages[0].quickReply.items[0].action.type"),
    ([flex(bubble({"type": "text", "text": "案内"}), "あ" * 1501)], "messages[0].altText"),
    ([flex(bubble({"type": "text", "text": "案内"}), "")], "messages[0].altText"),
    ([flex({"type": "page"})], "messages[0].contents.type"),
    ([flex({"type": "bubble"})], "messages[0].contents"),
    ([flex(bubble(words(10_001)))], "messages[0].contents"),  # 3 bytes each: over 30 KB
    ([flex(bubble({"type": "text", "text": ""}))], "messages[0].contents.body.contents[0].text"),
    ([flex(bubble({"type": "table"}))], "messages[0].contents.body.contents[0].type"),
    (
        [flex(bubble({"type": "button", "action": {**POSTBACK, "label": "あ" * 41}}))],
        "messages[0].contents.body.contents[0].action.label",
    ),
    ([flex(bubble({"type": "button"}))], "messages[0].contents.body.contents[0].action.label"),
    ([flex({"type": "carousel", "contents": [bubble(words(1))] * 13})], "messages[0].contents.contents"),
    (
        [flex({"type": "carousel", "contents": [bubble(words(1)), bubble(words(1), size="kilo")]})],
        "messages[0].contents.contents",
    ),
    ([flex({"type": "carousel", "contents": [bubble(words(3_000))] * 6})], "messages[0].contents"),  # over 50 KB
    ([template(type="buttons", text="あ" * 161, actions=[SAY])], "messages[0].template.text"),
    ([template(type="buttons", title="あ", text="あ" * 61, actions=[SAY])], "messages[0].template.text"),
    ([template(type="buttons", title="あ" * 41, text="あ", actions=[SAY])], "messages[0].template.title"),
    ([template(type="confirm", text="あ", actions=[SAY])], "messages[0].template.actions"),
    ([template(type="confirm", text="あ" * 241, actions=[SAY, SAY])], "messages[0].template.text"),
    (
        [template(type="carousel", columns=[{"text": "あ", "actions": [SAY] * 4}])],
        "messages[0].template.columns[0].actions",
    ),
    (
        [template(type="carousel", columns=[{"text": "あ" * 121, "actions": [SAY]}])],
        "messages[0].template.columns[0].text",
    ),
    ([template(type="imagemap", text="あ")], "messages[0].template.type"),
]


@pytest.mark.parametrize("messages", FITS)
def test_what_line_takes_passes(messages: list[dict[str, Any]]) -> None:
    assert message_breaches(messages) == []


@pytest.mark.parametrize(("messages", "place"), BREAKS)
def test_what_line_refuses_is_named_with_its_place(messages: object, place: str) -> None:
    assert place in [breach.place for breach in message_breaches(messages)]


def test_a_breach_says_how_much_there_is_and_how_much_may_be() -> None:
    [breach] = message_breaches([text("あ" * 5004)])
    assert str(breach) == "messages[0].text: 5,004 UTF-16 units; at most 5,000"


@pytest.mark.parametrize(
    ("body", "recipient", "places"),
    [
        ({"replyToken": "t", "messages": [text("あ")]}, "replyToken", []),
        ({"messages": [text("あ")]}, "replyToken", ["replyToken"]),
        ({"to": "", "messages": [text("あ")]}, "to", ["to"]),
        ({"to": "U1", "messages": [text("あ")], "customAggregationUnits": ["a" * 2_000_000]}, "to", ["body"]),
    ],
)
def test_a_request(body: dict[str, Any], recipient: str, places: list[str]) -> None:
    assert [breach.place for breach in request_breaches(body, recipient)] == places


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"chatId": "U1"}, []),
        ({"chatId": "U1", "loadingSeconds": 60}, []),
        ({"chatId": "U1", "loadingSeconds": 7}, ["loadingSeconds"]),
        ({"chatId": "U1", "loadingSeconds": 65}, ["loadingSeconds"]),
        ({"loadingSeconds": 5}, ["chatId"]),
    ],
)
def test_the_loading_indicator(body: dict[str, Any], places: list[str]) -> None:
    assert [breach.place for breach in loading_breaches(body)] == places


def menu(**changed: Any) -> dict[str, Any]:
    area = {"bounds": {"x": 0, "y": 0, "width": 1250, "height": 843}, "action": POSTBACK}
    made = {"size": {"width": 2500, "height": 843}, "selected": True, "name": "menu", "chatBarText": "メニュー"}
    return {**made, "areas": [area], **changed}


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({}, []),
        ({"size": {"width": 2501, "height": 843}}, ["size"]),
        ({"size": {"width": 2500, "height": 2000}}, ["size"]),
        ({"size": {"width": 1250, "height": 249}}, ["size", "areas[0].bounds"]),
        ({"size": None}, ["size", "size", "areas[0].bounds"]),
        ({"chatBarText": "あ" * 15}, ["chatBarText"]),
        ({"chatBarText": ""}, ["chatBarText"]),
        ({"name": "a" * 301}, ["name"]),
        ({"selected": "yes"}, ["selected"]),
        ({"areas": menu()["areas"] * 21}, ["areas"]),
        (
            {"areas": [{"bounds": {"x": 2400, "y": 0, "width": 200, "height": 1}, "action": POSTBACK}]},
            ["areas[0].bounds"],
        ),
        (
            {"areas": [{"bounds": {"x": 0, "y": 0, "width": 1, "height": 1}, "action": {"type": "richmenuswitch"}}]},
            ["areas[0].action.data", "areas[0].action.richMenuAliasId"],
        ),
    ],
)
def test_a_rich_menu(changed: dict[str, Any], places: list[str]) -> None:
    assert [breach.place for breach in menu_breaches(menu(**changed))] == places


@pytest.mark.parametrize(
    ("name", "fits"), [("main-131016", True), ("a" * 32, True), ("a" * 33, False), ("Main", False), ("", False)]
)
def test_an_alias(name: str, fits: bool) -> None:
    assert (alias_breaches(name) == []) is fits


def test_an_image_that_is_none() -> None:
    places = [breach.rule for breach in image_breaches(b"x" * 1_000_001, "image/png", {"width": 800, "height": 250})]
    assert places == ["1,000,001 bytes; at most 1,000,000", "is neither PNG nor JPEG"]

"""Labels of candidates in 20 characters: what sets them apart is seen."""

import pytest

from adapters.line.labels import short_labels


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["転入の届け出。", "転出の届け出。"], ["転入の届け出", "転出の届け出"]),
        (
            ["住民票の写しを窓口で取りたいです。", "住民票の写しを郵便で取りたいです。"],
            ["住民票の写しを窓口で取りたいです", "住民票の写しを郵便で取りたいです"],
        ),
        (
            ["マイナンバーカードの暗証番号を忘れました。", "マイナンバーカードの暗証番号を変更したいです。"],
            ["マイナンバ…の暗証番号を忘れました", "マイナンバ…証番号を変更したいです"],
        ),
        (["粗大ごみはどのように申し込めば出せますか。", "図書館"], ["粗大ごみはどのように申し込めば出…", "図書館"]),
    ],
)
def test_what_differs_is_seen(labels: list[str], shown: list[str]) -> None:
    assert short_labels(labels, 17) == shown


def test_a_common_beginning_gives_way_to_the_difference() -> None:
    labels = [
        f"マイナンバーカードを使ったコンビニでの{what}について知りたいです。"
        for what in ("住民票", "印鑑証明", "課税証明")
    ]
    assert short_labels(labels, 16) == [
        "マイナンバ…住民票について知り…",
        "マイナンバ…印鑑証明について知…",
        "マイナンバ…課税証明について知…",
    ]


def test_equal_labels_stay_equal() -> None:
    assert short_labels(["同じ"] * 2, 16) == ["同じ", "同じ"]

"""The rich menu: its areas, its picture, and its upkeep at LINE."""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from PIL import Image

from adapters.line.account_api import AccountApi, LineRefused
from adapters.line.double import Failure, LineDouble
from adapters.line.menu import BRAND, HEIGHT, WIDTH, Tab, tabs_for
from adapters.line.menu_image import MissingFont, draw, find_font
from adapters.line.menu_limits import alias_breaches, image_breaches, menu_breaches
from adapters.line.menu_upkeep import ForeignMenu, apply, remove, state_of
from bot import Branch

CITY = "131016"
NAMES = ("引っ越し・証明", "税金", "保険・年金", "子育て", "福祉・介護", "健康", "ごみ・生き物", "防災・防犯")
TREE = tuple(Branch(name, ()) for name in NAMES)


once = lru_cache(draw)  # a picture takes half a second


@pytest.fixture(scope="session")
def font() -> Path:
    return find_font(None)


@pytest.fixture(autouse=True)
def _drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.line.menu_upkeep.draw", once)


@pytest.fixture
def line() -> Iterator[LineDouble]:
    with LineDouble(token="token") as double:
        yield double


@pytest.fixture
def api(line: LineDouble) -> AccountApi:
    return AccountApi(line.base_url, "token")


def tabs(colour: str = "", count: int = len(TREE)) -> list[Tab]:
    return tabs_for(CITY, TREE[:count], colour)


class TestAreas:
    def test_six_categories_make_a_tab(self) -> None:
        assert [[tile.name for tile in tab.tiles] for tab in tabs()] == [list(NAMES[:6]), list(NAMES[6:])]
        assert tabs()[0].labels == ("引っ越し～健康", "ごみ～防災")

    def test_a_category_opens_its_list_and_the_line_below_the_whole_one(self) -> None:
        actions = [area["action"] for area in tabs()[1].body()["areas"]]
        assert [action["data"] for action in actions] == [
            "mdg1:menu:1",
            "mdg1:menu:2",
            "mdg1:category:ごみ・生き物",
            "mdg1:category:防災・防犯",
            "mdg1:category:all",
        ]
        assert actions[0]["richMenuAliasId"] == "madoguchi-131016-1"
        assert actions[2]["displayText"] == "ごみ・生き物"

    def test_one_tab_needs_no_switch(self) -> None:
        [tab] = tabs(count=3)
        assert [area["action"]["type"] for area in tab.body()["areas"]] == ["postback"] * 4

    @pytest.mark.parametrize("count", [1, 6, 7, 24, 40])
    def test_no_limit_is_broken(self, count: int) -> None:
        made = tabs_for(CITY, [Branch("あ" * 12, ())] * count)
        assert len(made) == min(4, -(-count // 6))
        for tab in made:
            assert menu_breaches(tab.body()) == []
            assert alias_breaches(tab.alias) == []

    def test_areas_do_not_overlap(self) -> None:
        covered = [area["bounds"] for area in tabs()[0].body()["areas"]]
        assert sum(box["width"] * box["height"] for box in covered) == WIDTH * HEIGHT

    @pytest.mark.parametrize(
        "other",
        [tabs(colour="#006600")[0], tabs(count=6)[0], replace(tabs()[0], font="other.ttf"), tabs()[1]],
    )
    def test_the_name_is_another_where_anything_shown_is(self, other: Tab) -> None:
        assert tabs()[0].name == tabs()[0].name
        assert tabs()[0].name != other.name


class TestPicture:
    def test_it_fits_line_and_has_the_colour_of_the_city(self, font: Path) -> None:
        png = draw(tabs(colour="#006644")[0], font)
        assert image_breaches(png, "image/png", {"width": WIDTH, "height": HEIGHT}) == []
        with Image.open(io.BytesIO(png)) as opened:
            image = opened.convert("RGB")
        assert image.getpixel((WIDTH - 5, 5)) == (0, 0x66, 0x44)
        assert image.getpixel((WIDTH // 4, 60)) == (255, 255, 255)  # the open tab
        assert image.getpixel((WIDTH // 4, 400)) != (255, 255, 255)  # a category

    @pytest.mark.parametrize(("colour", "ink"), [(BRAND, (255, 255, 255)), ("#ffe066", (0x1F, 0x23, 0x28))])
    def test_what_is_written_on_the_colour_can_be_read(
        self, font: Path, colour: str, ink: tuple[int, int, int]
    ) -> None:
        with Image.open(io.BytesIO(draw(tabs(colour=colour)[0], font))) as opened:
            foot = opened.convert("RGB").crop((0, HEIGHT - 200, WIDTH, HEIGHT))
        colours = {pixel: count for count, pixel in foot.getcolors(10_000) or []}
        background = max(colours, key=lambda pixel: colours[pixel])
        written = max(colours.keys() - {background}, key=lambda pixel: colours[pixel])
        assert max(abs(one - other) for one, other in zip(written, ink, strict=True)) <= 8

    def test_a_missing_font_is_told_with_the_setting(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(MissingFont, match=r"MADOGUCHI_LINE_FONT=.*nowhere\.ttf: there is no such file"):
            find_font(tmp_path / "nowhere.ttf")
        monkeypatch.setattr("adapters.line.menu_image._candidates", lambda: iter([tmp_path / "none.ttf"]))
        with pytest.raises(MissingFont, match="MADOGUCHI_LINE_FONT=/path"):
            find_font(None)

    def test_a_file_that_is_no_font_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "font.ttf").write_text("no font")
        with pytest.raises(MissingFont, match=r"font\.ttf cannot be read as a font"):
            draw(tabs()[0], find_font(tmp_path / "font.ttf"))


class TestUpkeep:
    def test_it_is_shown_to_everybody(self, line: LineDouble, api: AccountApi, font: Path) -> None:
        assert apply(api, CITY, tabs(), font)
        first, second = (line.menus.aliases[f"madoguchi-131016-{number}"] for number in (1, 2))
        assert line.menus.default == first
        assert line.menus.kept[first] == tabs()[0].body()
        assert set(line.menus.images) == {first, second}

    def test_a_second_time_nothing_is_done(self, line: LineDouble, api: AccountApi, font: Path) -> None:
        apply(api, CITY, tabs(), font)
        kept = dict(line.menus.kept)
        assert not apply(api, CITY, tabs(), font)
        assert line.menus.kept == kept

    def test_only_what_has_changed_is_made_again(self, line: LineDouble, api: AccountApi, font: Path) -> None:
        apply(api, CITY, tabs(), font)
        before = dict(line.menus.aliases)
        changed = [tabs()[0], replace(tabs()[1], tiles=tabs()[1].tiles[:1])]
        assert apply(api, CITY, changed, font)
        assert line.menus.aliases["madoguchi-131016-1"] == before["madoguchi-131016-1"]
        assert line.menus.aliases["madoguchi-131016-2"] != before["madoguchi-131016-2"]
        assert set(line.menus.kept) == set(line.menus.aliases.values())

    def test_a_tab_that_is_not_needed_any_more_goes(self, line: LineDouble, api: AccountApi, font: Path) -> None:
        apply(api, CITY, tabs(), font)
        apply(api, CITY, tabs(count=2), font)
        assert list(line.menus.aliases) == ["madoguchi-131016-1"]
        assert len(line.menus.kept) == 1

    def test_another_tool_s_menu_is_replaced_only_when_told_so(
        self, line: LineDouble, api: AccountApi, font: Path
    ) -> None:
        foreign = api.create_menu(tabs()[0].body("segment delivery"), draw(tabs()[0], font))
        api.show_menu(foreign)
        with pytest.raises(ForeignMenu, match=r"segment delivery.*--replace"):
            apply(api, CITY, tabs(), font)
        assert (line.menus.default, len(line.menus.kept)) == (foreign, 1)
        assert apply(api, CITY, tabs(), font, replace=True)
        assert line.menus.default != foreign
        assert foreign in line.menus.kept

    @pytest.mark.parametrize("requests", range(10))
    def test_a_broken_run_is_mended_by_the_next(
        self, line: LineDouble, api: AccountApi, font: Path, requests: int
    ) -> None:
        """LINE fails at each of the ten requests in turn, the first three of which only look."""
        answers = iter([None] * requests + [Failure.SERVER_ERROR])
        line.failures.draw = lambda kind: next(answers, None)
        with pytest.raises(LineRefused):
            apply(api, CITY, tabs(), font)
        apply(api, CITY, tabs(), font)
        assert not state_of(api, CITY).lacks(tabs())
        assert len(line.menus.kept) == 2

    def test_a_picture_that_is_refused_leaves_no_menu_behind(self, line: LineDouble, api: AccountApi) -> None:
        with pytest.raises(LineRefused, match="picture"):
            api.create_menu(tabs()[0].body(), b"no picture")
        assert line.menus.kept == {}

    def test_removal_leaves_what_is_not_ours(self, line: LineDouble, api: AccountApi, font: Path) -> None:
        foreign = api.create_menu(tabs()[0].body("madoguchi 132012 1 x"), draw(tabs()[0], font))
        apply(api, CITY, tabs(), font)
        assert remove(api, CITY) == 2
        assert (line.menus.default, line.menus.aliases, list(line.menus.kept)) == ("", {}, [foreign])
        assert remove(api, CITY) == 0

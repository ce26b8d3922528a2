"""Choosing without typing: the categories and what is in them, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.line.action import button
from adapters.line.card import menu_card
from adapters.line.labels import short_labels
from adapters.line.limits import LABEL
from adapters.line.postback import Act, Postback
from adapters.line.rendered import Offer, Rendered, rendered
from bot import Branch, Part, wording

ALL = "all"
WHOLE = 12  # candidates that fit on one page: with 前の一覧 the 13 quick replies of LINE
PAGE = 11  # candidates on a page where there are more: with 次のページ and 前の一覧
MARK = "?"  # stands between a category and the number of its page
TILES = 12  # categories on the card


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: what it is called, everything in it, the id of this list and that of the one above it ("": none)."""

    name: str
    offers: tuple[Offer, ...]
    id: str
    above: str = ""

    def page(self, number: int) -> Rendered:
        """The page `number`, the last one where there are fewer."""
        size = WHOLE if len(self.offers) <= WHOLE else PAGE
        pages = max(1, -(-len(self.offers) // size))
        number = min(max(number, 1), pages)
        shown = self.offers[(number - 1) * size : number * size]
        further = []
        if number < pages:
            further.append(Offer(wording.Button.NEXT, _category(f"{self.id}{MARK}{number + 1}")))
        if self.above:
            further.append(Offer(wording.Button.BACK, _category(self.above)))
        offers = [*shown, *further]
        return rendered(wording.listed(self.name, number, pages), offers, quick(offers))


def quick(offers: Sequence[Offer]) -> list[dict[str, object]]:
    """`offers` as buttons with the same numbers as in the text."""
    names = short_labels([offer.label for offer in offers], LABEL - len(wording.numbered(len(offers), "")))
    pairs = enumerate(zip(names, offers, strict=True), 1)
    return [button(wording.numbered(number, name), offer.postback, offer.label) for number, (name, offer) in pairs]


def top(tree: Sequence[Branch], text: str) -> Rendered:
    """`text` and every 大分類 as a card of buttons."""
    offers = [Offer(branch.name, _category(branch.name)) for branch in tree]
    if not offers or len(offers) > TILES:
        return rendered(text, offers, quick(offers))
    return Rendered(
        (*rendered(text).messages, menu_card(wording.Button.MENU, offers)),
        tuple(offer.postback.data for offer in offers),
    )


def category(tree: Sequence[Branch], id: str) -> Rendered | None:
    """The list named by `id`: 大分類, or 大分類/小分類, with ?2 for its second page. None where there is no such list."""
    path, _, page = id.partition(MARK)
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    for branch in tree:
        if branch.name == path:
            offers = tuple(Offer(part.name, _category(part.path)) for part in branch.parts)
            return Listing(branch.name, offers, branch.name, ALL).page(number)
        for part in branch.parts:
            if part.path == path:
                return _entries(branch, part).page(number)
    return None


def _entries(branch: Branch, part: Part) -> Listing:
    offers = tuple(Offer(choice.label, Postback(Act.CHOICE, choice.id)) for choice in part.choices)
    return Listing(part.name, offers, part.path, branch.name)


def _category(id: str) -> Postback:
    return Postback(Act.CATEGORY, id)

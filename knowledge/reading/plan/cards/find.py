"""Cards of an action plan: the pages that show one 事業 after the other, with goals and results by year.

Extraction prints a page's frames first and then the bodies, mostly from the bottom up, with columns one below the other.
What the text does not tell is never filled in: a number is open, a line is a doubt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.card import Card, CardKind, Certainty, card_text
from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.reading.plan.cards.assignment import Assigned, assign, measure_of
from knowledge.reading.plan.cards.bodies import Body, Role, bodies_of, pieces_of
from knowledge.reading.plan.cards.covers import read_cover
from knowledge.reading.plan.cards.lines import Kind, document_years, full_width, tokens_of
from knowledge.reading.plan.cards.pages import CardPage, CoverPage, card_pages
from knowledge.reading.plan.cards.titles import known_sections, split_sections
from knowledge.reading.plan.cards.years import read_years, result_years
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source

WRAPPED = 0.7  # of a full line, from which on a line of text is taken to go on in the next one


def find_cards(source: Source) -> Part:
    """The cards of an action plan with a passage for each, and a passage for the cover page of each 施策."""
    pages = card_pages(source)
    if not pages:
        return Part()
    cards, doubts, years = _cards(pages)
    passages = [_passage(card) for card in cards]
    for cover in pages:
        if isinstance(cover, CoverPage):
            passage, doubt = read_cover(cover, years)
            passages.append(passage)
            doubts.append(doubt)
    taken = {line.number for page in pages if isinstance(page, CoverPage) for line in page.lines}
    taken |= {number for page in pages if isinstance(page, CardPage) for number in page.taken}
    return Part(
        passages=tuple(sorted(passages, key=lambda passage: passage.first_line)),
        cards=tuple(sorted(cards, key=lambda card: card.first_line)),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        lines=frozenset(taken),
    )


def _cards(pages: Sequence[CardPage | CoverPage]) -> tuple[list[Card], list[Doubt], tuple[int, ...]]:
    """The cards, what is doubtful about them, and the years that head the document's tables."""
    card_pages_only = [page for page in pages if isinstance(page, CardPage)]
    known = known_sections(line.text for page in card_pages_only for line in page.body)
    tokens = [tokens_of(page.body, known) for page in card_pages_only]
    years, width = document_years(tokens), full_width(tokens)
    doubts: list[Doubt] = []
    filled: list[tuple[CardPage, list[Body]]] = []
    for page, told in zip(card_pages_only, tokens, strict=True):
        bodies, open_ends = bodies_of(pieces_of(told, width), page)
        filled.append((page, bodies))
        doubts += open_ends + _page_doubts(page, bodies)
    results = result_years((body for _, bodies in filled for body in bodies), years)
    cards: list[Card] = []
    covers = _covers(pages)
    for (page, _), assigned in zip(filled, assign(filled), strict=True):
        for each in assigned:
            columns = read_years(each.body, years, results)
            card = _card(each, page, covers[page.frames[0].line], width)
            card = replace(card, years=tuple(columns.years.values()), note=columns.note)
            doubts += columns.doubts
            if card.title:
                cards.append(card)
                doubts += _number_doubts(card) + _order_doubts(card, each.body)
            else:
                doubts.append(Doubt(card.first_line, "事業名称が見つかりません", card_text(card)))
    return cards, doubts, years


def _covers(pages: Sequence[CardPage | CoverPage]) -> dict[int, tuple[str, str]]:
    """The 基本方針 and 施策 of every page of cards, by the line of its first frame: those of the cover before it."""
    found: dict[int, tuple[str, str]] = {}
    group = policy = ""
    for page in pages:
        if isinstance(page, CoverPage):
            group, policy = page.group or group, page.policy
        else:
            found[page.frames[0].line] = (group, policy)
    return found


def _card(assigned: Assigned, page: CardPage, cover: tuple[str, str], width: int) -> Card:
    body = assigned.body
    title = body.title
    wrapped = body.of(Role.SECTIONS)
    sections = (title.sections if title else "") or "".join(text.strip() for piece in wrapped for text in piece.texts)
    lines = body.lines()
    group, policy = cover
    return Card(
        title=title.title if title else "",
        kind=CardKind.KPI if body.has_figures else CardKind.CONCEPT,
        number=assigned.frame.number if assigned.frame else "",
        candidates=tuple(frame.number for frame in assigned.candidates),
        certainty=assigned.certainty,
        sections=split_sections(sections),
        group=group,
        policy=policy,
        measure=measure_of(assigned),
        content=_paragraphs(_texts(body, Role.CONTENT), width),
        purpose=_paragraphs(_texts(body, Role.PURPOSE), width),
        page=page.page,
        first_line=lines[0],
        last_line=lines[-1],
    )


def _texts(body: Body, role: Role) -> list[str]:
    tokens = (token for piece in body.of(role) for token in piece.tokens if token.kind is not Kind.AIM)
    return [line.text.strip() for token in tokens for line in token.lines]


def _paragraphs(lines: Iterable[str], width: int) -> str:
    """Lines of text, joined where a full line goes on in the next one."""
    text = last = ""
    for line in lines:
        if text and len(last) < WRAPPED * width:
            text += "\n" + line
        elif text:
            latin = last[-1].isascii() and last[-1].isalnum() and line[0].isascii() and line[0].isalnum()
            text += " " * latin + line
        else:
            text = line
        last = line
    return text


def _passage(card: Card) -> Passage:
    headings = tuple(filter(None, (card.group, card.policy, card.title)))
    section = "・".join(card.sections)
    return Passage(
        "",
        headings,
        card_text(card),
        card.first_line,
        card.last_line,
        PassageKind.CARD,
        card.page,
        section=section,
        card=card.title,
    )


def _page_doubts(page: CardPage, bodies: Sequence[Body]) -> list[Doubt]:
    if len(page.frames) == len(bodies):
        return []
    numbers = "、".join(frame.number for frame in page.frames)
    problem = f"番号の枠が{len(page.frames)}つ、本文が{len(bodies)}つあり、数が合いません"
    return [Doubt(page.frames[0].line, problem, numbers)]


def _number_doubts(card: Card) -> list[Doubt]:
    if card.certainty is not Certainty.AMBIGUOUS:
        return []
    return [Doubt(card.first_line, "管理番号が決められません", f"{card.title}（候補: {'、'.join(card.candidates)}）")]


def _order_doubts(card: Card, body: Body) -> list[Doubt]:
    if body.doubtful:
        return [Doubt(card.first_line, "離れている記載を並び順から組み合わせました。確かめてください", card.title)]
    return []

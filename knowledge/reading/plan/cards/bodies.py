"""Bodies of cards: the pieces of a page, which extraction scrambles, put together again without the numbers.

What stands side by side belongs together: figures before a title or a 事業内容, a 事業内容 before its 目的, a table of
years behind it. What is left over on both sides belongs together too, if there is one of each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import permutations

from knowledge.plan import Doubt
from knowledge.reading.plan.cards.likeness import likeness, pairs
from knowledge.reading.plan.cards.lines import Kind, Token
from knowledge.reading.plan.cards.pages import CardPage
from knowledge.reading.plan.cards.titles import Title

LONGEST_TITLE = 60  # characters
MOST_ON_A_PAGE = 6  # cards whose figures are compared with every other
NEARNESS = 0.02  # what standing side by side is worth against common words


class Role(Enum):
    TITLE = auto()
    SECTIONS = auto()
    CONTENT = auto()
    PURPOSE = auto()
    YEARS = auto()
    ACTIVITY = auto()
    RESULT = auto()
    LOOSE = auto()


@dataclass(slots=True)
class Piece:
    """Tokens of one role that follow each other."""

    role: Role
    tokens: list[Token] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.tokens[0].lines[0].number

    @property
    def texts(self) -> list[str]:
        return [line.text for token in self.tokens for line in token.lines]


@dataclass(slots=True)
class Body:
    """A card without its number. `doubtful` where a piece was given to it only by the order of the page."""

    pieces: list[Piece] = field(default_factory=list)
    doubtful: bool = False

    def of(self, role: Role) -> list[Piece]:
        return [piece for piece in self.pieces if piece.role is role]

    def has(self, role: Role) -> bool:
        return any(piece.role is role for piece in self.pieces)

    @property
    def title(self) -> Title | None:
        return next((piece.tokens[0].title for piece in self.of(Role.TITLE)), None)

    @property
    def has_figures(self) -> bool:
        return self.has(Role.RESULT) or self.has(Role.ACTIVITY)

    @property
    def place(self) -> int:
        """Where the text prints it: at its figures, or at its 目的 where it has none."""
        figures = self.of(Role.RESULT) or self.of(Role.ACTIVITY)
        return min(piece.line for piece in figures or self.of(Role.PURPOSE) or self.pieces)

    def lines(self, *without: Role) -> list[int]:
        tokens = [token for piece in self.pieces if piece.role not in without for token in piece.tokens]
        return sorted(line.number for token in tokens for line in token.lines)


def pieces_of(tokens: Sequence[Token], width: int) -> list[Piece]:
    """The pieces of a page in the order of the text. `width` is the length of the document's full lines of text."""
    pieces: list[Piece] = []
    role: Role | None = None
    for token in tokens:
        if token.kind is Kind.LABEL:
            role = None
            continue
        if token.kind is Kind.AIM and role in (Role.RESULT, Role.LOOSE, Role.ACTIVITY):
            _detach_content(pieces, width)
        following = _role(token, role)
        if following is not role or token.kind in (Kind.TITLE, Kind.AIM):
            pieces.append(Piece(following))
        pieces[-1].tokens.append(token)
        role = following
        if token.kind is Kind.TITLE or token.kind is Kind.SECTIONS:
            role = Role.TITLE
        elif token.kind is Kind.YEARS:
            role = Role.YEARS
    return pieces


def _role(token: Token, before: Role | None) -> Role:
    """The role of `token` behind a piece of the role `before`."""
    fixed = {
        Kind.TITLE: Role.TITLE,
        Kind.SECTIONS: Role.SECTIONS,
        Kind.AIM: Role.PURPOSE,
        Kind.YEARS: Role.YEARS,
        Kind.STATUS: Role.RESULT,
        Kind.MARKERS: Role.ACTIVITY,
    }
    if token.kind in fixed:
        return fixed[token.kind]
    if token.kind is Kind.DASH:  # behind markers it is an empty cell of figures
        return Role.RESULT if before in (Role.ACTIVITY, Role.RESULT) else Role.ACTIVITY
    text = {
        Role.TITLE: Role.CONTENT,
        Role.CONTENT: Role.CONTENT,
        Role.PURPOSE: Role.PURPOSE,
        Role.ACTIVITY: Role.RESULT,
        Role.RESULT: Role.RESULT,
    }
    return text.get(before, Role.LOOSE) if before else Role.LOOSE


def _detach_content(pieces: list[Piece], width: int) -> None:
    """Take the 事業内容 off the figures before a 目的: the last line, and the full lines that it continues."""
    tokens = pieces[-1].tokens
    if pieces[-1].role is Role.LOOSE:
        pieces[-1].role = Role.CONTENT
        return
    count = 0
    while (
        count < len(tokens)
        and tokens[-count - 1].kind is Kind.TEXT
        and (not count or len(tokens[-count - 1].text) >= 0.7 * width)
    ):
        count += 1
    if count:
        content = Piece(Role.CONTENT, tokens[-count:])
        del tokens[-count:]
        if not tokens:
            pieces.pop()
        pieces.append(content)


def bodies_of(pieces: Sequence[Piece], page: CardPage) -> tuple[list[Body], list[Doubt]]:
    """The bodies of a page and what could not be given to one of them."""
    bodies, used = _anchored(pieces)
    if not bodies:
        return [], [_doubt(piece, "どの事業の記載か決められません") for piece in pieces]
    rest = [piece for index, piece in enumerate(pieces) if index not in used]
    blocks = [piece for piece in rest if piece.role in (Role.ACTIVITY, Role.RESULT)]
    doubts = _give_figures(pieces, blocks, bodies, sum(frame.has_figures for frame in page.frames))
    others = [piece for piece in rest if piece.role not in (Role.ACTIVITY, Role.RESULT)]
    return bodies, doubts + _give_rest(others, bodies)


def crossing(one: Body, other: Body) -> bool:
    """Whether the two are interleaved: neither stands before, behind or within the other."""
    first, second = sorted((body.lines(Role.TITLE) for body in (one, other)), key=lambda lines: lines[:1])
    return bool(first and second) and first[0] < second[0] < first[-1] < second[-1]


def _anchored(pieces: Sequence[Piece]) -> tuple[list[Body], set[int]]:
    """One body for every 目的, with the title and 事業内容 right before it and the years right behind it."""
    bodies: list[Body] = []
    used: set[int] = set()
    for index, piece in enumerate(pieces):
        if piece.role is not Role.PURPOSE:
            continue
        first = index
        if first and pieces[first - 1].role is Role.CONTENT:
            first -= 1
        if first and pieces[first - 1].role in (Role.TITLE, Role.SECTIONS):
            first -= 1
        last = index + 1 if index + 1 < len(pieces) and pieces[index + 1].role is Role.YEARS else index
        bodies.append(Body(list(pieces[first : last + 1])))
        used |= set(range(first, last + 1))
    return bodies, used


def _give_figures(pieces: Sequence[Piece], blocks: list[Piece], bodies: list[Body], expected: int) -> list[Doubt]:
    """Activities and results go to the 目的 that follows them, then to the only body that still lacks them."""
    dated = [body for body in bodies if body.has(Role.YEARS)]
    able = dated if expected < len(bodies) and len(dated) >= expected else bodies
    left: list[list[Piece]] = []
    full: list[tuple[list[Piece], Body | None]] = []
    for block in _whole_blocks(pieces, blocks):
        body = _next_body(pieces, block[-1], bodies)
        near = body if any(body is each for each in able) else None
        if len(block) == 2:
            full.append((block, near))
        else:
            left.append(block)
    for (block, _), given in zip(full, _matched(full, able), strict=True):
        if given and not given.has_figures:
            given.pieces += block
        else:
            left.append(block)
    doubts: list[Doubt] = []
    for block in sorted(left, key=len, reverse=True):
        doubts += _give_block(block, able)
    return doubts


def _matched(full: Sequence[tuple[list[Piece], Body | None]], able: list[Body]) -> list[Body | None]:
    """The bodies of `full`: those behind the blocks; where a block has none, the words tell which goes where."""
    near = [body for _, body in full]
    regular = all(near) and len({id(body) for body in near}) == len(near)
    if regular or len(full) < 2 or len(full) > len(able) or len(able) > MOST_ON_A_PAGE:
        return near
    said = [pairs(" ".join(text for piece in block for text in piece.texts)) for block, _ in full]
    bodies = [pairs(" ".join(text for piece in body.pieces for text in piece.texts)) for body in able]

    def fit(order: tuple[int, ...]) -> float:
        told = sum(likeness(said[place], bodies[index]) for place, index in enumerate(order))
        return told + NEARNESS * sum(able[index] is near[place] for place, index in enumerate(order))

    return [able[index] for index in max(permutations(range(len(able)), len(full)), key=fit)]


def _whole_blocks(pieces: Sequence[Piece], blocks: list[Piece]) -> Iterator[list[Piece]]:
    """Activities with the results that follow them."""
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.role is Role.ACTIVITY and following and following.role is Role.RESULT:
            yield [piece, following]
            index += 1
        elif any(piece is block for block in blocks):
            yield [piece]
        index += 1


def _next_body(pieces: Sequence[Piece], block: Piece, bodies: list[Body]) -> Body | None:
    """The body whose title or 事業内容 stands right behind `block`, a title that lost its own place left aside."""
    index = next(place for place, piece in enumerate(pieces) if piece is block) + 1
    while index < len(pieces) and pieces[index].role in (Role.TITLE, Role.SECTIONS, Role.CONTENT, Role.PURPOSE):
        for body in bodies:
            if any(pieces[index] is piece for piece in body.pieces):
                return body
        index += 1
    return None


def _give_block(block: list[Piece], able: list[Body]) -> list[Doubt]:
    """A block that no body follows goes to the body that lacks what it holds."""
    roles = {piece.role for piece in block}
    lacking = [body for body in able if not any(body.has(role) for role in roles)]
    if not lacking and roles == {Role.ACTIVITY}:  # a column that came off its line
        before = [body for body in able if body.place < block[0].line]
        if before:
            max(before, key=lambda body: body.place).pieces += block
            return []
    if not lacking:
        return [_doubt(piece, "どの事業の目標・実績か決められません") for piece in block]
    lacking[0].pieces += block
    lacking[0].doubtful = len(lacking) > 1
    return []


def _give_rest(rest: list[Piece], bodies: list[Body]) -> list[Doubt]:
    """Titles, 事業内容 and years that lost their place go to the bodies that lack them, in the order of both."""
    doubts: list[Doubt] = []
    untitled = [body for body in bodies if not body.has(Role.TITLE)]
    titles = [piece for piece in rest if piece.role is Role.TITLE]
    loose = [piece for piece in rest if piece.role is Role.LOOSE]
    for piece in loose[: max(0, len(untitled) - len(titles))]:
        if len(piece.texts) == 1 and len(piece.texts[0]) <= LONGEST_TITLE:
            piece.role = Role.TITLE
            piece.tokens = [_as_title(piece.tokens[0])]
            titles.append(piece)
    for role in (Role.TITLE, Role.CONTENT, Role.YEARS, Role.SECTIONS):
        lost = sorted((piece for piece in rest if piece.role is role), key=lambda piece: piece.line)
        lacking = [body for body in bodies if not body.has(role)]
        for piece, body in zip(lost, lacking, strict=False):
            body.pieces.append(piece)
            body.doubtful = body.doubtful or (role is Role.TITLE and len(lost) > 1)
        if role is not Role.YEARS:
            doubts += [_doubt(piece, "どの事業の記載か決められません") for piece in lost[len(lacking) :]]
    left = [piece for piece in rest if piece.role is Role.LOOSE]
    return doubts + [_doubt(piece, "どの事業の記載か決められません") for piece in left]


def _as_title(token: Token) -> Token:
    return Token(Kind.TITLE, token.lines, Title(token.text, "", 1))


def _doubt(piece: Piece, problem: str) -> Doubt:
    return Doubt(piece.line, problem, " ".join(text.strip() for text in piece.texts))

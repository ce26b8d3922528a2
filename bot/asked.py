"""What a question asks for, all told: attributes, and what it names in particular."""

from bot.attribute import Attribute
from bot.attributes import asked_for
from bot.particular import particulars
from index import Query
from knowledge import Audience


def asked_of(query: Query, audience: Audience, own: str = "") -> tuple[Attribute, ...]:
    """What is asked for, in the words that were typed and, of a question in kana, in those that its sound was read as.

    `own` is the normalised text itself where the query was continued with the topic of the answer before it.
    """
    texts = (own,) if own else query.spellings if query.by_sound else (query.text,)
    meant = {found.form: found.official for found in query.meant}
    found = [each for text in texts for each in (*asked_for(text, audience), *particulars(text, meant))]
    return tuple({each.name: each for each in found}.values())

"""Whether a document goes on to its end, as far as its own table of contents tells."""

from knowledge.plan import Doubt
from knowledge.reading.plan.document.calendar_year import compact
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source
from knowledge.reading.plan.text.contents import find_contents

LONGER = 16  # characters that a heading may have beyond its row in the table of contents: a number, a mark


def find_ending(source: Source) -> Part:
    """A doubt where the last titles of the table of contents are missing in the text, as in half a file.

    No more than a doubt: a chapter may be called otherwise in the text, or be left out of the export on purpose. Without
    a table of contents nothing is said, since a last line without 「。」 ends many a complete document.
    """
    contents = find_contents(source.lines)
    if not contents.rows:
        return Part()
    after = max(contents.lines)
    body = [compact(line.text) for line in source.lines if line.number > after and line.text.strip()]
    found = [any(row.key in text and len(text) <= len(row.key) + LONGER for text in body) for row in contents.rows]
    missing = contents.rows[len(found) - found[::-1].index(True) :] if any(found) else contents.rows
    if len(missing) < 2:
        return Part()
    title = missing[0].path[-1].title
    problem = (
        f"目次の「{title}」から後が本文に見当たりません。ファイルが途中で終わっていないか、元の文書と見比べてください"
    )
    return Part(doubts=(Doubt(source.lines[-1].number, problem, title),))

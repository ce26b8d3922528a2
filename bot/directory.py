"""Which section a question belongs to where no entry says so: by the words of the directory."""

from collections.abc import Iterable

from index import normalise
from knowledge import Topic


class Directory:
    """The longest known word in a question decides; words of equal length for two sections decide nothing."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._sections = {normalise(word): topic.section for topic in topics for word in topic.words}

    def section_for(self, *texts: str) -> str:
        """The desk or section that normalised `texts` (the same question in several spellings) speak of, or nothing."""
        found = [word for word in self._sections if any(word in text for text in texts)]
        longest = max(map(len, found), default=0)
        sections = {self._sections[word] for word in found if len(word) == longest}
        return sections.pop() if len(sections) == 1 else ""

"""Which section a question belongs to where no entry says so: by the words of the directory."""

from collections.abc import Iterable

from index import normalise
from knowledge import Topic


class Directory:
    """The longest known word in a question decides; words of equal length for two sections decide nothing."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._sections = {normalise(word): topic.section for topic in topics for word in topic.words}
        self._longest = max(map(len, self._sections), default=0)

    def section_for(self, *texts: str) -> str:
        """The desk or section that normalised `texts` (the same question in several spellings) speak of, or nothing."""
        for length in range(self._longest, 0, -1):
            pieces = {text[at : at + length] for text in texts for at in range(len(text) - length + 1)}
            if found := pieces & self._sections.keys():
                sections = {self._sections[word] for word in found}
                return sections.pop() if len(sections) == 1 else ""
        return ""

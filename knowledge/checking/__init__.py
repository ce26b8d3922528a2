"""The house rules of content: what a reader of the files would object to before a resident does."""

from knowledge.checking.check import blanks_to_fill, check_entry, check_knowledge
from knowledge.checking.finding import Finding, Level
from knowledge.checking.lexicon_rules import forbidden_pairs

__all__ = ["Finding", "Level", "blanks_to_fill", "check_entry", "check_knowledge", "forbidden_pairs"]

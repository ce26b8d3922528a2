"""Plans: Markdown exports, text taken out of PDF, and PDF become sections, passages, cards and contacts."""

from knowledge.reading.plan.reader import read_plan

__all__ = ["read_plan"]

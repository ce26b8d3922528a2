"""Masking: what could tell who asked is taken out before a question is stored or logged."""

from bot.privacy.mask import mask, never_needed, secrets_in
from bot.privacy.secret import Mark, Secret

__all__ = ["Mark", "Secret", "mask", "never_needed", "secrets_in"]

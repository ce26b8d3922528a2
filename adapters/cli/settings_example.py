"""madoguchi settings: every setting, as `.env.example` holds them."""

from adapters.cli.say import say
from adapters.settings import env_example


def settings() -> None:
    """Print every setting with its meaning and default."""
    say(env_example())

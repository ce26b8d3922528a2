"""The one place that reads the environment. A wrong setting stops the program at once and names the variable."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index import STATIC_JA, EncoderSettings
from knowledge import DATA

PREFIX = "MADOGUCHI_"


class WrongSettings(ValueError):
    """A setting cannot be used; the message names each variable, its value and what it takes."""


class Settings(BaseSettings):
    """Each field is the environment variable MADOGUCHI_ + its name; `.env.example` is made from this table."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(
        Path("var"), description="Folder of the database, the built indexes and the assembled encoder."
    )
    content_dir: Path = Field(
        DATA, description="Folder with common/ and one folder per city; the shipped content by default."
    )
    cities: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="City codes to serve, separated by commas; empty: every city in the content folder."
    )
    database_url: str = Field(
        "", repr=False, description="Database, sqlite:///FILE or postgresql://…; empty: SQLite in the data folder."
    )
    spool_megabytes: int = Field(
        100, ge=1, le=100_000, description="Room for usage events that wait on disk while the database is away."
    )
    encoder: str = Field(STATIC_JA, description="static-ja, or the name or path of a sentence-transformers model.")
    encoder_query_prefix: str = Field("", description="What that model wants before a question.")
    encoder_document_prefix: str = Field("", description="What that model wants before a document.")
    wrong_answers: float = Field(
        0.1, gt=0, lt=1, description="Share of wrong ones among the answers given that each city's thresholds aim at."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(
        2, ge=1, le=64, description="Server processes; each holds its own index in memory (some 400 MB)."
    )
    refresh_seconds: float = Field(
        2.0, gt=0, le=60, description="How often a process looks for newly published content."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR.")
    pseudonym_key: SecretStr = Field(
        SecretStr(""), description="Key of the pseudonyms in the record; empty: made once and kept in the data folder."
    )
    retain_text_days: int = Field(
        180, ge=1, le=3_660, description="Days after which `madoguchi privacy retain` blanks what people typed."
    )
    retain_event_years: int = Field(
        5, ge=1, le=30, description="Whole fiscal years that it keeps events beside the current one; counts stay."
    )

    @field_validator("cities", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'madoguchi.sqlite3').absolute()}"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def spool_dir(self) -> Path:
        return self.data_dir / "spool"

    @property
    def encoder_settings(self) -> EncoderSettings:
        home = self.data_dir / "encoders"
        return EncoderSettings(self.encoder, self.encoder_query_prefix, self.encoder_document_prefix, home)


def read_settings() -> Settings:
    """Settings from the environment and `.env`. Raises WrongSettings."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [
            f"{PREFIX}{str(fault['loc'][0]).upper()}={fault['input']!r}: {fault['msg']}" for fault in error.errors()
        ]
        raise WrongSettings(
            "; ".join(lines) + ". Correct it in the environment or in .env (see .env.example)."
        ) from error


def pseudonym_key(settings: Settings) -> bytes:
    """The key of the pseudonyms; without a setting, one made on first use and readable by its owner only."""
    if given := settings.pseudonym_key.get_secret_value():
        return given.encode()
    path = settings.data_dir / "pseudonym.key"
    if not path.exists() or not path.stat().st_size:
        _make_key(path)
    return path.read_bytes()


def _make_key(path: Path) -> None:
    """Write a key aside and link it into place: of several processes that start together one wins, and all share its key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_hex(32), encoding="ascii")
    if path.exists() and not path.stat().st_size:
        path.unlink(missing_ok=True)  # left by a start that was killed
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


def env_example() -> str:
    """The text of `.env.example`: every setting with its meaning and default, commented out."""
    lines = ["# Settings of Madoguchi. Copy to .env and take the # away from what you change.", ""]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr) or default == () or default == DATA:
            default = ""
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={default}", ""]
    return "\n".join(lines)

"""The one place that reads the environment. A wrong setting stops the program at once and names the variable."""

import secrets
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from limits import parse
from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index import STATIC_JA, EncoderSettings
from knowledge import DATA

PREFIX = "MADOGUCHI_"
ROLES = ("reader", "editor", "approver", "administrator")  # a test holds them equal to adapters.storage.accounts.Role


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        ip_network(value)
    return values


def _roles(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        role, _, meaning = value.partition("=")
        if role not in ROLES or not meaning:
            raise ValueError(f"{value!r} is not ROLE=VALUE; the roles are {', '.join(ROLES)}")
    return values


Networks = Annotated[tuple[str, ...], NoDecode, AfterValidator(_networks)]
Roles = Annotated[tuple[str, ...], NoDecode, AfterValidator(_roles)]


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
    limit_session: str = Field(
        "30/minute", description="Questions that one conversation may ask, such as 30/minute; off: any number."
    )
    limit_network: str = Field(
        "600/minute", description="Questions and opinions from one network (an IPv4 address, an IPv6 /64); or off."
    )
    limit_looks: str = Field(
        "6000/minute", description="Suggestions, categories and pages of entries for one network; or off."
    )
    refresh_seconds: float = Field(
        0.5, gt=0, le=60, description="How often a process looks for newly published content."
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
    line_api_base: str = Field(
        "https://api.line.me",
        pattern="^https?://",
        description="Where LINE's Messaging API is; another for trials only.",
    )
    public_url: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="Where the web page is reached from outside, such as https://faq.example.jp; LINE links to it.",
    )
    line_font: Path | None = Field(
        None, description="Font file with Japanese for the picture of the rich menu; empty: one that is installed."
    )
    line_push_when_late: bool = Field(
        False, description="Send a reply that was too late for its token as a push, which counts against the quota."
    )

    proxy_addresses: Networks = Field(
        (),
        description="Addresses or ranges of the reverse proxies in front, whose X-Forwarded-For and -Proto are believed.",
    )
    staff_passwords: bool = Field(True, description="Staff may sign in with a name and a password kept here.")
    staff_idle_minutes: int = Field(
        60, ge=5, le=720, description="Minutes without use after which staff sign in again."
    )
    staff_session_hours: int = Field(12, ge=1, le=24, description="Hours after which staff sign in again in any case.")
    staff_failures_per_account: int = Field(
        5, ge=3, le=100, description="Failed sign-ins by one name after which it is locked for a while."
    )
    staff_failures_per_network: int = Field(
        50,
        ge=5,
        le=10_000,
        description="Failed sign-ins from one network address after which it is locked for a while.",
    )
    staff_lock_minutes: int = Field(15, ge=1, le=1_440, description="Minutes of that while.")
    staff_proxy_header: str = Field(
        "",
        pattern="^[A-Za-z0-9-]*$",
        description="Header in which a trusted proxy names who is signed in, such as X-Remote-User; empty: none is believed.",
    )
    staff_proxy_addresses: Networks = Field(
        (),
        validate_default=True,
        description="Addresses or ranges of the proxies that may send it, separated by commas.",
    )
    oidc_issuer: str = Field(
        "",
        pattern="^(https://.+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?(/.*)?)?$",
        description="OpenID Connect: address of the provider, as its discovery document names it; empty: not used.",
    )
    oidc_client_id: str = Field("", validate_default=True, description="OpenID Connect: id of this client there.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="OpenID Connect: its secret.")
    oidc_scope: str = Field("openid profile", pattern="\\bopenid\\b", description="OpenID Connect: what is asked for.")
    oidc_name_claim: str = Field("preferred_username", description="OpenID Connect: claim with the sign-in name.")
    oidc_role_claim: str = Field(
        "", description="OpenID Connect: claim with the role; empty: accounts are made with `madoguchi user add` first."
    )
    oidc_roles: Roles = Field(
        (),
        description="OpenID Connect: what stands for which role, such as editor=FAQ-E,approver=FAQ-A; empty: the words.",
    )
    oidc_cities_claim: str = Field("", description="OpenID Connect: claim with the codes of the cities.")

    @field_validator("cities", "proxy_addresses", "staff_proxy_addresses", "oidc_roles", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("limit_session", "limit_network", "limit_looks")
    @classmethod
    def _rate(cls, value: str) -> str:
        if value != "off":
            try:
                parse(value)
            except ValueError as error:
                raise ValueError("should be a rate such as 30/minute, or off") from error
        return value

    @field_validator("staff_proxy_addresses")
    @classmethod
    def _header_needs_a_proxy(cls, value: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        if others.data.get("staff_proxy_header") and not value:
            raise ValueError("name the proxies that may send MADOGUCHI_STAFF_PROXY_HEADER; anybody could otherwise")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _provider_needs_a_client(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("oidc_issuer") and not (value and others.data.get("public_url")):
            raise ValueError("MADOGUCHI_OIDC_ISSUER needs this and MADOGUCHI_PUBLIC_URL, where people come back to")
        return value

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


class LineAccount(BaseSettings):
    """The channel of one city's LINE account: MADOGUCHI_LINE_132012_CHANNEL_SECRET and so on, with the city's code."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    channel_secret: SecretStr = Field(
        SecretStr(""), description="Channel secret of the LINE account of the city with this code; others likewise."
    )
    channel_secret_next: SecretStr = Field(
        SecretStr(""), description="A second secret that is good while it is changed."
    )
    access_token: SecretStr = Field(SecretStr(""), description="Channel access token of that account.")

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets that a delivery may be signed with."""
        each = (self.channel_secret, self.channel_secret_next)
        return tuple(filter(None, (secret.get_secret_value().strip() for secret in each)))

    @property
    def token(self) -> str:
        return self.access_token.get_secret_value().strip()


def line_account(city: str) -> LineAccount:
    """The LINE account of `city`; what is not set is empty."""
    return LineAccount(_env_prefix=line_setting(city, ""))  # type: ignore[call-arg]


def line_setting(city: str, name: str) -> str:
    """The variable that holds `name` (CHANNEL_SECRET, …) of the city's LINE account."""
    return f"{PREFIX}LINE_{city}_{name}"


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
        if isinstance(default, SecretStr) or default in ((), DATA, None):
            default = ""
        if isinstance(default, tuple):
            default = ",".join(default)
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={default}", ""]
    for name, field in LineAccount.model_fields.items():
        lines += [f"# {field.description}", f"#{line_setting('132012', name.upper())}=", ""]
    return "\n".join(lines)

"""The tables of staff: sign-in and survey; adapters/storage/accounts.py, sign_ins.py, lockouts.py and surveys.py say how they are used."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false

from adapters.storage.tables import Moment, metadata

# One row for each person of the staff; never deleted, so that a name in the audit stays one person's.
staff_accounts = Table(
    "staff_accounts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),  # as `login_name` makes it
    Column("display", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("cities", JSON, nullable=False),  # codes, or ["*"] for every city that is served
    Column("password", String(200), nullable=False),  # argon2, or nothing: signs in by other means only
    Column("subject", String(64), unique=True),  # SHA-256 of issuer and subject, once known from OpenID Connect
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("signed_in_at", Moment),
)
# `id` is the SHA-256 of what the browser holds: who reads the table cannot take over a session.
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account", Integer, ForeignKey("staff_accounts.number"), nullable=False),
    Column("how", String(10), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_staff_sessions_account", "account"),
)
# Sign-ins at the provider of OpenID Connect that are under way; `state` and `browser` are SHA-256 of what the browser holds.
staff_handshakes = Table(
    "staff_handshakes",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("browser", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("next", String(500), nullable=False),
    Column("begun_at", Moment, nullable=False),
)
# Failed sign-ins by name (also by names that nobody has) and by network; `key` is a SHA-256, as people type passwords for names.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("locked_until", Moment),
)
# What staff say of the desk, once a quarter. No time and no account: whoever answered first, or when, is nobody's business.
survey_answers = Table(
    "survey_answers",
    metadata,
    Column("person", String(64), primary_key=True),  # the pseudonym of the account in that city and fiscal year
    Column("quarter", Date, primary_key=True),  # its first day
    Column("city", String(6), nullable=False),
    Column("grade", Integer, nullable=False),  # 1 to 5
    Column("sentence", Text, nullable=False),  # masked; empty where nothing was written
    Index("ix_survey_answers_city_quarter", "city", "quarter"),
)

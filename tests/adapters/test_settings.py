"""One file reads the environment: what is wrong is named at start, what is secret does not show."""

import stat
import threading
from pathlib import Path

import pytest

from adapters.settings import PREFIX, Settings, WrongSettings, env_example, line_account, pseudonym_key, read_settings

ROOT = Path(__file__).resolve().parents[2]
SECRET = "himitsu-no-kagi-0123456789"


def test_every_setting_is_documented_in_the_env_example() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_shown_with_its_meaning(name: str) -> None:
    lines = env_example().splitlines()
    [at] = [number for number, line in enumerate(lines) if line.startswith(f"#{PREFIX}{name.upper()}=")]
    assert lines[at - 1] == f"# {Settings.model_fields[name].description}"


def test_the_env_example_names_no_path_of_the_machine_that_made_it() -> None:
    assert str(ROOT) not in env_example()


def test_taking_away_every_number_sign_of_the_env_example_changes_nothing(workplace: Path) -> None:
    unchanged = read_settings()
    settings = [line.removeprefix("#") for line in env_example().splitlines() if line.startswith(f"#{PREFIX}")]
    (workplace / ".env").write_text("\n".join(settings), encoding="utf-8")
    assert read_settings() == unchanged


def test_no_setting_is_needed_to_start() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.workers, settings.encoder) == ("127.0.0.1", 8000, 2, "static-ja")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MADOGUCHI_PORT", "0"),
        ("MADOGUCHI_PORT", "65536"),
        ("MADOGUCHI_PORT", "八千"),
        ("MADOGUCHI_WORKERS", "0"),
        ("MADOGUCHI_WORKERS", "65"),
        ("MADOGUCHI_REFRESH_SECONDS", "0"),
        ("MADOGUCHI_REFRESH_SECONDS", "61"),
        ("MADOGUCHI_SPOOL_MEGABYTES", "0"),
        ("MADOGUCHI_LOG_LEVEL", "info"),
        ("MADOGUCHI_LOG_LEVEL", "VERBOSE"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSettings) as wrong:
        read_settings()
    assert str(wrong.value).startswith(f"{variable}='{value}': ")
    assert ".env.example" in str(wrong.value)


@pytest.mark.parametrize(
    ("variable", "value"), [("MADOGUCHI_PORT", "1"), ("MADOGUCHI_PORT", "65535"), ("MADOGUCHI_LOG_LEVEL", "ERROR")]
)
def test_the_ends_of_a_range_are_allowed(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    settings = read_settings()
    assert str(getattr(settings, variable.removeprefix(PREFIX).lower())) == value


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_PORT", "-1")
    monkeypatch.setenv("MADOGUCHI_WORKERS", "many")
    with pytest.raises(WrongSettings, match=r"MADOGUCHI_PORT='-1': .*; MADOGUCHI_WORKERS='many': "):
        read_settings()


def test_a_wrong_setting_in_the_env_file_is_named_alike(workplace: Path) -> None:
    (workplace / ".env").write_text("MADOGUCHI_PORT=port\n", encoding="utf-8")
    with pytest.raises(WrongSettings, match=r"^MADOGUCHI_PORT='port': "):
        read_settings()


@pytest.mark.parametrize(
    ("value", "cities"),
    [
        ("131016", ("131016",)),
        ("131016,131024", ("131016", "131024")),
        (" 131016 , 131024 ,", ("131016", "131024")),
        ("", ()),
    ],
)
def test_cities_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, value: str, cities: tuple[str, ...]) -> None:
    monkeypatch.setenv("MADOGUCHI_CITIES", value)
    assert read_settings().cities == cities


def test_the_database_is_in_the_data_folder_unless_set(workplace: Path) -> None:
    assert Settings().database == f"sqlite:///{workplace}/var/madoguchi.sqlite3"
    assert Settings(database_url="sqlite:///other.db").database == "sqlite:///other.db"


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "{!r}".format, lambda settings: f"{settings.pseudonym_key}"])
def test_the_pseudonym_key_does_not_show(monkeypatch: pytest.MonkeyPatch, shown) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("MADOGUCHI_PSEUDONYM_KEY", SECRET)
    settings = read_settings()
    assert settings.pseudonym_key.get_secret_value() == SECRET
    assert SECRET not in shown(settings)


@pytest.mark.parametrize("shown", [repr, str, "{}".format])
def test_the_password_of_the_database_does_not_show(shown) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(database_url=f"postgresql://madoguchi:{SECRET}@db.example.jp/madoguchi")
    assert SECRET not in shown(settings)


class TestPseudonymKey:
    """The key of the pseudonyms: given, or made once."""

    def test_a_given_key_is_used_and_no_file_is_made(self, workplace: Path) -> None:
        assert pseudonym_key(Settings(pseudonym_key=SECRET)) == SECRET.encode()
        assert not (workplace / "var" / "pseudonym.key").exists()

    def test_a_key_is_made_once(self) -> None:
        made = pseudonym_key(Settings())
        assert len(made) == 64
        assert pseudonym_key(Settings()) == made

    def test_two_installations_have_different_keys(self, workplace: Path) -> None:
        assert pseudonym_key(Settings(data_dir=workplace / "one")) != pseudonym_key(
            Settings(data_dir=workplace / "two")
        )

    def test_only_the_owner_may_read_the_key(self, workplace: Path) -> None:
        pseudonym_key(Settings())
        assert stat.S_IMODE((workplace / "var" / "pseudonym.key").stat().st_mode) == 0o600

    def test_an_empty_file_of_a_killed_start_is_no_key(self, workplace: Path) -> None:
        (workplace / "var" / "pseudonym.key").touch(mode=0o600)
        made = pseudonym_key(Settings())
        assert len(made) == 64
        assert pseudonym_key(Settings()) == made

    def test_processes_that_start_together_share_one_key(self, workplace: Path) -> None:
        for attempt in range(20):
            settings = Settings(data_dir=workplace / f"var{attempt}")
            settings.data_dir.mkdir()
            together, keys = threading.Barrier(8), []

            def start(settings: Settings = settings, together: threading.Barrier = together, keys: list = keys) -> None:  # type: ignore[type-arg]
                together.wait()
                keys.append(pseudonym_key(settings))

            starts = [threading.Thread(target=start) for _ in range(8)]
            for thread in starts:
                thread.start()
            for thread in starts:
                thread.join()
            assert len(keys) == 8
            assert len(set(keys)) == 1


def test_a_line_account_has_settings_of_its_own_for_each_city(monkeypatch):
    monkeypatch.setenv("MADOGUCHI_LINE_131016_CHANNEL_SECRET", " now\n")
    monkeypatch.setenv("MADOGUCHI_LINE_131016_CHANNEL_SECRET_NEXT", "next")
    monkeypatch.setenv("MADOGUCHI_LINE_131016_ACCESS_TOKEN", "token")
    account = line_account("131016")
    assert (account.secrets, account.token) == (("now", "next"), "token")
    assert "now" not in repr(account)
    assert "token=" not in repr(account).replace("access_token=", "")
    other = line_account("131024")
    assert (other.secrets, other.token) == ((), "")


def test_a_line_account_may_stand_in_the_file_too(workplace):
    (workplace / ".env").write_text("MADOGUCHI_LINE_131016_ACCESS_TOKEN=from-the-file\n", encoding="utf-8")
    assert line_account("131016").token == "from-the-file"

"""Signing in by OpenID Connect, against a double of a provider that checks what it is sent and can lie."""

import base64
import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import ValidationError
from sqlalchemy import select

from adapters.settings import Settings
from adapters.storage.accounts import Role
from adapters.storage.staff_tables import staff_handshakes
from adapters.storage.tables import audit
from knowledge import TOKYO

CLIENT, SECRET = "madoguchi", "s3cret of the client: +/&"
PASSWORD = "four unrelated words"


class Double:
    """A provider with one key. `claims` are put over the right ones of the next ID token, `lie` over how it is signed."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "now"})
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {}
        self.lie = ""
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.description)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)
        self.app.get("/jwks")(self.jwks)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, request: Request) -> Response:
        """The person signs in without being asked."""
        self.asked = dict(request.query_params)
        code = f"code{len(self.codes)}"
        self.codes[code] = self.asked
        return RedirectResponse(f"{self.asked['redirect_uri']}?code={code}&state={self.asked['state']}")

    def token(
        self, request: Request, code: str = Form(), code_verifier: str = Form(""), redirect_uri: str = Form("")
    ) -> Response:
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        begun = self.codes.pop(code, None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        if begun is None or given != f"{CLIENT}:{SECRET}" or begun["redirect_uri"] != redirect_uri:
            return JSONResponse({"error": "invalid_client"}, 401)
        if begun["code_challenge_method"] != "S256" or begun["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "at", "token_type": "Bearer", "id_token": self.id_token(begun["nonce"])})

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT, "sub": "s-1", "nonce": nonce, "iat": now, "exp": now + 300}
        claims = {key: value for key, value in {**right, **self.claims}.items() if value is not None}
        if self.lie == "another key":
            return jwt.encode({"alg": "RS256", "kid": "now"}, claims, RSAKey.generate_key(2048, {"kid": "now"}))
        if self.lie == "the client's secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        if self.lie == "its public key as a secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("k" + str(self.key.as_dict(private=False))))
        if self.lie == "nobody":
            parts = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in ('{"alg":"none"}', "{}")]
            return ".".join([*parts, ""])
        if self.lie == "garbage":
            return "not.a.token"
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


@pytest.fixture(scope="module")
def provider(serve: Callable[..., str]) -> Double:
    double = Double()
    double.issuer = serve(double.app)
    return double


@pytest.fixture(autouse=True)
def honest(provider: Double) -> None:
    provider.claims, provider.lie = {"preferred_username": "yamada", "name": "山田"}, ""


def set_up(started: Callable[..., FastAPI], provider: Double, **changed: str) -> FastAPI:
    return started(
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        public_url="https://desk.example.jp",
        **changed,
    )


@pytest.fixture(scope="module")
def app(started: Callable[..., FastAPI], provider: Double) -> FastAPI:
    """Roles and cities come with the token."""
    return set_up(
        started,
        provider,
        oidc_role_claim="realm_access.roles",
        oidc_roles="reader=FAQ-R,editor=FAQ-E,approver=FAQ-A",
        oidc_cities_claim="cities",
    )


@pytest.fixture(scope="module")
def registered(started: Callable[..., FastAPI], provider: Double) -> FastAPI:
    """Only people who were added first may come in."""
    return set_up(started, provider)


def to_provider(browser: Any, next_page: str = "/staff/users") -> str:
    """Press the button; the address at which the browser comes back."""
    sent = browser.get("/staff/oidc", params={"next": next_page})
    assert sent.status_code == 303
    answer = httpx2.get(sent.headers["location"], follow_redirects=False)
    return str(answer.headers["location"]).removeprefix("https://desk.example.jp")


def sign_in(browser: Any) -> Any:
    return browser.get(to_provider(browser))


def refusal(app: FastAPI) -> str:
    with app.state.engine.connect() as connection:
        row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one()
    return str(row.why) if row.what == "staff sign-in failed" else ""


class TestTheWay:
    def test_in_with_name_role_and_cities_of_the_token(self, app: FastAPI, browser: Any, provider: Double) -> None:
        provider.claims |= {"sub": "way", "preferred_username": "Tanaka", "name": "田中"}
        provider.claims |= {"realm_access": {"roles": ["other", "FAQ-R", "FAQ-E"]}, "cities": ["131024", "139999"]}
        entered = sign_in(browser)
        assert (entered.status_code, entered.headers["location"]) == (303, "/staff/users")
        person = app.state.entrance.accounts.find("tanaka")
        assert (person.display, person.role, person.cities, person.password) == ("田中", Role.EDITOR, ("131024",), "")
        assert "「管理」の役割が要ります" in browser.get("/staff/users").text

    def test_what_the_provider_is_asked(self, browser: Any, provider: Double) -> None:
        location = browser.get("/staff/oidc").headers["location"]
        asked = {key: value[0] for key, value in parse_qs(urlsplit(location).query).items()}
        fixed = {
            key: asked[key] for key in ("response_type", "client_id", "redirect_uri", "scope", "code_challenge_method")
        }
        assert fixed == {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": "https://desk.example.jp/staff/oidc/callback",
            "scope": "openid profile",
            "code_challenge_method": "S256",
        }
        assert min(len(asked[key]) for key in ("state", "nonce", "code_challenge")) >= 43
        assert SECRET not in location

    def test_the_button_is_on_the_page(self, browser: Any) -> None:
        page = browser.get("/staff/sign-in?next=/staff/kpi").text
        assert 'href="/staff/oidc?next=%2Fstaff%2Fkpi"' in page

    def test_a_changed_role_and_city_come_with_the_next_sign_in(
        self, app: FastAPI, browser: Any, provider: Double
    ) -> None:
        provider.claims |= {"sub": "changes", "preferred_username": "kato", "cities": "131016,131024"}
        for given, role in (("FAQ-A", Role.APPROVER), (["FAQ-R"], Role.READER)):
            provider.claims |= {"realm_access": {"roles": given}}
            assert type(browser)(app).get("/staff/sign-in").status_code == 200
            assert sign_in(type(browser)(app)).status_code == 303
            assert app.state.entrance.accounts.find("kato").role is role

    def test_a_changed_name_is_the_same_person(self, app: FastAPI, browser: Any, provider: Double) -> None:
        provider.claims |= {"sub": "renamed", "preferred_username": "ono", "realm_access": {"roles": "FAQ-R"}}
        sign_in(browser)
        provider.claims |= {"preferred_username": "hara"}
        assert sign_in(type(browser)(app)).status_code == 303
        assert app.state.entrance.accounts.find("hara") is None

    def test_keys_may_change(self, browser: Any, provider: Double) -> None:
        provider.key = RSAKey.generate_key(2048, {"kid": f"next{time.time()}"})
        provider.claims |= {"sub": "k", "preferred_username": "kimura", "realm_access": {"roles": "FAQ-R"}}
        assert sign_in(browser).status_code == 303


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "signed with another key": ({}, "another key"),
    "signed with the client's secret": ({}, "the client's secret"),
    "signed with the public key as a secret": ({}, "its public key as a secret"),
    "not signed": ({}, "nobody"),
    "garbage": ({}, "garbage"),
    "another issuer": ({"iss": "https://evil.example"}, ""),
    "no issuer": ({"iss": None}, ""),
    "another audience": ({"aud": "another-client"}, ""),
    "no audience": ({"aud": None}, ""),
    "another authorized party": ({"azp": "another-client"}, ""),
    "another nonce": ({"nonce": "replayed"}, ""),
    "no nonce": ({"nonce": None}, ""),
    "expired": ({"exp": 1_000_000_000}, ""),
    "no expiry": ({"exp": None}, ""),
    "not valid yet": ({"nbf": 32_503_680_000}, ""),
    "no subject": ({"sub": None}, ""),
    "no name": ({"preferred_username": None}, ""),
    "a name with a space": ({"preferred_username": "yama da"}, ""),
    "a name that is no text": ({"preferred_username": ["yamada"]}, ""),
    "another access token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, ""),
}


@pytest.mark.parametrize(("claims", "lie"), LIES.values(), ids=LIES)
def test_a_token_that_is_not_right_opens_nothing(
    app: FastAPI, browser: Any, provider: Double, claims: dict[str, Any], lie: str
) -> None:
    provider.claims |= {"realm_access": {"roles": ["FAQ-A"]}} | claims
    provider.lie = lie
    answer = sign_in(browser)
    assert (answer.status_code, "正しい返事を受け取れませんでした" in answer.text) == (403, True)
    assert refusal(app).startswith("oidc: the provider's answer from 198.18.")
    assert browser.get("/staff/users").status_code == 303


class TestTheWayBack:
    """Code and state are good once, in the browser that began, for a while."""

    @pytest.fixture(autouse=True)
    def may_come_in(self, provider: Double) -> None:
        provider.claims |= {"realm_access": {"roles": ["FAQ-R"]}, "cities": ["131016"]}

    def test_in_another_browser(self, app: FastAPI, browser: Any) -> None:
        """An attacker cannot make somebody sign in as the attacker."""
        link = to_provider(browser)
        victim = type(browser)(app)
        assert victim.get(link).status_code == 403
        victim.get("/staff/sign-in")
        assert victim.get(link).status_code == 403

    def test_a_second_time(self, browser: Any) -> None:
        link = to_provider(browser)
        token = browser.token
        assert browser.get(link).status_code == 303
        browser.holds(token)
        assert browser.get(link).status_code == 403

    @pytest.mark.parametrize("query", ["", "code=x", "state=x", "code=x&state=x", "error=access_denied&state=x"])
    def test_without_having_begun(self, browser: Any, query: str) -> None:
        browser.get("/staff/sign-in")
        assert browser.get(f"/staff/oidc/callback?{query}").status_code == 403

    def test_with_a_code_that_was_not_given(self, browser: Any) -> None:
        link = to_provider(browser)
        assert browser.get(link.replace("code=code", "code=other")).status_code == 403

    def test_with_a_state_that_was_not_given(self, browser: Any) -> None:
        link = to_provider(browser)
        assert browser.get(link + "x").status_code == 403

    def test_from_another_issuer(self, browser: Any) -> None:
        assert browser.get(to_provider(browser) + "&iss=https://evil.example").status_code == 403

    def test_with_an_error_of_the_provider(self, browser: Any) -> None:
        state = parse_qs(urlsplit(to_provider(browser)).query)["state"][0]
        assert browser.get(f"/staff/oidc/callback?error=access_denied&state={state}").status_code == 403

    def test_it_leads_nowhere_else(self, browser: Any) -> None:
        assert browser.get(to_provider(browser, "https://evil.example")).headers["location"] == "/staff"

    def test_it_gives_a_new_secret(self, app: FastAPI, browser: Any) -> None:
        link = to_provider(browser)
        planted = browser.token
        browser.get(link)
        attacker = type(browser)(app)
        attacker.holds(planted)
        assert attacker.get("/staff/sign-in").status_code == 200

    def test_secrets_of_the_browser_are_kept_as_sha_256(self, app: FastAPI, browser: Any) -> None:
        state = parse_qs(urlsplit(browser.get("/staff/oidc").headers["location"]).query)["state"][0]
        with app.state.engine.connect() as connection:
            kept = str(connection.execute(select(staff_handshakes)).all())
        assert state not in kept
        assert browser.token not in kept


class TestWhoMayComeIn:
    @pytest.mark.parametrize(
        "roles", [None, [], "", ["faq-r"], ["reader"], ["administrator"], {"FAQ-R": True}, ["FAQ"], 1]
    )
    def test_nobody_without_one_of_the_roles(self, app: FastAPI, browser: Any, provider: Double, roles: Any) -> None:
        provider.claims |= {"sub": "none", "preferred_username": "norole", "realm_access": {"roles": roles}}
        answer = sign_in(browser)
        assert (answer.status_code, "職員として登録されていません" in answer.text) == (403, True)
        assert app.state.entrance.accounts.find("norole") is None

    def test_nobody_under_the_name_of_a_local_account(
        self, app: FastAPI, browser: Any, provider: Double, person: Callable[..., Any]
    ) -> None:
        local = person(Role.ADMINISTRATOR, password=PASSWORD)
        provider.claims |= {"sub": "thief", "preferred_username": local.name, "realm_access": {"roles": "FAQ-A"}}
        assert sign_in(browser).status_code == 403
        assert app.state.entrance.accounts.find(local.name).subject is None

    def test_nobody_who_is_disabled(self, app: FastAPI, browser: Any, provider: Double) -> None:
        provider.claims |= {"sub": "gone", "preferred_username": "gone", "realm_access": {"roles": "FAQ-A"}}
        sign_in(browser)
        accounts = app.state.entrance.accounts
        accounts.set_disabled(accounts.find("gone"), True, "test", datetime.now(TOKYO))
        assert sign_in(type(browser)(app)).status_code == 403

    def test_without_a_claim_only_who_was_added_and_as_added(
        self, registered: FastAPI, browser: Any, provider: Double
    ) -> None:
        provider.claims |= {"sub": "first", "preferred_username": "mori", "roles": ["administrator"]}
        here = type(browser)(registered)
        assert sign_in(here).status_code == 403
        accounts = registered.state.entrance.accounts
        accounts.add("mori", "森", Role.READER, ["131016"], "test", datetime.now(TOKYO))
        assert sign_in(here).status_code == 303
        assert accounts.find("mori").role is Role.READER
        provider.claims |= {"sub": "second"}  # another identity under the same name
        assert sign_in(type(browser)(registered)).status_code == 403


def test_a_provider_that_is_away_is_told_kindly(started: Callable[..., FastAPI], browser: Any) -> None:
    settings = {"oidc_client_id": CLIENT, "public_url": "https://desk.example.jp"}
    app = started(oidc_issuer="http://127.0.0.1:9", staff_passwords=False, **settings)
    here = type(browser)(app)
    answer = here.get("/staff/oidc")
    assert (answer.status_code, "正しい返事を受け取れませんでした" in answer.text) == (502, True)
    assert 'type="password"' not in answer.text
    assert here.form("/staff/sign-in", name="a", password="b").status_code == 403


def test_without_the_setting_there_is_no_such_way(client: Any, browser: Any) -> None:
    plain = type(browser)(client.app)
    assert [plain.get(path).status_code for path in ("/staff/oidc", "/staff/oidc/callback")] == [404, 404]
    assert "庁内の認証" not in plain.get("/staff/sign-in").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"oidc_issuer": "https://idp.example.jp"}, "MADOGUCHI_PUBLIC_URL"),
        ({"oidc_issuer": "https://idp.example.jp", "oidc_client_id": "a"}, "MADOGUCHI_PUBLIC_URL"),
        ({"oidc_issuer": "http://idp.example.jp"}, "oidc_issuer"),
        ({"oidc_scope": "profile"}, "oidc_scope"),
        ({"oidc_roles": "boss=A"}, "ROLE=VALUE"),
        ({"oidc_roles": "editor"}, "ROLE=VALUE"),
    ],
)
def test_unfit_settings_stop_the_program(changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**changed, _env_file=None)  # type: ignore[arg-type]


def test_the_settings_know_the_roles() -> None:
    from adapters.settings import ROLES

    assert tuple(role.word for role in Role) == ROLES

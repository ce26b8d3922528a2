"""OpenID Connect: the authorization code flow with PKCE, state and nonce, at the provider that the city runs."""

import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from adapters.settings import Settings
from adapters.storage.sign_ins import Handshake
from adapters.web.staff.entrance import CALLBACK, ProviderFailed
from adapters.web.staff.identity import Claims

log = logging.getLogger(__name__)
DISCOVERY = "/.well-known/openid-configuration"
KNOWN_FOR = 3_600.0  # seconds that the provider's addresses and keys are not asked for again
TIMEOUT = 10.0  # seconds for each request to the provider
LEEWAY = 60  # seconds that the clocks may differ
SIGNED_BY = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
)  # never by the client's secret
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider:
    """The provider of `settings`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._found: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}
        self._until = 0.0

    def begin(self, next_page: str) -> tuple[str, str, Handshake]:
        """Where to send the browser, the state it must come back with, and what to keep until then. Raises ProviderFailed."""
        handshake = Handshake(secrets.token_urlsafe(32), secrets.token_urlsafe(64), next_page)
        endpoint = self._metadata()["authorization_endpoint"]
        with self._client() as client:
            url, state = client.create_authorization_url(
                endpoint, state=secrets.token_urlsafe(32), nonce=handshake.nonce, code_verifier=handshake.verifier
            )
        return url, state, handshake

    def finish(self, code: str, issuer: str, handshake: Handshake) -> Claims:
        """The claims of the ID token that `code` is good for; `issuer` as the browser brought it (RFC 9207), or nothing.

        Raises ProviderFailed unless the token is signed by a key of the provider, made for this client and this sign-in.
        """
        metadata = self._metadata()
        if issuer and issuer != metadata["issuer"]:
            raise ProviderFailed(f"the answer comes from {issuer!r}")
        try:
            with self._client() as client:
                token = client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=handshake.verifier,
                )
            return self._verified(dict(token), handshake.nonce)
        except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ProviderFailed(f"{type(error).__name__}: {error}") from error

    def _verified(self, token: Mapping[str, Any], nonce: str) -> Claims:
        offered = self._found.get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = JWSRegistry(algorithms=[name for name in offered if name in SIGNED_BY], strict_check_header=False)
        try:
            read = jwt.decode(token["id_token"], self._key_set(), registry=registry)
        except InvalidKeyIdError:  # the provider has changed its keys
            self._keys = {}
            read = jwt.decode(token["id_token"], self._key_set(), registry=registry)
        client = self._settings.oidc_client_id
        options = {
            "iss": {"essential": True, "value": self._found["issuer"]},
            "aud": {"essential": True, "value": client},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        params = {"nonce": nonce, "client_id": client, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _key_set(self) -> KeySet:
        if not self._keys:
            self._keys = self._fetched(self._found["jwks_uri"])
        return KeySet.import_key_set(self._keys)  # type: ignore[arg-type]

    def _metadata(self) -> dict[str, Any]:
        if time.monotonic() >= self._until:
            found = self._fetched(self._issuer + DISCOVERY)
            missing = [name for name in ENDPOINTS if not isinstance(found.get(name), str)]
            if missing or found["issuer"].rstrip("/") != self._issuer:
                raise ProviderFailed(
                    f"the description at {self._issuer} names {found.get('issuer')!r}, lacks {missing}"
                )
            self._found, self._keys, self._until = found, {}, time.monotonic() + KNOWN_FOR
        return self._found

    def _fetched(self, url: str) -> dict[str, Any]:
        try:
            answer = httpx2.get(url, timeout=TIMEOUT)
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderFailed(f"{url}: {type(error).__name__}: {error}") from error
        if not isinstance(found, dict):
            raise ProviderFailed(f"{url} is no JSON object")
        return found

    def _client(self) -> OAuth2Client:
        settings = self._settings
        secret = settings.oidc_client_secret.get_secret_value()
        offered = self._found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"
        return OAuth2Client(
            settings.oidc_client_id,
            secret or None,
            token_endpoint_auth_method=basic if secret else "none",
            scope=settings.oidc_scope,
            redirect_uri=settings.public_url.rstrip("/") + CALLBACK,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )

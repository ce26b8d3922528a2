"""Whether a delivery comes from LINE: an HMAC over its bytes, with the channel's secret.

Source: LINE Developers, "Verify webhook signature".
"""

import base64
import hmac
from collections.abc import Iterable

HEADER = "x-line-signature"


def sign(secret: str, body: bytes) -> str:
    """The signature of `body` as LINE makes it: Base64 of HMAC-SHA-256."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def is_signed(secrets: Iterable[str], body: bytes, signature: str) -> bool:
    """Whether `signature` is that of `body` with one of `secrets`: the present one, and the next while it is changed."""
    given = signature.encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(secret, body).encode(), given) for secret in secrets if secret]
    return any(matches)

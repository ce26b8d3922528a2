"""Where a request comes from: the machine that is connected, and the person's machine that a proxy of ours vouches for."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

PEER = "madoguchi.peer"
IPV6_NETWORK = 64  # bits: whoever has one IPv6 address has 2^64


class Peer:
    """ASGI middleware outside of the one that believes X-Forwarded-For: keeps who is connected in truth."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[PEER] = (scope.get("client") or ("", 0))[0]
        await self._app(scope, receive, send)


def peer(request: Request) -> str:
    """The address of the machine that is connected."""
    return str(request.scope.get(PEER, ""))


def network(request: Request) -> str:
    """The network that a person comes from: an IPv4 address, or the 64 bits of an IPv6 one."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)


def among(host: str, networks: tuple[str, ...]) -> bool:
    """Whether `host` is one of `networks`, which are addresses or ranges such as 10.1.0.0/24."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in ip_network(each) for each in networks)

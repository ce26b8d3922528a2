"""GET /chat/{city}/qr.svg: the QR code that leads from a poster or a letter to the page."""

import io

import segno
from fastapi import APIRouter, Depends, Request, Response

from adapters.web.ask import Refusal
from adapters.web.entry_page import address, shown
from adapters.web.limit import look
from bot import wording

router = APIRouter(include_in_schema=False)
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for
MODULE = 8  # pixels; a poster enlarges it without loss


@router.get("/chat/{city}/qr.svg", dependencies=[Depends(look)])
def poster(request: Request, city: str, entry: str = "") -> Response:
    """The code of the city's page, or of the page of `entry`, as residents may see it today. It holds MADOGUCHI_PUBLIC_URL."""
    names: dict[str, str] = request.app.state.shelves.names()
    if city not in names:
        raise Refusal(404, "unknown_city", wording.UNKNOWN_CITY)
    if entry and shown(request, city, entry) is None:
        raise Refusal(404, "unknown_choice", wording.UNKNOWN_CHOICE)
    public = request.app.state.public_url
    if not public:
        raise Refusal(503, "no_public_url", wording.NO_PUBLIC_URL)
    picture = io.BytesIO()
    code = segno.make_qr(public + (address(city, entry) if entry else f"/chat?city={city}"), error="m")
    title = f"{names[city]}の窓口"
    code.save(picture, kind="svg", scale=MODULE, border=QUIET_ZONE, light="#ffffff", dark="#000000", title=title)
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300"}
    return Response(picture.getvalue(), headers=headers, media_type="image/svg+xml")

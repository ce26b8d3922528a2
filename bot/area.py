"""Questions about another municipality: never answered with this city's content."""

import re

from index import municipalities_in
from knowledge import City

# Words of coming and going: 「横浜市の家から引っ越してきた」 asks something of this city.
MOVING = re.compile(
    r"から|引っ?越|越して|転入|転出|転校|移っ|移り|移住|通って|通勤|通学|勤め|働い|出身|前の市|別の市|以前"
)


def elsewhere(text: str, city: City) -> str | None:
    """The other city or ward that a normalised question asks about, None where this one is named or somebody moves."""
    if not ("市の" in text or "区の" in text) or MOVING.search(text):
        return None
    if any(name in text for name in (city.name, *city.names)):
        return None
    return next((place for place in municipalities_in(text) if place != city.name), None)

"""municipalities.csv: the prefectures, municipalities and wards of designated cities of Japan."""

from pathlib import Path

from knowledge.city import valid_city_code
from knowledge.municipality import Gazetteer, Municipality, MunicipalityKind
from knowledge.reading.record import Record, built, refuse_repeated
from knowledge.reading.table import read_table

COLUMNS = ("code", "prefecture", "name", "kana", "kind", "city")


def read_municipalities(path: Path) -> Gazetteer:
    """The municipalities of `path`. Raises FaultyContent with every fault of the file.

    A code may be empty; one that is written carries its check digit and belongs to one row. Each ward names its city.
    """
    records = read_table(path, {column: column for column in COLUMNS})
    refuse_repeated(records, "code", "コードは一つの行だけに書いてください")
    return Gazetteer(built(records, _municipality))


def _municipality(record: Record) -> Municipality:
    code, city = record.text("code"), record.text("city")
    if code and not valid_city_code(code):
        record.fault("code", "全国地方公共団体コードではありません", "検査数字を含む6桁で書くか、空けてください")
    if not record.text("kind"):
        record.missing("kind")
    kind = record.choice("kind", MunicipalityKind, MunicipalityKind.CITY)
    if (kind is MunicipalityKind.WARD) != bool(city):
        record.fault("city", "政令市の名前は区(ward)だけに書きます", "区には市の名前を書き、ほかは空けてください", city)
    return Municipality(
        code=code,
        prefecture=record.text("prefecture", required=True),
        name=record.text("name", required=True),
        kana=record.text("kana"),
        kind=kind,
        city=city,
    )

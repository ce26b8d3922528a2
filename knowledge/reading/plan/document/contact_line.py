"""What a line tells of a contact: telephone, fax, mail, address, section; and the day on which an invitation ends."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

NUMBER = r"\(?0\d{1,4}\)?[-‐－ー−( ]?\d{1,4}[-‐－ー−) ]\d{3,4}"
PHONE = re.compile(
    rf"(?:電話(?:番号)?|TEL|℡|☎|直通)\s*(?P<use>\([^()\d]{{1,20}}\))?\s*[:.]?\s*(?P<number>{NUMBER})\s*(?P<note>\([^()]{{1,20}}\)|内線\s*[\d・、,-]+)?",
    re.I,
)
FAX = re.compile(rf"(?:FAX|ファックス|ファクス|ファクシミリ)(?:番号)?\s*[:.]?\s*(?P<number>{NUMBER})", re.I)
MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
ADDRESS = re.compile(r"〒\s*\d{3}-\d{4}\s*(.*)")
PLACE = re.compile(r"(?:住\s*所|所在地)\s*[:：]?\s*(\S.*)")
OFFICE = r"\S{0,30}?(?:課|室|係|局|部|班|センター|委員会|役所|役場|支所|窓口)"
ROLE = re.compile(
    rf"(?:編集(?:・発行)?|発行(?:・編集)?|発行者|担当(?:課|部署)?|事務局|所管課?|作成|[^。、:\s]{{0,12}}(?:問い?合わ?せ|連絡|提出|送付)先?)\s*[:\s]\s*({OFFICE})(?:\s|$|\(|まで)"
)
ALONE = re.compile(rf"({OFFICE})(?:\s*\S{{1,8}}(?:係|担当))?")
PERIOD = re.compile(r"(?:募集|受付|提出|実施|意見)\S{0,6}(?:期間|期限|締切|〆切)|締め?切|必着|まで")
DATE = re.compile(r"(?:(令和|平成)\s*(\d{1,2}|元)年|(20\d\d)年)?\s*(\d{1,2})月\s*(\d{1,2})日")
ERA = {"令和": 2018, "平成": 1988}  # the year before the first one
UNIT = re.compile(r".*(?:部|局)(.+(?:課|室|係|班|センター|事務局))")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """The parts of one line, all empty where it tells nothing. `printed` is the section with city and department."""

    telephone: str = ""
    fax: str = ""
    mail: str = ""
    address: str = ""
    printed: str = ""
    note: str = ""

    @property
    def is_way(self) -> bool:
        """Whether one can reach somebody by it."""
        return bool(self.telephone or self.fax or self.mail)

    @property
    def is_any(self) -> bool:
        return self.is_way or bool(self.address or self.printed)


def contact_line(text: str) -> ContactLine:
    """What `text` tells. Digits become half-width, as they are dialled; all else stays as printed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    phone, fax, mail = PHONE.search(plain), FAX.search(plain), MAIL.search(plain)
    if phone and fax and phone.start() == fax.start():
        phone = None
    address = ADDRESS.search(plain) or PLACE.search(plain)
    role = ROLE.search(plain) or (ALONE.fullmatch(plain) if len(plain) <= 40 else None)
    notes = [part.strip("() ") for part in (phone["use"], phone["note"]) if part] if phone else []
    return ContactLine(
        phone["number"] if phone else "",
        fax["number"] if fax else "",
        mail[0] if mail else "",
        address[0].split("電話")[0].strip() if address else "",
        role[1] if role else "",
        "、".join(notes),
    )


def own_name(printed: str) -> str:
    """The section without city and department: 情報政策課 of みなと野市総務部情報政策課."""
    found = UNIT.fullmatch(printed)
    return found[1] if found else printed


def last_day(text: str) -> date | None:
    """The last date of a printed period; a month and day without a year are in the year named before them."""
    plain = unicodedata.normalize("NFKC", text)
    if not PERIOD.search(plain):
        return None
    year = 0
    day: date | None = None
    for era, era_year, western, month, number in DATE.findall(plain):
        if era:
            year = ERA[era] + (1 if era_year == "元" else int(era_year))
        elif western:
            year = int(western)
        elif day and int(month) < day.month:
            year += 1
        if year:
            try:
                day = date(year, int(month), int(number))
            except ValueError:
                continue
    return day

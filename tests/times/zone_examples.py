"""What people type for their zone, and what is made of it: tables of examples, and a judge of zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from core.times.zones import zone

TAKEN = """
Lublin -> Europe/Warsaw
Bursa -> Europe/Istanbul
Berlin -> Europe/Berlin
berlin -> Europe/Berlin
Berlin time -> Europe/Berlin
EUROPE/BERLIN -> Europe/Berlin
europe berlin -> Europe/Berlin
Munich -> Europe/Berlin
München -> Europe/Berlin
munchen -> Europe/Berlin
Muenchen -> Europe/Berlin
Munich, Germany -> Europe/Berlin
Munich (Germany) -> Europe/Berlin
München, Deutschland -> Europe/Berlin
zürich -> Europe/Zurich
São Paulo -> America/Sao_Paulo
sao paulo -> America/Sao_Paulo
Kyiv -> Europe/Kyiv
Kiev -> Europe/Kyiv
Київ -> Europe/Kyiv
Lviv -> Europe/Kyiv
東京 -> Asia/Tokyo
서울 -> Asia/Seoul
القاهرة -> Africa/Cairo
मुंबई -> Asia/Kolkata
Αθήνα -> Europe/Athens
New York -> America/New_York
New York City -> America/New_York
new_york -> America/New_York
NYC -> America/New_York
LA -> America/Los_Angeles
Bay Area -> America/Los_Angeles
Washington, DC -> America/New_York
Mumbai -> Asia/Kolkata
Bombay -> Asia/Kolkata
Saigon -> Asia/Ho_Chi_Minh
Xi'an -> Asia/Shanghai
Xi\u2019an -> Asia/Shanghai
London, Ontario -> America/Toronto
London, ON -> America/Toronto
london ontario -> America/Toronto
London, Ontario, Canada -> America/Toronto
London, England -> Europe/London
London, UK -> Europe/London
London, United Kingdom -> Europe/London
London; GB -> Europe/London
Paris, Texas -> America/Chicago
Paris, TX -> America/Chicago
paris texas -> America/Chicago
Paris, France -> Europe/Paris
Portland, Oregon, USA -> America/Los_Angeles
Portland OR -> America/Los_Angeles
St. Petersburg, Russia -> Europe/Moscow
Saint Petersburg, Florida -> America/New_York
St Petersburg FL -> America/New_York
Kano, Nigeria -> Africa/Lagos
Córdoba, Spain -> Europe/Madrid
Cordoba, Argentina -> America/Argentina/Cordoba
Newcastle, Australia -> Australia/Sydney
Germany -> Europe/Berlin
Deutschland -> Europe/Berlin
Czechia -> Europe/Prague
Czech Republic -> Europe/Prague
Ivory Coast -> Africa/Abidjan
Côte d'Ivoire -> Africa/Abidjan
cote d\u2019ivoire -> Africa/Abidjan
Kosovo -> Europe/Belgrade
UK -> Europe/London
UK time -> Europe/London
India -> Asia/Kolkata
日本 -> Asia/Tokyo
California -> America/Los_Angeles
Bavaria -> Europe/Berlin
US/Pacific -> America/Los_Angeles
Asia/Calcutta -> Asia/Kolkata
Central European Time -> Europe/Berlin
India Standard Time -> Asia/Kolkata
Eastern Time -> America/New_York
US Mountain -> America/Denver
British Summer Time -> Europe/London
Japan Standard Time -> Asia/Tokyo
HKT -> Asia/Hong_Kong
SGT -> Asia/Singapore
W. Europe Standard Time -> Europe/Berlin
Romance Standard Time -> Europe/Paris
Eastern Standard Time -> America/New_York
Pacific Standard Time -> America/Los_Angeles
Tokyo Standard Time -> Asia/Tokyo
UTC -> UTC
zulu -> UTC
UTC+0 -> UTC
UTC+1 -> Etc/GMT-1
UTC+01:00 -> Etc/GMT-1
utc + 1 -> Etc/GMT-1
UTC+1.0 -> Etc/GMT-1
GMT-3 -> Etc/GMT+3
gmt -3 -> Etc/GMT+3
UTC\u22125 -> Etc/GMT+5
+5 -> Etc/GMT-5
-0800 -> Etc/GMT+8
Etc/GMT+5 -> Etc/GMT+5
""".strip().splitlines()

ASKED = """
London -> Europe/London America/Toronto
Paris -> Europe/Paris America/Chicago
Kano -> Africa/Lagos Asia/Tokyo
Birmingham -> Europe/London America/Chicago
Portland -> America/Los_Angeles America/New_York
Springfield -> America/Chicago America/New_York
San Jose -> America/Los_Angeles America/Costa_Rica
Valencia -> Europe/Madrid America/Caracas
Córdoba -> America/Argentina/Cordoba Europe/Madrid
Vancouver -> America/Vancouver America/Los_Angeles
Cambridge -> Europe/London America/New_York
Hyderabad -> Asia/Kolkata Asia/Karachi
Москва -> Europe/Moscow America/Los_Angeles
St. Petersburg -> Europe/Moscow America/New_York
Petersburg -> Europe/Moscow America/New_York
Calcutta -> Asia/Kolkata Africa/Johannesburg
San Juan -> America/Puerto_Rico Asia/Manila America/Argentina/San_Juan
Georgia -> America/New_York Asia/Tbilisi
Samoa -> Pacific/Apia Pacific/Pago_Pago
Ontario -> America/Toronto America/Los_Angeles
Texas -> America/Chicago America/Denver
Spain -> Europe/Madrid Atlantic/Canary
Brazil -> America/Sao_Paulo America/Manaus
USA -> America/New_York America/Chicago America/Los_Angeles Pacific/Honolulu
New Zealand -> Pacific/Auckland Pacific/Chatham
Pacific Time -> America/Los_Angeles America/Vancouver
eastern -> America/New_York America/Toronto
Mountain Time -> America/Denver America/Phoenix
IST -> Asia/Kolkata Europe/Dublin Asia/Jerusalem
CST -> America/Chicago Asia/Shanghai America/Havana
EST -> America/New_York America/Panama
BST -> Europe/London Asia/Dhaka
PST -> America/Los_Angeles Asia/Manila
GMT -> UTC Europe/London
UTC+5:30 -> Asia/Kolkata Asia/Colombo
UTC+5.5 -> Asia/Kolkata Asia/Colombo
+0530 -> Asia/Kolkata Asia/Colombo
utc+545 -> Asia/Kathmandu
UTC+5,75 -> Asia/Kathmandu
GMT-3:30 -> America/St_Johns
""".strip().splitlines()

LIKE = """
lond -> Europe/London
Berln -> Europe/Berlin
Lubin, Germany -> Europe/Warsaw
Germny -> Europe/Berlin
Berlin, France -> Europe/Berlin
Paris, Ontario -> Europe/Paris America/Chicago
London, Texas -> Europe/London America/Toronto
Nowhere, Japan -> Asia/Tokyo
Europe/Berl -> Europe/Berlin
central eur -> Europe/Berlin
Cental European Time -> Europe/Berlin
""".strip().splitlines()

NOTHING = [
    *(
        "",
        "   ",
        "???",
        "—",
        "xyzzyqk",
        "UTC+15",
        "UTC-13",
        "UTC+1:07",
        "UTC+1.3",
        "\x00",
        "\udc80",
        "x" * 5000,
    ),
    *("M-F", "m f", "a", "zz", "TX", "Bo"),
]


def examples(lines: list[str]) -> list[tuple[str, list[str]]]:
    pairs = (line.split(" -> ") for line in lines)
    return [(words, zones.split()) for words, zones in pairs]


@cache
def offsets(name: str) -> tuple[timedelta | None, ...]:
    """What a zone keeps on every fifth day of two years: found without what the product compares."""
    days = (datetime(2026, 11, 1, 10, tzinfo=UTC) + timedelta(days=5 * number) for number in range(146))
    return tuple(day.astimezone(zone(name)).utcoffset() for day in days)

"""What people type for a zone beside a place: spoken names, abbreviations, other names of countries.

Where several zones stand, the name is asked unless they keep one clock. The names of cities, states and
countries are in the gazetteer, those of Windows come from tzlocal.
"""

from __future__ import annotations

COUNTRIES: dict[str, str] = {
    "America,USA,US,U.S.,U.S.A.,US of A,United States of America,Estados Unidos,Vereinigte Staaten": "US",
    "Aotearoa,NZ": "NZ",
    "Belgien,België,Belgique": "BE",
    "Bharat,Hindustan": "IN",
    "Brasil,Brasilien": "BR",
    "Burma": "MM",
    "Cabo Verde": "CV",
    "Congo-Brazzaville,Republic of Congo": "CG",
    "Congo-Kinshasa,DRC,DR Congo": "CD",
    "Czech Republic,Česko,Tschechien": "CZ",
    "Côte d'Ivoire,Cote Ivoire": "CI",
    "Danmark,Dänemark": "DK",
    "Deutschland,Allemagne,Alemania,Germania": "DE",
    "Eire,Republic of Ireland,Irland": "IE",
    "Emirates,UAE,U.A.E.": "AE",
    "España,Spanien,Espagne": "ES",
    "Frankreich,Francia": "FR",
    "Great Britain,Britain,UK,U.K.,GB,Großbritannien": "GB",
    "Hellas,Ελλάδα,Griechenland": "GR",
    "Holland,Nederland,Netherlands,Niederlande": "NL",
    "Italia,Italien": "IT",
    "KSA": "SA",
    "Korea,South Korea,Republic of Korea,한국,대한민국": "KR",
    "Kosova,Kosovë,Kosovo": "XK",
    "Luxemburg,Lëtzebuerg": "LU",
    "Magyarország,Ungarn": "HU",
    "México": "MX",
    "Norge,Norwegen": "NO",
    "Polska,Polen": "PL",
    "România,Rumänien": "RO",
    "Россия,Russian Federation,Russland": "RU",
    "Schweiz,Suisse,Svizzera,Switzerland": "CH",
    "Suomi,Finnland": "FI",
    "Sverige,Schweden": "SE",
    "Swaziland": "SZ",
    "Türkiye,Turkey,Türkei,Turkiye": "TR",
    "Việt Nam,Viet Nam": "VN",
    "Україна": "UA",
    "Österreich,Autriche": "AT",
    "中国,中國": "CN",
    "台灣,台湾": "TW",
    "日本,Nippon,Nihon": "JP",
}
"""Comma-separated names → the ISO 3166 code of the country, beside the names in GeoNames and in tzdata."""

REGIONS: dict[str, str] = {
    "Bay Area,SF,Silicon Valley": "America/Los_Angeles",
    "Bombay,Madras": "Asia/Kolkata",
    "Cologne,Koeln": "Europe/Berlin",
    "Ghent": "Europe/Brussels",
    "HK": "Asia/Hong_Kong",
    "LA": "America/Los_Angeles",
    "Mecca": "Asia/Riyadh",
    "Moskva": "Europe/Moscow",
    "NYC": "America/New_York",
    "Rio": "America/Sao_Paulo",
    "Roma": "Europe/Rome",
    "Seville": "Europe/Madrid",
    "Washington DC,Washington D.C.": "America/New_York",
}
"""Comma-separated names → the zones of a place that the gazetteer lacks, or knows chiefly by another name."""

_ATLANTIC = "America/Halifax America/Puerto_Rico"
_WESTERN_EUROPE = "Europe/Lisbon Atlantic/Canary"
_CENTRAL_EUROPE = "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Warsaw Europe/Stockholm"
_EASTERN_EUROPE = "Europe/Athens Europe/Helsinki Europe/Kyiv Europe/Bucharest"
_EASTERN_AUSTRALIA = "Australia/Sydney Australia/Melbourne Australia/Brisbane"
_CENTRAL_AUSTRALIA = "Australia/Adelaide Australia/Darwin"
_MOUNTAIN = "America/Denver America/Edmonton America/Phoenix"
_PACIFIC = "America/Los_Angeles America/Vancouver"

TIMES: dict[str, str] = {
    "UTC,UCT,Zulu,Universal Time,Coordinated Universal Time,Universal Coordinated Time": "UTC",
    # Europe
    "Greenwich Mean Time": "UTC Europe/London Africa/Abidjan",
    "British Time,British Summer Time,UK Time": "Europe/London",
    "Irish Time,Irish Standard Time": "Europe/Dublin",
    "Western European Time,Western European Standard Time,Western European Summer Time": _WESTERN_EUROPE,
    "Central European Time,Central European Summer Time,Middle European Time,Mitteleuropäische Zeit": _CENTRAL_EUROPE,
    "Eastern European Time,Eastern European Standard Time,Eastern European Summer Time": _EASTERN_EUROPE,
    "Moscow Time,Moscow Standard Time": "Europe/Moscow",
    # America
    "Newfoundland Time,Newfoundland Daylight Time": "America/St_Johns",
    "Atlantic,Atlantic Time": _ATLANTIC,
    "Atlantic Daylight Time": "America/Halifax",
    "Eastern,Eastern Time,Eastern Daylight Time,US Eastern Time": "America/New_York America/Toronto",
    "Central,Central Time": "America/Chicago America/Winnipeg",
    "Central Daylight Time,US Central Time": "America/Chicago",
    "Mountain,Mountain Time,Mountain Standard Time": _MOUNTAIN,
    "Mountain Daylight Time": "America/Denver America/Edmonton",
    "US Mountain Time": "America/Denver America/Phoenix",
    "Arizona Time": "America/Phoenix",
    "Pacific,Pacific Time,Pacific Daylight Time": _PACIFIC,
    "US Pacific Time": "America/Los_Angeles",
    "Alaska Time,Alaska Standard Time,Alaska Daylight Time": "America/Anchorage",
    "Hawaii Time,Hawaii Standard Time,Hawaii-Aleutian Standard Time": "Pacific/Honolulu",
    "Argentina Time": "America/Argentina/Buenos_Aires",
    "Brasilia Time,Brasília Time,Horário de Brasília": "America/Sao_Paulo",
    # Asia
    "Arabia Time,Arabia Standard Time,Arabian Time,Arabian Standard Time": "Asia/Riyadh Asia/Dubai",
    "Gulf Time,Gulf Standard Time": "Asia/Dubai",
    "India Time,Indian Time,India Standard Time,Indian Standard Time": "Asia/Kolkata",
    "Bangladesh Time,Bangladesh Standard Time": "Asia/Dhaka",
    "Indochina Time": "Asia/Bangkok Asia/Ho_Chi_Minh",
    "Western Indonesia Time,Western Indonesian Time": "Asia/Jakarta Asia/Pontianak",
    "Central Indonesia Time,Central Indonesian Time": "Asia/Makassar",
    "Eastern Indonesia Time,Eastern Indonesian Time": "Asia/Jayapura",
    "Singapore Time,Singapore Standard Time": "Asia/Singapore",
    "Hong Kong Time,Hong Kong Standard Time": "Asia/Hong_Kong",
    "China Time,China Standard Time,Beijing Time": "Asia/Shanghai",
    "Philippine Time,Philippine Standard Time": "Asia/Manila",
    "Japan Time,Japan Standard Time,Japanese Standard Time": "Asia/Tokyo",
    "Korea Time,Korea Standard Time,Korean Standard Time": "Asia/Seoul",
    "Israel Time,Israel Daylight Time": "Asia/Jerusalem",
    # Africa
    "Central Africa Time": "Africa/Maputo Africa/Harare",
    "East Africa Time,Eastern Africa Time": "Africa/Nairobi",
    "South Africa Time,South African Time,South African Standard Time": "Africa/Johannesburg",
    "West Africa Time,West Africa Standard Time": "Africa/Lagos",
    # Oceania
    "Australian Western Time,Australian Western Standard Time": "Australia/Perth",
    "Australian Central Time,Australian Central Standard Time": _CENTRAL_AUSTRALIA,
    "Australian Central Daylight Time": "Australia/Adelaide",
    "Australian Eastern Time,Australian Eastern Standard Time": _EASTERN_AUSTRALIA,
    "Australian Eastern Daylight Time": "Australia/Sydney Australia/Melbourne",
    "New Zealand Time,New Zealand Daylight Time": "Pacific/Auckland",
}
"""Comma-separated spoken names → the zones that go by them; they come before those of Windows."""

OFFSETS: dict[str, str] = {
    "-09:30": "Pacific/Marquesas",
    "-03:30": "America/St_Johns",
    "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul",
    "+05:30": "Asia/Kolkata Asia/Colombo",
    "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon Indian/Cocos",
    "+08:45": "Australia/Eucla",
    "+09:30": "Australia/Darwin Australia/Adelaide",
    "+10:30": "Australia/Lord_Howe",
    "+12:45": "Pacific/Chatham",
}
"""Offsets that are no whole hours, for which tz has no zone of their own → the places whose standard time it is."""

_ABBREVIATED = {
    "acst": "Australia/Adelaide Australia/Darwin",
    "aedt": "Australia/Sydney Australia/Melbourne",
    "adt": "America/Halifax Atlantic/Bermuda",
    "aest": "Australia/Sydney Australia/Brisbane",
    "akdt": "America/Anchorage America/Juneau",
    "akst": "America/Anchorage America/Juneau",
    "ast": "America/Halifax America/Puerto_Rico Asia/Riyadh",
    "awst": "Australia/Perth Asia/Singapore",
    "brt": "America/Sao_Paulo America/Fortaleza",
    "bst": "Europe/London Asia/Dhaka Pacific/Bougainville",
    "cat": "Africa/Maputo Africa/Harare",
    "cdt": "America/Chicago America/Winnipeg America/Havana",
    "cest": "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Warsaw Europe/Stockholm",
    "cet": "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Warsaw Africa/Algiers",
    "cst": "America/Chicago Asia/Shanghai America/Mexico_City America/Havana",
    "ct": "America/Chicago America/Winnipeg",
    "eat": "Africa/Nairobi Africa/Addis_Ababa",
    "ect": "America/Guayaquil Europe/Paris",
    "edt": "America/New_York America/Toronto",
    "eest": "Europe/Athens Europe/Helsinki Europe/Kyiv Europe/Bucharest",
    "eet": "Europe/Athens Europe/Helsinki Europe/Kyiv Europe/Bucharest Africa/Cairo",
    "est": "America/New_York America/Toronto America/Panama Australia/Sydney",
    "et": "America/New_York America/Toronto",
    "gmt": "UTC Europe/London Africa/Abidjan",
    "gst": "Asia/Dubai Atlantic/South_Georgia",
    "hkt": "Asia/Hong_Kong",
    "hst": "Pacific/Honolulu America/Adak",
    "ict": "Asia/Bangkok Asia/Ho_Chi_Minh",
    "ist": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "jst": "Asia/Tokyo Asia/Jerusalem",
    "kst": "Asia/Seoul Asia/Pyongyang",
    "mdt": "America/Denver America/Edmonton",
    "met": "Europe/Brussels Europe/Berlin",
    "mez": "Europe/Berlin Europe/Vienna Europe/Zurich",
    "msk": "Europe/Moscow Europe/Simferopol",
    "mst": "America/Denver America/Phoenix America/Edmonton Asia/Kuala_Lumpur",
    "mt": "America/Denver America/Edmonton",
    "ndt": "America/St_Johns",
    "npt": "Asia/Kathmandu",
    "nst": "America/St_Johns",
    "nzdt": "Pacific/Auckland Antarctica/McMurdo",
    "nzst": "Pacific/Auckland Antarctica/McMurdo",
    "pdt": "America/Los_Angeles America/Vancouver",
    "pht": "Asia/Manila",
    "pkt": "Asia/Karachi",
    "pst": "America/Los_Angeles America/Vancouver Asia/Manila Pacific/Pitcairn",
    "pt": "America/Los_Angeles America/Vancouver",
    "sast": "Africa/Johannesburg Africa/Maseru",
    "sgt": "Asia/Singapore",
    "sst": "Pacific/Pago_Pago Asia/Singapore",
    "wat": "Africa/Lagos Africa/Algiers",
    "west": "Europe/Lisbon Atlantic/Canary",
    "wet": "Europe/Lisbon Atlantic/Canary Africa/Casablanca",
    "wib": "Asia/Jakarta Asia/Pontianak",
    "wita": "Asia/Makassar",
}

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    short: tuple(zones.split()) for short, zones in _ABBREVIATED.items()
}
"""Lower-case abbreviation → the zones that use it, most people first."""

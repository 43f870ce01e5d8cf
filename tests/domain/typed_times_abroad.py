"""Times typed in other languages, and what is suggested; the strict reader understands none of these.

Read in Berlin on Wednesday 25 November 2026 at 10:07:23; the suggestions are Berlin's wall clock.
"""

from __future__ import annotations

_ABROAD = """
de: heute 15:00 -> 2026-11-25 15:00
de: heute um 20 Uhr -> 2026-11-25 20:00
de: morgen 15:00 -> 2026-11-26 15:00
de: morgen um 15 Uhr -> 2026-11-26 15:00
de: morgen um 15:30 Uhr -> 2026-11-26 15:30
de: morgen um 3 -> 2026-11-26 03:00, 2026-11-26 15:00
de: übermorgen 9:30 -> 2026-11-27 09:30
de: Freitag 9 Uhr -> 2026-11-27 09:00, 2026-11-27 21:00
de: Freitag um 9:30 -> 2026-11-27 09:30
de: am Freitag um 15 Uhr -> 2026-11-27 15:00
de: am 1. Dezember um 15:30 Uhr -> 2026-12-01 15:30
de: 1. Dezember 2026 15 Uhr -> 2026-12-01 15:00
de: 1.12. um 15 Uhr -> 2026-12-01 15:00
de: 1.12.2026 15:00 Uhr -> 2026-12-01 15:00
de: 3/4 15:00 -> 2027-03-04 15:00, 2027-04-03 15:00
de: in 2 Stunden -> 2026-11-25 12:07
de: in 3 Tagen -> nothing
de: Mittwoch 15:00 -> 2026-11-25 15:00, 2026-12-02 15:00
de: 1. Dezember -> nothing
de: morgen -> nothing
de: bald -> nothing
de: halb 3 -> nothing
de: 31. Juni 15:00 -> nothing
de: 28. März 2027 2:30 -> nothing
de: gestern 15:00 -> nothing
fr: demain à 15h -> 2026-11-26 15:00
fr: demain 15h30 -> 2026-11-26 15:30
fr: demain à 9h -> 2026-11-26 09:00, 2026-11-26 21:00
fr: vendredi à 9h30 -> 2026-11-27 09:30
fr: 1er décembre 15h30 -> 2026-12-01 15:30
fr: le 1er décembre à 15h -> 2026-12-01 15:00
fr: aujourd'hui 20:00 -> 2026-11-25 20:00
fr: demain -> nothing
fr: dans 2 heures -> 2026-11-25 12:07
es: mañana a las 15 -> 2026-11-26 15:00
es: mañana a las 15:00 -> 2026-11-26 15:00
es: mañana a las 3 de la tarde -> 2026-11-26 15:00
es: mañana a las 8 -> 2026-11-26 08:00, 2026-11-26 20:00
es: el viernes a las 9:30 -> 2026-11-27 09:30
es: hoy a las 20:00 -> 2026-11-25 20:00
es: 1 de diciembre a las 15:00 -> 2026-12-01 15:00
es: en 3 días -> nothing
es: mar 1 15:00 -> 2027-03-01 15:00
it: domani alle 15 -> 2026-11-26 15:00
it: domani alle 15:30 -> 2026-11-26 15:30
it: venerdì alle 9:30 -> 2026-11-27 09:30
it: 1 dicembre alle 15:00 -> 2026-12-01 15:00
it: mar 15:00 -> nothing
pt: amanhã às 15h -> 2026-11-26 15:00
pt: amanhã às 15:00 -> 2026-11-26 15:00
pt: sexta-feira às 9:30 -> 2026-11-27 09:30
pt: hoje às 20h -> 2026-11-25 20:00
nl: morgen om 15:00 -> 2026-11-26 15:00
nl: vrijdag om 9 uur -> 2026-11-27 09:00, 2026-11-27 21:00
nl: 1 december om 15:00 -> 2026-12-01 15:00
nl: 1-12-2026 15:00 -> 2026-12-01 15:00
pl: jutro o 15:00 -> 2026-11-26 15:00
pl: w piątek o 9:30 -> 2026-11-27 09:30
pl: 1 grudnia 15:00 -> 2026-12-01 15:00
ru: завтра в 15:00 -> 2026-11-26 15:00
ru: в пятницу в 9:30 -> 2026-11-27 09:30
ru: завтра в 3 часа дня -> 2026-11-26 15:00
ru: через 2 часа -> 2026-11-25 12:07
ru: 1 декабря 15:00 -> 2026-12-01 15:00
uk: завтра о 15:00 -> 2026-11-26 15:00
cs: zítra v 15:00 -> 2026-11-26 15:00
tr: yarın saat 15:00 -> 2026-11-26 15:00
tr: cuma 9:30 -> 2026-11-27 09:30
hu: holnap 15:00 -> 2026-11-26 15:00
ro: mâine la 15:00 -> 2026-11-26 15:00
sv: imorgon kl 15:00 -> 2026-11-26 15:00
sv: på fredag kl 9 -> 2026-11-27 09:00, 2026-11-27 21:00
da: i morgen kl 15:00 -> 2026-11-26 15:00
fi: huomenna klo 15 -> 2026-11-26 15:00
ja: 明日 15:00 -> 2026-11-26 15:00
ja: 明日15時 -> 2026-11-26 15:00
ja: 明日の午後3時 -> 2026-11-26 15:00
ja: 12月1日 15時30分 -> 2026-12-01 15:30
zh: 明天15:00 -> 2026-11-26 15:00
zh: 明天下午3点 -> 2026-11-26 15:00
zh: 12月1日下午3点 -> 2026-12-01 15:00
ko: 내일 15시 -> 2026-11-26 15:00
ko: 내일 오후 3시 -> 2026-11-26 15:00
vi: ngày mai 15:00 -> 2026-11-26 15:00
vi: ngày mai lúc 3 giờ chiều -> 2026-11-26 15:00
vi: thu 6 15:00 -> nothing
id: besok jam 15:00 -> 2026-11-26 15:00
ar: غدا الساعة 15:00 -> 2026-11-26 15:00
ar: غدا الساعة ٣ مساء -> 2026-11-26 15:00
fa: فردا ۱۵:۰۰ -> 2026-11-26 15:00
he: מחר 15:00 -> 2026-11-26 15:00
hi: कल 15:00 -> 2026-11-26 15:00
th: พรุ่งนี้ 15:00 -> 2026-11-26 15:00
"""  # noqa: RUF001 - as people type them

ABROAD = tuple(tuple(line.replace(": ", " -> ", 1).split(" -> ")) for line in _ABROAD.strip().splitlines())
"""(language, text, suggestions)"""

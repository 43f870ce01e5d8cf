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
de: halb 3 -> 2026-11-25 14:30, 2026-11-26 02:30, 2026-11-26 14:30
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
de: heute abend 20:00 -> 2026-11-25 20:00
de: heute Abend um 8 -> 2026-11-25 20:00
de: morgen früh um 9 -> 2026-11-26 09:00
de: morgen Vormittag 10 Uhr -> 2026-11-26 10:00
de: morgen Nachmittag um 3 -> 2026-11-26 15:00
de: morgen Abend 19:30 -> 2026-11-26 19:30
de: Freitag Abend um 8 -> 2026-11-27 20:00
de: morgen um halb 3 -> 2026-11-26 02:30, 2026-11-26 14:30
de: morgen um halb drei -> nothing
de: morgen viertel nach 3 -> 2026-11-26 03:15, 2026-11-26 15:15
de: morgen Viertel vor 9 -> 2026-11-26 08:45, 2026-11-26 20:45
de: morgen um drei -> nothing
de: nächsten Freitag 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
de: kommenden Freitag 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
de: Freitag in einer Woche 15:00 -> nothing
de: morgen in einer Woche 15:00 -> 2026-12-03 15:00
de: letzten Freitag 15:00 -> nothing
de: heute in 14 Tagen 15:00 -> 2026-12-09 15:00
de: Fr. 15:00 -> 2026-11-27 15:00
de: Mi 15:00 -> 2026-11-25 15:00, 2026-12-02 15:00
de: Do 15 Uhr -> 2026-11-26 15:00
de: Sonnabend 15 Uhr -> nothing
de: morgen 15 bis 16 Uhr -> nothing
de: morgen nach 15 Uhr -> nothing
de: morgen mittag -> nothing
de: Mitternacht -> nothing
de: 24.12. um 10 Uhr -> 2026-12-24 10:00, 2026-12-24 22:00
de: 1. Jänner 10 Uhr -> 2027-01-01 10:00, 2027-01-01 22:00
fr: jeudi prochain 15:00 -> 2026-11-26 15:00, 2026-12-03 15:00
fr: jeudi prochain à 15h -> 2026-11-26 15:00, 2026-12-03 15:00
fr: jeudi 15h -> 2026-11-26 15:00
fr: demain soir à 8h -> 2026-11-26 20:00
fr: ce soir à 20h -> 2026-11-25 20:00
fr: ce soir 20h -> 2026-11-25 20:00
fr: demain matin à 9h -> 2026-11-26 09:00
fr: demain après-midi à 3h -> 2026-11-26 15:00
fr: après-demain à 10h -> 2026-11-27 10:00, 2026-11-27 22:00
fr: demain à 3h et demie -> 2026-11-26 03:30, 2026-11-26 15:30
fr: demain à 3h et quart -> 2026-11-26 03:15, 2026-11-26 15:15
fr: demain à midi -> nothing
fr: 3h de l'après-midi demain -> 2026-11-26 15:00
fr: jeudi dernier 15h -> nothing
fr: 25/12 à 10h -> 2026-12-25 10:00, 2026-12-25 22:00
es: mañana a las 3 y media -> 2026-11-26 03:30, 2026-11-26 15:30
es: mañana a las 3 y cuarto -> 2026-11-26 03:15, 2026-11-26 15:15
es: mañana por la mañana a las 9 -> 2026-11-26 09:00
es: mañana por la tarde a las 3 -> 2026-11-26 15:00
es: pasado mañana a las 10:00 -> nothing
es: el próximo viernes a las 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
es: viernes que viene a las 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
es: esta noche a las 9 -> 2026-11-25 21:00
es: hoy a las 8 de la noche -> 2026-11-25 20:00
es: el lunes a las 3 de la tarde -> 2026-11-30 15:00
es: mañana a las tres -> nothing
it: domani alle 3 e mezza -> 2026-11-26 03:30, 2026-11-26 15:30
it: stasera alle 20 -> 2026-11-25 20:00
it: dopodomani alle 10:00 -> nothing
it: domani mattina alle 9 -> 2026-11-26 09:00
it: venerdì prossimo alle 15 -> 2026-11-27 15:00, 2026-12-04 15:00
it: oggi alle 18:00 -> 2026-11-25 18:00
pt: amanhã às 3 e meia -> 2026-11-26 03:30, 2026-11-26 15:30
pt: amanhã à tarde às 3 -> nothing
pt: amanhã às 3 da tarde -> 2026-11-26 15:00
pt: depois de amanhã às 10:00 -> nothing
pt: próxima sexta às 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
pt: hoje à noite às 8 -> 2026-11-25 20:00
nl: morgen om half 3 -> nothing
nl: morgenavond om 8 uur -> nothing
nl: vanavond om 20:00 -> 2026-11-25 20:00
nl: overmorgen 10:00 -> 2026-11-27 10:00
nl: volgende vrijdag 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
nl: morgen om kwart over 3 -> nothing
pl: jutro o wpół do trzeciej -> nothing
pl: pojutrze o 10:00 -> 2026-11-27 10:00
pl: jutro wieczorem o 8 -> 2026-11-26 20:00
pl: w przyszły piątek o 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
pl: dziś o 20:00 -> 2026-11-25 20:00
ru: завтра в половине третьего -> nothing
ru: завтра в полтретьего -> nothing
ru: послезавтра в 10:00 -> 2026-11-27 10:00
ru: сегодня вечером в 8 -> 2026-11-25 20:00
ru: в следующую пятницу в 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
ru: завтра в 15 часов -> 2026-11-26 15:00
uk: післязавтра о 10:00 -> 2026-11-27 10:00
uk: сьогодні о 20:00 -> 2026-11-25 20:00
el: αύριο 15:00 -> 2026-11-26 15:00
el: αύριο στις 15:00 -> 2026-11-26 15:00
el: σήμερα στις 20:00 -> 2026-11-25 20:00
el: την Παρασκευή στις 9:30 -> 2026-11-27 09:30
el: 1 Δεκεμβρίου 15:00 -> 2026-12-01 15:00
el: αύριο στις 3 μ.μ. -> nothing
tr: yarın saat 3 -> 2026-11-26 03:00, 2026-11-26 15:00
tr: bugün 20:00 -> 2026-11-25 20:00
tr: öbür gün 10:00 -> nothing
tr: gelecek cuma 15:00 -> 2026-11-27 15:00, 2026-12-04 15:00
ja: 明日3時半 -> 2026-11-26 03:30, 2026-11-26 15:30
ja: 明後日10時 -> 2026-11-27 10:00, 2026-11-27 22:00
ja: 来週の金曜日15時 -> nothing
ja: 金曜日15時 -> 2026-11-27 15:00
ja: 今日の午後8時 -> 2026-11-25 20:00
ja: 今夜8時 -> 2026-11-25 20:00
zh: 明天3点半 -> 2026-11-26 03:30, 2026-11-26 15:30
zh: 后天上午10点 -> 2026-11-27 10:00
zh: 下周五下午3点 -> nothing
zh: 今晚8点 -> 2026-11-25 20:00
zh: 周五下午3点 -> 2026-11-27 15:00
ko: 내일 3시 반 -> 2026-11-26 03:30, 2026-11-26 15:30
ko: 모레 오전 10시 -> nothing
ko: 다음 주 금요일 15시 -> nothing
ko: 오늘 저녁 8시 -> 2026-11-25 20:00
sv: imorgon halv tre -> nothing
sv: imorgon kl halv 3 -> nothing
sv: ikväll kl 20 -> 2026-11-25 20:00
sv: nästa fredag kl 15 -> 2026-11-27 15:00, 2026-12-04 15:00
da: i morgen kl halv 3 -> nothing
da: i aften kl 20 -> 2026-11-25 20:00
fi: tänään klo 20 -> 2026-11-25 20:00
fi: ylihuomenna klo 10 -> nothing
fi: perjantaina klo 15 -> 2026-11-27 15:00
hu: ma 20:00 -> 2026-11-25 20:00
hu: holnapután 10:00 -> nothing
hu: pénteken 15:00-kor -> nothing
hu: holnap délután 3-kor -> nothing
cs: dnes ve 20:00 -> 2026-11-25 20:00
cs: pozítří v 10:00 -> 2026-11-27 10:00
cs: zítra v půl třetí -> nothing
cs: v pátek v 9:30 -> 2026-11-27 09:30
ro: astăzi la 20:00 -> nothing
ro: poimâine la 10:00 -> nothing
ro: vineri la 9:30 -> 2026-11-27 09:30
id: lusa jam 10:00 -> nothing
id: hari ini jam 20:00 -> 2026-11-25 20:00
id: besok sore jam 3 -> nothing
vi: hôm nay 20:00 -> 2026-11-25 20:00
ar: بعد غد الساعة 10:00 -> nothing
ar: اليوم الساعة 20:00 -> 2026-11-25 20:00
he: היום ב 20:00 -> 2026-11-25 20:00
he: מחרתיים 10:00 -> nothing
hi: आज 20:00 -> 2026-11-25 20:00
hi: परसों 15:00 -> nothing
th: วันนี้ 20:00 -> 2026-11-25 20:00
bg: утре в 15:00 -> 2026-11-26 15:00
sr: sutra u 15:00 -> nothing
hr: sutra u 15:00 -> 2026-11-26 15:00
sk: zajtra o 15:00 -> 2026-11-26 15:00
sl: jutri ob 15:00 -> nothing
no: i morgen kl 15:00 -> 2026-11-26 15:00
nb: i morgen kl 15:00 -> 2026-11-26 15:00
et: homme kell 15:00 -> nothing
lt: rytoj 15:00 -> 2026-11-26 15:00
lv: rīt 15:00 -> 2026-11-26 15:00
ca: demà a les 15:00 -> nothing
eu: bihar 15:00 -> 2026-11-26 15:00
fa: امروز ۲۰:۰۰ -> 2026-11-25 20:00
ms: esok 15:00 -> 2026-11-26 15:00
tl: bukas 15:00 -> nothing
sw: kesho 15:00 -> 2026-11-26 15:00
de: nächste Woche 15:00 -> nothing
de: heute abend um 12 -> nothing
de: morgen 3:30 Uhr -> 2026-11-26 03:30, 2026-11-26 15:30
de: morgen um halb 3 nachmittags -> 2026-11-26 14:30
es: 12 de la noche mañana -> nothing
es: mañana a las 12 de la mañana -> nothing
ru: завтра в 12 часов дня -> nothing
fr: demain à 8h moins le quart -> 2026-11-26 07:45, 2026-11-26 19:45
"""  # noqa: RUF001 - as people type them

ABROAD = tuple(tuple(line.replace(": ", " -> ", 1).split(" -> ")) for line in _ABROAD.strip().splitlines())
"""(language, text, suggestions)"""

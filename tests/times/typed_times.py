"""Typed times and their answer: ``=`` understood, ``?`` asked (why, candidates), ``!`` refused (why, …).

All are read in Berlin on Wednesday 25 November 2026 at 10:07:23, and the answers are Berlin's wall clock.
"""

from __future__ import annotations

_ENGLISH = """
today 15:00 -> = 2026-11-25 15:00
today at 15:00 -> = 2026-11-25 15:00
today at 3pm -> = 2026-11-25 15:00
today 3 pm -> = 2026-11-25 15:00
today 3:30pm -> = 2026-11-25 15:30
today 3.30 p.m. -> = 2026-11-25 15:30
Today, 15:00 -> = 2026-11-25 15:00
TODAY 15:00 -> = 2026-11-25 15:00
15:00 today -> = 2026-11-25 15:00
3pm today -> = 2026-11-25 15:00
today 9:00 -> ? which_hour 2026-11-25 21:00
today 09:00 -> ! past
today 8am -> ! past
today 3:30 -> ? which_hour 2026-11-25 15:30
today at 3 -> ? which_hour 2026-11-25 15:00
today at 11 -> ? which_hour 2026-11-25 11:00, 2026-11-25 23:00
today noon -> = 2026-11-25 12:00
today 10:07 -> ? which_hour 2026-11-25 22:07
today 10:08 -> = 2026-11-25 10:08
today 23:59 -> = 2026-11-25 23:59
today 00:30 -> ! past
tonight 8 -> = 2026-11-25 20:00
tonight 8pm -> = 2026-11-25 20:00
tonight at 8 -> = 2026-11-25 20:00
tonight at 8:30 -> = 2026-11-25 20:30
tonight 20:00 -> = 2026-11-25 20:00
tonight at 9 pm -> = 2026-11-25 21:00
tonight 12 -> ? which_hour 2026-11-26 00:00
tonight at 1am -> ? which_hour 2026-11-26 01:00
tonight 5 -> ? which_hour 2026-11-25 17:00, 2026-11-26 05:00
tonight -> ! no_hour
this evening 8 -> = 2026-11-25 20:00
this evening at 7:30 -> = 2026-11-25 19:30
this afternoon at 3 -> = 2026-11-25 15:00
this afternoon 14:30 -> = 2026-11-25 14:30
this morning 11 -> = 2026-11-25 11:00
tomorrow 15:00 -> = 2026-11-26 15:00
tomorrow at 15:00 -> = 2026-11-26 15:00
tomorrow 3pm -> = 2026-11-26 15:00
tomorrow at 3pm -> = 2026-11-26 15:00
tomorrow at 3 p.m. -> = 2026-11-26 15:00
tomorrow @ 3pm -> = 2026-11-26 15:00
tomorrow, 3 pm -> = 2026-11-26 15:00
tmrw 3pm -> = 2026-11-26 15:00
15:00 tomorrow -> = 2026-11-26 15:00
at 15:00 tomorrow -> = 2026-11-26 15:00
3pm tomorrow -> = 2026-11-26 15:00
tomorrow 9 -> ? which_hour 2026-11-26 09:00, 2026-11-26 21:00
tomorrow at 9 -> ? which_hour 2026-11-26 09:00, 2026-11-26 21:00
tomorrow 15 -> = 2026-11-26 15:00
tomorrow at 15 -> = 2026-11-26 15:00
tomorrow 9:30 -> = 2026-11-26 09:30
tomorrow 3:30 -> ? which_hour 2026-11-26 03:30, 2026-11-26 15:30
tomorrow 6:59 -> ? which_hour 2026-11-26 06:59, 2026-11-26 18:59
tomorrow 7:00 -> = 2026-11-26 07:00
fri 1:30 -> ? which_hour 2026-11-27 01:30, 2026-11-27 13:30
sat evening 6:30 -> = 2026-11-28 18:30
12:30 -> = 2026-11-25 12:30
tomorrow 09:30 -> = 2026-11-26 09:30
tomorrow 9.30 -> = 2026-11-26 09:30
tomorrow 15h -> = 2026-11-26 15:00
tomorrow 15h30 -> = 2026-11-26 15:30
tomorrow 15:00h -> = 2026-11-26 15:00
tomorrow 1530 -> = 2026-11-26 15:30
tomorrow 0930 -> = 2026-11-26 09:30
tomorrow 930pm -> = 2026-11-26 21:30
tomorrow 9 o'clock -> ? which_hour 2026-11-26 09:00, 2026-11-26 21:00
tomorrow morning 9 -> = 2026-11-26 09:00
tomorrow morning at 9:30 -> = 2026-11-26 09:30
tomorrow at 9 in the morning -> = 2026-11-26 09:00
tomorrow afternoon at 3 -> = 2026-11-26 15:00
tomorrow evening 8 -> = 2026-11-26 20:00
tomorrow night at 9 -> = 2026-11-26 21:00
tomorrow night -> ! no_hour
tomorrow morning -> ! no_hour
tomorrow -> ! no_hour
tomorrow noon -> = 2026-11-26 12:00
tomorrow at noon -> = 2026-11-26 12:00
noon tomorrow -> = 2026-11-26 12:00
tomorrow midnight -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
midnight tomorrow -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
tomorrow 12am -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
tomorrow 12pm -> = 2026-11-26 12:00
tomorrow 12:30am -> = 2026-11-26 00:30
tomorrow 12:30 -> = 2026-11-26 12:30
tomorrow 24:00 -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
tomorrow 0:00 -> = 2026-11-26 00:00
tomorrow 00:00 -> = 2026-11-26 00:00
tomorrow 25:00 -> ! not_understood
tomorrow 15:60 -> ! not_understood
tomorrow 13pm -> ! not_understood
tomorrow 0pm -> ! not_understood
tomorrow morning 15:00 -> ! not_understood
tomorrow 15:00-16:00 -> ! not_understood
tomorrow 3 or 4 -> ! not_understood
tomorrow 15:00! -> = 2026-11-26 15:00
day after tomorrow 9am -> = 2026-11-27 09:00
the day after tomorrow at 15:00 -> = 2026-11-27 15:00
fri 9:30 -> = 2026-11-27 09:30
fri 09:30 -> = 2026-11-27 09:30
Fri 9:30 -> = 2026-11-27 09:30
FRIDAY 9:30 -> = 2026-11-27 09:30
friday at 9:30 -> = 2026-11-27 09:30
on friday at 9:30 -> = 2026-11-27 09:30
9:30 friday -> = 2026-11-27 09:30
9:30 on friday -> = 2026-11-27 09:30
fri 9 -> ? which_hour 2026-11-27 09:00, 2026-11-27 21:00
fri at 9 -> ? which_hour 2026-11-27 09:00, 2026-11-27 21:00
fri 9am -> = 2026-11-27 09:00
fri 9 pm -> = 2026-11-27 21:00
fri 15 -> ? which_hour 2026-11-27 15:00
fri at 15 -> = 2026-11-27 15:00
fri 15:00 -> = 2026-11-27 15:00
fri. 15:00 -> = 2026-11-27 15:00
fri 9.30 -> = 2026-11-27 09:30
fri evening 8 -> = 2026-11-27 20:00
friday night at 9 -> = 2026-11-27 21:00
friday noon -> = 2026-11-27 12:00
friday midnight -> ? midnight 2026-11-27 00:00, 2026-11-28 00:00
friday -> ! no_hour
wed 9:00 -> ? which_hour 2026-11-25 21:00, 2026-12-02 09:00
wed 15:00 -> = 2026-11-25 15:00
wed 11:00 -> = 2026-11-25 11:00
wed 3pm -> = 2026-11-25 15:00
wednesday 9am -> = 2026-12-02 09:00
wed 3:30 -> ? which_hour 2026-11-25 15:30, 2026-12-02 03:30
thu 10:00 -> = 2026-11-26 10:00
thurs 10:00 -> = 2026-11-26 10:00
tues 16:00 -> = 2026-12-01 16:00
mon 8:15 -> = 2026-11-30 08:15
sat 10:00 -> = 2026-11-28 10:00
sun 23:30 -> = 2026-11-29 23:30
this fri 9:30 -> = 2026-11-27 09:30
this wed 15:00 -> = 2026-11-25 15:00
next fri 9:30 -> ? which_day 2026-11-27 09:30, 2026-12-04 09:30
next friday at 3pm -> ? which_day 2026-11-27 15:00, 2026-12-04 15:00
next wed 15:00 -> ? which_day 2026-12-02 15:00, 2026-12-09 15:00
next fri -> ! no_hour
fri next week 15:00 -> = 2026-12-04 15:00
next week fri 15:00 -> = 2026-12-04 15:00
next week sunday 15:00 -> ? which_day 2026-11-29 15:00, 2026-12-06 15:00
next week 15:00 -> ! not_understood
last fri 15:00 -> ! not_understood
every fri 15:00 -> ! not_understood
fri or sat 15:00 -> ! not_understood
in 2 hours -> = 2026-11-25 12:07
in 2h -> = 2026-11-25 12:07
in 2 hrs -> = 2026-11-25 12:07
in two hours -> = 2026-11-25 12:07
in an hour -> = 2026-11-25 11:07
in 1 hour -> = 2026-11-25 11:07
in 90 min -> = 2026-11-25 11:37
in 90 minutes -> = 2026-11-25 11:37
in 45m -> = 2026-11-25 10:52
in 1h30 -> = 2026-11-25 11:37
in 1h 30m -> = 2026-11-25 11:37
in 1 hour and 30 minutes -> = 2026-11-25 11:37
in an hour and a half -> = 2026-11-25 11:37
in half an hour -> = 2026-11-25 10:37
in 1.5 hours -> = 2026-11-25 11:37
in 1,5 hours -> = 2026-11-25 11:37
2 hours from now -> = 2026-11-25 12:07
in 0 minutes -> ! past
in 3 days -> ? which_hour 2026-11-28 10:07
in 3 days at 15:00 -> = 2026-11-28 15:00
in 3 days 3pm -> = 2026-11-28 15:00
in a week -> ? which_hour 2026-12-02 10:07
in 1 week at 10:00 -> = 2026-12-02 10:00
in 2 weeks at 10:00 -> = 2026-12-09 10:00
in 200 days at 10:00 -> ! too_far
in 99999 weeks -> ! too_far
in 5000 hours -> ! too_far
in 2 months -> ! not_understood
2 hours ago -> ! not_understood
2 hours -> ! not_understood
3pm -> = 2026-11-25 15:00
3 pm -> = 2026-11-25 15:00
3PM -> = 2026-11-25 15:00
at 3pm -> = 2026-11-25 15:00
15:00 -> = 2026-11-25 15:00
at 15:00 -> = 2026-11-25 15:00
15h -> = 2026-11-25 15:00
15h30 -> = 2026-11-25 15:30
15:00:00 -> = 2026-11-25 15:00
9:30 -> ? which_hour 2026-11-25 21:30, 2026-11-26 09:30
09:30 -> ? which_day 2026-11-26 09:30
11:30 -> = 2026-11-25 11:30
3:30 -> ? which_hour 2026-11-25 15:30, 2026-11-26 03:30
at 8 -> ? which_hour 2026-11-25 20:00, 2026-11-26 08:00
8 -> ? which_hour 2026-11-25 20:00, 2026-11-26 08:00
8am -> ? which_day 2026-11-26 08:00
8 pm -> = 2026-11-25 20:00
at 15 -> = 2026-11-25 15:00
15 -> ? which_hour 2026-11-25 15:00
1530 -> ? which_hour 2026-11-25 15:30
at 1530 -> = 2026-11-25 15:30
2026 -> ? which_hour 2026-11-25 20:26
noon -> = 2026-11-25 12:00
midday -> = 2026-11-25 12:00
midnight -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
12am -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
12pm -> = 2026-11-25 12:00
9.30 -> ? which_hour 2026-11-25 21:30, 2026-11-26 09:30
10.30 -> = 2026-11-25 10:30
9.10 -> ? which_hour 2026-11-25 21:10, 2026-11-26 09:10
1 dec 15:00 -> = 2026-12-01 15:00
1 Dec 15:00 -> = 2026-12-01 15:00
1 december 15:00 -> = 2026-12-01 15:00
1st december 15:00 -> = 2026-12-01 15:00
1st of december at 3pm -> = 2026-12-01 15:00
December 1 15:00 -> = 2026-12-01 15:00
December 1st, 3:30 pm -> = 2026-12-01 15:30
Dec 1 3:30 pm -> = 2026-12-01 15:30
Dec. 1, 2026 3:30pm -> = 2026-12-01 15:30
dec 1 at 9 -> ? which_hour 2026-12-01 09:00, 2026-12-01 21:00
dec 1 at 15 -> = 2026-12-01 15:00
dec 1 15 -> ? which_hour 2026-12-01 15:00
1 dec 15 -> ? which_hour 2026-12-01 15:00, 2026-12-15 01:00, 2026-12-15 13:00
1 dec 9 -> ? which_hour 2026-12-01 09:00, 2026-12-01 21:00, 2026-12-09 01:00, 2026-12-09 13:00
1 dec 2026 15:00 -> = 2026-12-01 15:00
2 Jan 15:00 -> = 2027-01-02 15:00
15:00 on 2 jan -> = 2027-01-02 15:00
15:00 1 dec -> = 2026-12-01 15:00
tue 1 dec 15:00 -> = 2026-12-01 15:00
Tue, 1 Dec 2026, 15:00 -> = 2026-12-01 15:00
tuesday december 1st 15:00 -> = 2026-12-01 15:00
1 dec tue 15:00 -> = 2026-12-01 15:00
mon 1 dec 15:00 -> ! impossible_date
1 nov 15:00 -> ! past
25 nov 15:00 -> = 2026-11-25 15:00
25 nov 9:00 -> ! past
24 nov 2026 15:00 -> ! past
29 feb 10:00 -> ! impossible_date
30 feb 10:00 -> ! impossible_date
31 nov 10:00 -> ! impossible_date
1 jun 10:00 -> ! too_far
1 dec 2030 15:00 -> ! too_far
1 dec 1530 -> ! no_hour
1 dec -> ! no_hour
1 dec 2026 -> ! no_hour
mar 1 15:00 -> ? which_day 2027-03-01 15:00
1 mar 15:00 -> = 2027-03-01 15:00
may 1 15:00 -> = 2027-05-01 15:00
1.12. 15:00 -> = 2026-12-01 15:00
1.12.2026 15:00 -> = 2026-12-01 15:00
1.12.26 15:00 -> = 2026-12-01 15:00
01.12.2026 15:00 -> = 2026-12-01 15:00
1.12. 15.30 -> = 2026-12-01 15:30
1.12 15:00 -> = 2026-12-01 15:00
1. 12. 2026 15:00 -> = 2026-12-01 15:00
24.12. 3pm -> = 2026-12-24 15:00
31.11. 10:00 -> ! impossible_date
1.13. 10:00 -> ! impossible_date
1.12 10.11 -> ? which_hour 2026-12-01 10:11
fri 3.12 -> ? which_day 2026-11-27 03:12, 2026-11-27 15:12
2026-12-01 15:00 -> = 2026-12-01 15:00
2026-12-01T15:00 -> = 2026-12-01 15:00
2026-12-01T15:00:00 -> = 2026-12-01 15:00
2026-12-01 15:00:30 -> = 2026-12-01 15:00
2026-12-01T15:00Z -> = 2026-12-01 16:00
2026-12-01T15:00:00Z -> = 2026-12-01 16:00
2026-12-01T15:00:00.000Z -> = 2026-12-01 16:00
2026-12-01T15:00+01:00 -> = 2026-12-01 15:00
2026-12-01T15:00:00+05:30 -> = 2026-12-01 10:30
2026-12-01T15:00-08:00 -> = 2026-12-02 00:00
2026-12-01T15:00+0100 -> = 2026-12-01 15:00
2026-12-01T15:00+01 -> = 2026-12-01 15:00
2026-12-01 15:00 +01:00 -> = 2026-12-01 15:00
2026-12-01 15:00 UTC -> = 2026-12-01 16:00
2026-12-01 09:00-10:00 -> ? which_zone 2026-12-01 20:00
2026-12-01 3pm -> = 2026-12-01 15:00
2026-12-1 9:30 -> = 2026-12-01 09:30
2026/12/01 15:00 -> = 2026-12-01 15:00
2026.12.01 15:00 -> = 2026-12-01 15:00
2026-12-01 -> ! no_hour
2026-12-01 15 -> ? which_hour 2026-12-01 15:00
2026-02-29 15:00 -> ! impossible_date
2026-13-01 15:00 -> ! impossible_date
2026-12-32 15:00 -> ! impossible_date
2026-11-24 15:00 -> ! past
2027-06-01 15:00 -> ! too_far
0000-01-01 00:00 -> ! impossible_date
9999-12-31 23:59 -> ! too_far
3/4 15:00 -> ? which_day 2027-03-04 15:00, 2027-04-03 15:00
4/4 15:00 -> = 2027-04-04 15:00
1/12 15:00 -> ? which_day 2026-12-01 15:00, 2027-01-12 15:00
12/1 15:00 -> ? which_day 2026-12-01 15:00, 2027-01-12 15:00
25/12 10:00 -> = 2026-12-25 10:00
12/25 10:00 -> = 2026-12-25 10:00
13/13 10:00 -> ! impossible_date
30/2 10:00 -> ! impossible_date
3/4/2027 15:00 -> ? which_day 2027-03-04 15:00, 2027-04-03 15:00
3/4/27 15:00 -> ? which_day 2027-03-04 15:00, 2027-04-03 15:00
26/11/27 15:00 -> ? which_day 2026-11-27 15:00
1-12-2026 15:00 -> ? which_day 2026-12-01 15:00
11/5 15:00 -> ? which_day 2027-05-11 15:00
<t:1796133600> -> = 2026-12-01 15:00
<t:1796133600:R> -> = 2026-12-01 15:00
<t:1796133600:F> -> = 2026-12-01 15:00
<t:1> -> ! past
<t:-5> -> ! past
<t:99999999999999> -> ! too_far
<t:abc> -> ! not_understood
<t:1796133600 -> ! not_understood
15:00 UTC -> = 2026-11-25 16:00
15:00 GMT -> = 2026-11-25 16:00
15:00Z -> = 2026-11-25 16:00
tomorrow 15:00 UTC -> = 2026-11-26 16:00
tomorrow 15:00 UTC+2 -> = 2026-11-26 14:00
tomorrow 15:00 GMT-5 -> = 2026-11-26 21:00
tomorrow 3pm EST -> ? which_zone 2026-11-26 05:00, 2026-11-26 21:00
tomorrow 15:00 CET -> ? which_zone 2026-11-26 15:00
tomorrow 15:00 IST -> ? which_zone 2026-11-26 10:30, 2026-11-26 14:00, 2026-11-26 16:00
tomorrow 15:00 Europe/London -> = 2026-11-26 16:00
tomorrow 9am America/New_York -> = 2026-11-26 15:00
tomorrow 15:00 UTC+5.5 -> = 2026-11-26 10:30
tomorrow 15:00 HKT -> ? which_zone 2026-11-26 08:00
tomorrow 15:00 Berlin -> ? which_zone 2026-11-26 15:00
tomorrow 15:00 (Lublin) -> ? which_zone 2026-11-26 15:00
tomorrow 15:00 in New York -> = 2026-11-26 21:00
tomorrow 15:00 in London, Ontario -> = 2026-11-26 21:00
tomorrow 15:00 in London -> ? which_zone 2026-11-26 16:00, 2026-11-26 21:00
tomorrow 15:00 London, Ontario -> ? which_zone 2026-11-26 21:00
tomorrow 3pm eastern time -> ? which_zone 2026-11-26 21:00
tomorrow 3pm Nice -> ? which_zone 2026-11-26 15:00
tomorrow 15:00 Berln -> ! not_understood
tomorrow 15:00 Ber -> ! not_understood
tomorrow 15:00 in Berlin, France -> ! not_understood
tomorrow 15:00 M-F -> ! not_understood
15:00 march -> ! not_understood
2027-03-28 02:30 -> ! gap 2027-03-28 01:30, 2027-03-28 03:30
2027-03-28 01:59 -> = 2027-03-28 01:59
2027-03-28 03:00 -> = 2027-03-28 03:00
28 mar 02:30 -> ! gap 2027-03-28 01:30, 2027-03-28 03:30
28.3. 02:30 -> ! gap 2027-03-28 01:30, 2027-03-28 03:30
tomorrow 15:00 -> = 2026-11-26 15:00
soon -> ! not_understood
later -> ! not_understood
asap -> ! not_understood
whenever you like -> ! not_understood
hello -> ! not_understood
yes -> ! not_understood
15:00 15:00 -> ! not_understood
tomorrow today 15:00 -> ! not_understood
tomorrow tomorrow -> ! not_understood
half past 3 -> ? which_hour 2026-11-25 15:30, 2026-11-26 03:30
quarter to 9 -> ? which_hour 2026-11-25 20:45, 2026-11-26 08:45
-1 dec 15:00 -> ! not_understood
DROP TABLE -> ! not_understood
"""

ENGLISH = tuple(tuple(line.split(" -> ")) for line in _ENGLISH.strip().splitlines())

UNUSUAL = (
    ("tomorrow at 9 o\u2019clock", "? which_hour 2026-11-26 09:00, 2026-11-26 21:00"),
    (" <t:1796133600:t> ", "= 2026-12-01 15:00"),
    ("15\uff1a00", "= 2026-11-25 15:00"),
    ("tomorrow \uff11\uff15\uff1a\uff10\uff10", "= 2026-11-26 15:00"),
    ("tomorrow \u0661\u0665:\u0663\u0660", "= 2026-11-26 15:30"),
    ("tomorrow  \t 15:00", "= 2026-11-26 15:00"),
    ("\u200btomorrow 15:00", "= 2026-11-26 15:00"),
    ("1 Dec 15\u201316", "! not_understood"),
    ("", "! empty"),
    ("   ", "! empty"),
    ("???", "! empty"),
    ("tomorrow 15:00\x00", "! not_understood"),
    ("tomorrow \ud83d 15:00", "! not_understood"),
    ("tomorrow 15:00" + " " * 90, "! too_long"),
    ("9" * 100, "! not_understood"),
)
"""White space, digits of other scripts, and what is no text."""

"""More typed times and their answer: spoken hours, what chats and calendars paste, and what must not be guessed.

Written and read like ``typed_times.py``: in Berlin on Wednesday 25 November 2026 at 10:07:23.
"""

from __future__ import annotations

_SPOKEN = """
tomorrow half past 3 -> ? which_hour 2026-11-26 03:30, 2026-11-26 15:30
tomorrow at half past three -> ? which_hour 2026-11-26 03:30, 2026-11-26 15:30
tomorrow half past 3pm -> = 2026-11-26 15:30
tomorrow quarter to 9 -> ? which_hour 2026-11-26 08:45, 2026-11-26 20:45
fri quarter past 9 am -> = 2026-11-27 09:15
tomorrow at ten to 4 pm -> = 2026-11-26 15:50
tomorrow quarter to 1 -> ? which_hour 2026-11-26 00:45, 2026-11-26 12:45
tomorrow quarter to 12am -> ! not_understood
half 3 -> ! not_understood
tomorrow half to 3 -> ! not_understood
tomorrow evening half past 7 -> = 2026-11-26 19:30
tomorrow half past 15 -> = 2026-11-26 15:30
tomorrow half past noon -> ! not_understood
tomorrow quarter past -> ! not_understood
ten past -> ! not_understood
around 3pm tomorrow -> ! not_understood
tomorrow 9ish -> ! not_understood
not tomorrow 15:00 -> ! not_understood
any day but friday 15:00 -> ! not_understood
before 15:00 tomorrow -> ! not_understood
after 15:00 tomorrow -> ! not_understood
by 15:00 tomorrow -> ! not_understood
until 15:00 -> ! not_understood
tomorrow at 3 or so -> ! not_understood
tomorrow 15:00 or fri 15:00 -> ! not_understood
tomorrow from 15:00 -> ! not_understood
3 weeks on friday 15:00 -> ! not_understood
friday week 15:00 -> ! not_understood
a week on friday 15:00 -> ! not_understood
fri 4 dec 15:00 -> = 2026-12-04 15:00
fri 4th 15:00 -> ! not_understood
the 4th 15:00 -> ! not_understood
4th at 15:00 -> ! not_understood
1st 15:00 -> ! not_understood
4 15:00 -> ! not_understood
weekend 15:00 -> ! not_understood
sat or sun 10:00 -> ! not_understood
mid december 15:00 -> ! not_understood
dec 15:00 -> ! not_understood
december 15:00 -> ! not_understood
dec 2026 15:00 -> ! not_understood
2026-12 15:00 -> ! not_understood
20261201 15:00 -> ! not_understood
20261201T150000Z -> ! not_understood
2026-W49-2 15:00 -> ! not_understood
335/2026 15:00 -> ! not_understood
12/01/26 3:00 PM -> ? which_day 2026-12-01 15:00
12/01/2026 03:00 PM -> ? which_day 2026-12-01 15:00
1/12/2026, 15:00:00 -> ? which_day 2026-12-01 15:00
01-12-26 15:00 -> ? which_day 2026-12-01 15:00
Tue Dec 1 15:00:00 2026 -> ! not_understood
Tue, 01 Dec 2026 15:00:00 +0000 -> ! not_understood
Tue, 01 Dec 2026 15:00:00 GMT -> = 2026-12-01 16:00
Dec 1, 2026, 3:00 PM -> = 2026-12-01 15:00
December 1st 2026 at 3pm -> = 2026-12-01 15:00
1796133600 -> ! not_understood
@1796133600 -> ! not_understood
+90 minutes -> = 2026-11-25 11:37
+2h -> = 2026-11-25 12:07
-2h -> ! not_understood
in -2 hours -> ! not_understood
in 2 hours and 30 -> ! not_understood
in 2 hours tomorrow -> ! not_understood
tomorrow in 2 hours -> ! not_understood
in a couple of hours -> ! not_understood
in a few days -> ! not_understood
in 10 min -> = 2026-11-25 10:17
in 1 day -> ? which_hour 2026-11-26 10:07
in 24 hours -> = 2026-11-26 10:07
in 36 hours -> = 2026-11-26 22:07
in 48h -> = 2026-11-27 10:07
in 1.5 days at 10:00 -> ! not_understood
in three days at 15:00 -> ! not_understood
in a month at 15:00 -> ! not_understood
3 days from now at 15:00 -> ! not_understood
3 days at 15:00 -> ! not_understood
two days from friday 15:00 -> ! not_understood
1am -> ? which_day 2026-11-26 01:00
1:00 -> ? which_hour 2026-11-25 13:00, 2026-11-26 01:00
0:30 -> ? which_day 2026-11-26 00:30
00:30 -> ? which_day 2026-11-26 00:30
12:00 -> = 2026-11-25 12:00
12 -> ? which_hour 2026-11-25 12:00, 2026-11-26 00:00
12.00 -> = 2026-11-25 12:00
24:00 -> ? midnight 2026-11-26 00:00, 2026-11-27 00:00
23:59 -> = 2026-11-25 23:59
tomorrow 23:60 -> ! not_understood
tomorrow 3 pm pm -> ! not_understood
tomorrow 3pm 15:00 -> ! not_understood
tomorrow 15:00 pm -> ! not_understood
tomorrow 15 pm -> ! not_understood
tomorrow 3:00:00 -> ? which_hour 2026-11-26 03:00, 2026-11-26 15:00
tomorrow 3,30 -> ! not_understood
tomorrow 15,30 -> ! not_understood
tomorrow 15-30 -> ! not_understood
tomorrow 15:30h -> = 2026-11-26 15:30
tomorrow 1530h -> = 2026-11-26 15:30
tomorrow 15 30 -> ! not_understood
tomorrow 3p -> ! not_understood
tomorrow 3a -> ! not_understood
tomorrow 3 p -> ! not_understood
tomorrow 9am-10am -> ! not_understood
tomorrow 15:00 for 30 minutes -> ! not_understood
tomorrow 15:00 please -> ! not_understood
please tomorrow 15:00 -> ! not_understood
can we do tomorrow 15:00 -> ! not_understood
tomorrow 15:00? -> = 2026-11-26 15:00
tomorrow 15:00 CEST -> ? which_zone 2026-11-26 15:00
tomorrow 15:00 PST -> ? which_zone 2026-11-26 08:00, 2026-11-26 23:00, 2026-11-27 00:00
tomorrow 15:00 +01:00 -> ! not_understood
tomorrow 15:00 +1 -> ! not_understood
tomorrow 15:00 utc+25 -> ! not_understood
tomorrow 15:00 (UTC) -> = 2026-11-26 16:00
tomorrow 15:00 my time -> ! not_understood
tomorrow 15:00 your time -> ! not_understood
tomorrow 15:00 local time -> ! not_understood
tomorrow 15:00 London time -> ? which_zone 2026-11-26 16:00, 2026-11-26 21:00
tomorrow 15:00 Asia/Kolkata -> = 2026-11-26 10:30
tomorrow 3pm Asia/Nowhere -> ! not_understood
yesterday 15:00 -> ! not_understood
last wed 15:00 -> ! not_understood
wed last week 15:00 -> ! not_understood
this week fri 15:00 -> ! not_understood
fri this week 15:00 -> ! not_understood
coming fri 15:00 -> = 2026-11-27 15:00
next monday morning at 9 -> ? which_day 2026-11-30 09:00, 2026-12-07 09:00
monday next week at 9am -> = 2026-11-30 09:00
monday morning 9 -> = 2026-11-30 09:00
tues. 9:30 -> = 2026-12-01 09:30
wensday 15:00 -> ! not_understood
firday 15:00 -> ! not_understood
2morrow 15:00 -> ! not_understood
tom 15:00 -> ! not_understood
tonight at noon -> ! not_understood
tonight 15:00 -> ! not_understood
this morning 9:30 -> ! past
this afternoon at 11 -> ! not_understood
tomorrow morning 12:30 -> ? which_hour 2026-11-26 00:30
tomorrow afternoon 12 -> = 2026-11-26 12:00
tomorrow evening 12 -> ! not_understood
tomorrow night 2 -> ? which_hour 2026-11-27 02:00
friday night 1am -> ? which_hour 2026-11-28 01:00
sunday night at 12 -> ? which_hour 2026-11-30 00:00
new year 15:00 -> ! not_understood
christmas 15:00 -> ! not_understood
31 dec 23:30 -> = 2026-12-31 23:30
1 jan 00:30 -> = 2027-01-01 00:30
29 feb 2028 15:00 -> ! too_far
29 march 02:30 -> = 2027-03-29 02:30
25 oct 2026 02:30 -> ! past
28 march 2:30 -> ? which_hour 2027-03-28 14:30
28 march 2:30 pm -> = 2027-03-28 14:30
1 dec 15.00 -> = 2026-12-01 15:00
1 dec 15:0 -> ! not_understood
1 dec 5:5 -> ! not_understood
1 dec 05:05 -> = 2026-12-01 05:05
tomorrow at 9:00 am -> = 2026-11-26 09:00
Tomorrow At 9:00AM -> = 2026-11-26 09:00
tomorrow@9am -> ! not_understood
9am@tomorrow -> ! not_understood
"""

SPOKEN = tuple(tuple(line.split(" -> ")) for line in _SPOKEN.strip().splitlines())

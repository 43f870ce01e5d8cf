"""From what a clock on the wall shows to the instants when it shows it: none, one or two."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def instants(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the instants (aware, UTC, in order) at which clocks in ``zone`` show the naive time ``wall``.

    Empty when the clocks jump over it, and where the calendar ends (years 1 and 9999); two when it happens twice.
    PEP 495: ``fold`` picks the reading, and a time inside a gap does not survive the round trip.
    """
    try:
        both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    except OverflowError:
        return ()
    return tuple(sorted(one for one in both if one.astimezone(zone).replace(tzinfo=None, fold=0) == wall))


def around_gap(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the two existing instants that a skipped time can mean, in order (aware, UTC).

    They are ``wall`` read with the offset after the jump and with the one before it: 02:30 that does not
    exist becomes 01:30 and 03:30.
    """
    return tuple(sorted({wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}))

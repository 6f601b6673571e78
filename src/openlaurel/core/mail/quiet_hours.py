"""Hours in which nobody is written to unasked."""

from datetime import datetime, time, timedelta, tzinfo


def next_allowed(moment: datetime, *, zone: tzinfo, quiet_from: time, quiet_until: time) -> datetime:
    """This function will return `moment`, or the end of the quiet hours in which it lies, in the zone of `moment`.

    The hours are those of the clock in `zone`, and may go over midnight; equal ends mean that none are quiet. An end
    that the clock skips in spring counts from the moment at which it was skipped.
    """
    local = moment.astimezone(zone)
    clock = local.timetz().replace(tzinfo=None)
    if quiet_from == quiet_until:
        return moment
    if quiet_from < quiet_until:
        is_quiet, days = quiet_from <= clock < quiet_until, 0
    else:
        is_quiet, days = clock >= quiet_from or clock < quiet_until, int(clock >= quiet_from)
    if not is_quiet:
        return moment
    end = datetime.combine(local.date() + timedelta(days=days), quiet_until, tzinfo=zone)
    return max(end.astimezone(moment.tzinfo), moment)

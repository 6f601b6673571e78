"""When figures are told next, by the clock of a place."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openlaurel.apps.figures.models import Period, Rhythm

AT = time(7)


def next_due(rhythm: str, time_zone: str, after: datetime) -> datetime:
    """This function will return the first moment after `after` at which it is seven o'clock there on a day of the rhythm."""
    zone = ZoneInfo(time_zone)
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, AT, tzinfo=zone)
        if moment > after and _is_day(rhythm, day):
            return moment
        day += timedelta(days=1)


def months_of_period(period: str, today: date) -> tuple[date | None, date | None]:
    """This function will return the first and the last month of a period, as Selection has them."""
    if period == Period.MONTH:
        return months_ago(today, 1), months_ago(today, 1)
    back = {Period.YEAR: 11, Period.QUARTER: 2}
    return (months_ago(today, back[Period(period)]) if period in back else None), None


def months_ago(today: date, number: int) -> date:
    """This function will return the first day of the month that was `number` months before."""
    month = today.year * 12 + today.month - 1 - number
    return date(month // 12, month % 12 + 1, 1)


def _is_day(rhythm: str, day: date) -> bool:
    if rhythm == Rhythm.MONTHLY:
        return day.day == 1
    return rhythm == Rhythm.DAILY or day.weekday() == 0

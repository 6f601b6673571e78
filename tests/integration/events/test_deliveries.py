"""News arrives at least once, late rather than never, and what can't arrive stays visible."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.events.queries import background_health
from openlaurel.apps.events.services import (
    EventDraft,
    attempt_delivery,
    deliver_due,
    record_event,
    record_events,
    retry_given_up,
)
from openlaurel.apps.events.services.deliveries import LEASE, MOST_ATTEMPTS, PAUSES
from openlaurel.apps.events.tasks import deliver

pytestmark = pytest.mark.django_db


class MailboxFull(Exception):
    pass


def happen(now, **details):
    with transaction.atomic():
        return record_event(kind="test.happened", subject=("test", "1"), now=now, **details)


def test_an_event_reaches_its_handler_once_it_is_committed(subscribed, now):
    seen = []
    subscribed(lambda event: seen.append(event.data["count"]))
    happen(now, data={"count": 7})
    assert deliver_due(now=now) == 1
    assert seen == [7]
    assert deliver_due(now=now + timedelta(days=9)) == 0


def test_an_event_outside_the_transaction_of_its_change_is_refused(transactional_db, now):
    with pytest.raises(RuntimeError, match=r"test\.happened must be recorded in the transaction"):
        record_event(kind="test.happened", subject=("test", "1"), now=now)


def test_a_rolled_back_change_leaves_no_news_and_no_task(subscribed, now):
    subscribed(lambda event: None)

    def change_and_fail():
        with transaction.atomic():
            happen(now)
            raise MailboxFull

    with pytest.raises(MailboxFull):
        change_and_fail()
    assert not Event.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_task_in_the_queue_delivers_without_waiting_for_the_schedule(subscribed, now):
    seen = []
    subscribed(lambda event: seen.append(event.pk))
    event = happen(now - timedelta(days=365))
    task = DBTaskResult.objects.get()
    deliver.call(*task.args_kwargs["args"])
    assert seen == [event.pk]


def test_a_thousand_events_take_few_queries_and_few_tasks(subscribed, now, django_assert_max_num_queries):
    subscribed(lambda event: None)
    drafts = [EventDraft("test.happened", ("test", str(n))) for n in range(1000)]
    with django_assert_max_num_queries(60), transaction.atomic():
        record_events(drafts, now=now)
    assert Delivery.objects.count() == 1000
    assert DBTaskResult.objects.count() == 20


def test_a_failed_delivery_keeps_its_error_and_comes_back_later(subscribed, now):
    calls = []

    def fails_once(event):
        calls.append(event)
        if len(calls) == 1:
            raise MailboxFull("The mailbox is full.")

    subscribed(fails_once)
    happen(now)
    deliver_due(now=now)
    assert Delivery.objects.get().error == "MailboxFull: The mailbox is full."
    assert deliver_due(now=now + PAUSES[0] - timedelta(seconds=1)) == 0
    assert deliver_due(now=now + PAUSES[0]) == 1
    delivery = Delivery.objects.get()
    assert (delivery.delivered_at, delivery.error, delivery.attempts) == (now + PAUSES[0], "", 2)


def test_a_delivery_that_never_works_is_given_up_where_the_operator_sees_it(subscribed, now, caplog):
    def fails(event):
        raise MailboxFull("ada@example.org is full.")

    subscribed(fails)
    happen(now)
    for attempt in range(MOST_ATTEMPTS):
        assert deliver_due(now=now + timedelta(days=3 * attempt)) == 1
    later = now + timedelta(days=99)
    assert deliver_due(now=later) == 0
    assert background_health(now=later).given_up_deliveries == 1
    assert "Gave up delivering event" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_the_operator_can_have_given_up_deliveries_tried_again(subscribed, now):
    def fails(event):
        raise MailboxFull

    subscribed(fails)
    happen(now)
    for attempt in range(MOST_ATTEMPTS):
        deliver_due(now=now + timedelta(days=3 * attempt))
    subscribed(lambda event: None)
    later = now + timedelta(days=99)
    assert retry_given_up(now=later) == 1
    deliver_due(now=later)
    assert Delivery.objects.get().delivered_at == later


def test_two_workers_never_deliver_the_same_news_at_the_same_time(subscribed, now):
    nested = []

    def while_held(event):
        nested.append(attempt_delivery(event.deliveries.get().pk, now=now))

    subscribed(while_held)
    happen(now)
    assert deliver_due(now=now) == 1
    assert nested == [False]


def test_what_a_killed_worker_held_comes_back_when_its_lease_ends(subscribed, now):
    class Killed(BaseException):
        pass

    def dies(event):
        raise Killed

    subscribed(dies)
    happen(now)
    with pytest.raises(Killed):
        deliver_due(now=now)
    subscribed(lambda event: None)
    assert deliver_due(now=now + LEASE - timedelta(seconds=1)) == 0
    assert deliver_due(now=now + LEASE) == 1
    assert Delivery.objects.get().delivered_at == now + LEASE


def test_news_for_a_handler_that_an_upgrade_removed_is_kept_not_lost(subscribed, now):
    from openlaurel.apps.events.services.subscriptions import _handlers

    subscribed(lambda event: None)
    happen(now)
    _handlers.pop("test.happened")
    deliver_due(now=now)
    assert "No handler handler is subscribed to test.happened" in Delivery.objects.get().error

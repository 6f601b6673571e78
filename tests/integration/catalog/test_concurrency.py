"""Two work on one definition at the same moment: on PostgreSQL, where they really do."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import start_version
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_a_new_version_that_is_started_twice_is_one_draft(
    published: AchievementVersion, now: datetime
) -> None:
    gate, numbers, errors = threading.Barrier(4), [], []

    def start() -> None:
        try:
            gate.wait()
            draft = start_version(achievement=published.achievement, by=INSTALLATION, now=now)
            numbers.append(draft.number)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert numbers == [2] * 4

"""A recall of the demo world: a question leaked, badges are suspended, their holders asked to sit the quiz again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from openlaurel.apps.assessment.models import AssessmentKind
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.desk.models import ActionKind, ActionState, Recall
from openlaurel.apps.desk.queries import Cause
from openlaurel.apps.desk.services import (
    Asked,
    confirm_action,
    open_recall,
    prepare_action,
    publish_note,
    run_action,
)
from openlaurel.apps.profiles.models import Role
from openlaurel.apps.profiles.policies import Actor
from openlaurel.demo.awards import member_with


def recall_badges(entry: Mapping[str, Any], now: datetime) -> None:
    """This function will open a recall of people.toml, do what it says about its badges and publish its note.

    What was done before is left out.
    """
    version = get_published(entry["achievement"])
    organisation, by = version.achievement.organisation, member_with(version, Role.ISSUER)
    moment = now - timedelta(days=entry["days_ago"])
    quiz = version.achievement.assessments.get(kind=AssessmentKind.QUIZ)
    item = quiz.items.get(position=entry["question"])
    recall = Recall.objects.filter(
        organisation=organisation, cause_key=item.pk, ready_at__isnull=False
    ).first() or open_recall(
        organisation=organisation,
        cause=Cause(
            "item",
            str(item.pk),
            now - timedelta(days=entry["since_days_ago"]),
            now - timedelta(days=entry["until_days_ago"]),
        ),
        by=by,
        now=moment,
    )
    _act(recall, ActionKind.SUSPEND, entry["suspended_because"], by, moment)
    _act(recall, ActionKind.INVITE, entry["invited_because"], by, moment + timedelta(hours=1))
    if recall.published_at is None:
        publish_note(
            recall=recall,
            what_happened=entry["what_happened"],
            what_to_do=entry["what_to_do"],
            by=by,
            now=moment + timedelta(hours=2),
        )


def _act(recall: Recall, kind: ActionKind, reason: str, by: Actor, now: datetime) -> None:
    action = recall.bulk_actions.filter(kind=kind).exclude(state=ActionState.CHOOSING).first()
    if action is None:
        asked = Asked(kind=kind, reason=reason, tell=True, recall=recall, restores=kind == ActionKind.INVITE)
        action = prepare_action(organisation=recall.organisation, asked=asked, by=by, now=now)
    if action.state in {ActionState.PREVIEW, ActionState.STOPPED}:
        action = confirm_action(action=action, by=by, now=now)
    run_action(action=action, clock=lambda: now)

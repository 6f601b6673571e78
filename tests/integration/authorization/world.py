"""An organisation with one of everything, each private text of it marked, and people who must not see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.assessment.services import (
    ItemDraft,
    create_quiz,
    create_task,
    start_attempt,
    submit_task,
)
from openlaurel.apps.assessment.uploads import Upload
from openlaurel.apps.catalog.models import AchievementVersion, Skill
from openlaurel.apps.catalog.services import (
    Definition,
    Look,
    create_family,
    define_achievement,
    publish_version,
)
from openlaurel.apps.certificates.services import add_signature, save_design
from openlaurel.apps.desk.models import Recall
from openlaurel.apps.desk.queries import Cause
from openlaurel.apps.desk.services import Asked, open_recall, prepare_action, publish_note
from openlaurel.apps.exchange.models import Connection, Platform
from openlaurel.apps.figures.services import ReportDraft, plan_report
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import PlannedAward
from openlaurel.apps.issuing.services import (
    AwardDraft,
    dry_run_batch,
    issue_award,
    plan_award,
    request_correction,
    upload_roster,
)
from openlaurel.apps.learning.services import LessonDraft, create_course, enrol, publish_course
from openlaurel.apps.letters.services import save_template, suppress_address
from openlaurel.apps.mailing.services import MailDraft, hand_over, queue_mail, unsubscribe_link
from openlaurel.apps.moves.models import ImportedAward, ImportedDefinition
from openlaurel.apps.moves.services import (
    confirm_import,
    prepare_resigning,
    run_import,
    start_archive,
    upload_import,
)
from openlaurel.apps.offers.models import Application, Rule
from openlaurel.apps.offers.services import (
    Terms,
    apply_for_badge,
    confirm_redemption,
    create_claim_code,
    create_rule,
    redeem_code,
    set_opening,
)
from openlaurel.apps.portfolio.services import EntryDraft, create_collection, create_portfolio, save_entry
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import (
    add_domain,
    add_member,
    create_api_key,
    create_organisation,
    invite_member,
    upload_logo,
)
from openlaurel.apps.programmes.services import (
    Outline,
    Step,
    create_programme,
    publish_programme,
    upload_cover,
)
from openlaurel.apps.wallet.services import change_evidence, keep_file
from openlaurel.apps.wallet.services import start_archive as start_wallet_archive
from openlaurel.apps.webhooks.services import add_endpoint, queue_test
from openlaurel.core.artwork.certificate_layout import template

# In every text that only the organisation or the person concerned may see. Long, so that no random token of a page
# holds it by chance.
MARK = "zq7wkx4v"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M10 10h280v80H10z"/></svg>'
PLATFORM = {
    "name": "Backpack",
    **dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), "https://backpack.example/"),
    "redirect_uris": ["https://backpack.example/back"],
    "grant_types": ["authorization_code"],
    "scope": "offline_access",
}
# Parameters that addresses of the workspace and of the API share.
ALSO_OF_THE_API = (
    *("suppression_id", "bulk_action_id", "claim_code_id", "redemption_id", "application_id", "rule_id"),
    *("planned_id", "batch_id", "family_id", "signature_id", "target", "report_plan_id"),
)
CONNECTION = {
    "api_url": "https://backpack.example/ims/ob/v3p0",
    "name": f"Backpack {MARK}",
    "endpoints": dict.fromkeys(("authorization", "token", "refresh"), "https://backpack.example/oauth"),
    "offered": ["https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly"],
    "client_id": "a-client",
    "secret": b"",
}
COVER = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><path d="M10 10h280v80H10z"/></svg>'
RUBRIC = [
    {
        "id": "plan",
        "name": "Plan",
        "levels": [
            {"id": "no", "name": "Missing", "description": "No plan.", "points": 0},
            {"id": "yes", "name": "Sound", "description": "A plan.", "points": 2},
        ],
    }
]


@dataclass(frozen=True)
class World:
    """`values` fills parameters by name, `own_values` those of addresses below /org/<handle>/ first.

    `keys_without` are secrets of keys of the organisation with every scope but the one named.
    `special_values` are those of one address, by its name, where a parameter means something else there.
    """

    organisation: Profile
    members: Mapping[Role, Account]
    learner: Account
    stranger: Account
    keys: Mapping[str, str]
    keys_without: Mapping[str, str]
    values: Mapping[str, Any]
    own_values: Mapping[str, Any]
    special_values: Mapping[str, Mapping[str, Any]]


def build_world(definition: Definition, now: datetime) -> World:
    """This function will make organisation A with one of everything, and a stranger who owns organisation B."""

    def account(name: str, address: str) -> Account:
        return create_account(email=address, name=name, password="sea-shanty-42", verified=True, now=now)

    owner = account(f"Olga {MARK}", f"olga-{MARK}@a.example")
    by = Actor(account=owner)
    a = create_organisation(
        handle="harbour", name="Harbour", is_issuer=True, owner=owner, by=INSTALLATION, now=now
    )
    members = {Role.OWNER: owner}
    for role in Role:
        if role != Role.OWNER:
            members[role] = account(f"{role} {MARK}", f"{role}-{MARK}@a.example")
            add_member(organisation=a, account=members[role], role=role, by=by, now=now)
    upload_logo(organisation=a, data=LOGO, by=by, now=now)
    version = publish_version(
        version=define_achievement(organisation=a, slug="tide-tables", definition=definition, by=by, now=now),
        by=by,
        now=now,
    )
    _programmes(a, by, now)
    signature = add_signature(organisation=a, name=f"Signer {MARK}", title="", data=LOGO, by=by, now=now)
    sheet = template("centred", "a4", is_landscape=True)
    for achievement in (None, version.achievement):
        save_design(organisation=a, achievement=achievement, layout=sheet, by=by, now=now)
    draft = replace(definition, name=f"Secret plan {MARK}", description=f"Not public yet {MARK}", skills=())
    define_achievement(organisation=a, slug="hidden-draft", definition=draft, by=by, now=now)
    invitation, token = invite_member(
        organisation=a, email=f"ines-{MARK}@a.example", role=Role.READER, by=by, now=now
    )
    key, secret = create_api_key(organisation=a, name=f"Key {MARK}", scopes=Scope.values, by=by, now=now)
    lacking = {
        scope.value: create_api_key(
            organisation=a,
            name=f"Lacks {scope} {MARK}",
            scopes=[other for other in Scope.values if other != scope],
            by=by,
            now=now,
        )[1]
        for scope in Scope
    }
    endpoint, _ = add_endpoint(
        organisation=a, url=f"https://{MARK}.a.example/news", types=["award.issued"], by=by, now=now
    )
    message = queue_test(endpoint=endpoint, by=by, now=now)
    learner = account(f"Lena {MARK}", f"lena-{MARK}@learners.example")
    award = issue_award(
        version=version,
        recipient_name=learner.name,
        recipient_email=learner.email,
        account=learner,
        narrative=f"Thanks {MARK}",
        by=by,
        now=now,
    )
    asked = request_correction(award=award, wanted_name=f"Lea {MARK}", words="", now=now)
    kept = keep_file(account=learner, data=badge_by_key(now, learner.email, f"Knots {MARK}"), now=now)
    folio = create_portfolio(account=learner, handle=f"lena-{MARK}", name=f"Lena {MARK}", now=now)
    entry = save_entry(portfolio=folio, draft=EntryDraft("project", f"Boat {MARK}"), now=now)
    collection = create_collection(account=learner, name=f"Boats {MARK}", now=now)
    shown = change_evidence(account=learner, refs=[f"kept:{kept.pk}"], is_hidden=True, now=now)
    connected = Connection.objects.create(**CONNECTION, account=learner, registered_at=now)
    packed = {"archive_id": start_wallet_archive(account=learner, language="en", now=now).pk}
    mail = queue_mail(
        MailDraft(
            key="lost",
            kind="desk.news",
            to=f"rita-{MARK}@a.example",
            subject=f"Lost {MARK}",
            text="Text",
            html="",
            language="en",
            organisation_id=a.pk,
            tried_for=timedelta(0),
        ),
        now=now,
    )
    hand_over(mail, clock=lambda: now)
    stranger = account("Eve Elsewhere", "eve@elsewhere.example")
    b = create_organisation(
        handle="elsewhere", name="Elsewhere", is_issuer=True, owner=stranger, by=INSTALLATION, now=now
    )
    _, foreign_secret = create_api_key(
        organisation=b, name="Foreign", scopes=Scope.values, by=Actor(account=stranger), now=now
    )
    values = {
        "handle": a.handle,
        "slug": "tide-tables",
        "language": "es",
        "ticket": "unknown",
        "number": 1,
        "kind": "svg",
        "mail_id": mail.id,
        "form": "openlaurel",
        "framework": "ctdl",
        "level": "foundation",
        "name": "centred",
        "shape": "hexagon",
        "colours": "0a5f38-ffcc00",
        "channel": "linkedin",
        "chart": "funnel",
        "skill_id": Skill.objects.get().id,
        "account_id": learner.id,
        "award_id": award.id,
        "recall_id": _recalled(a, version, by, now).id,
        "code": code_of(award.id),
        "badge_id": kept.pk,
        "change_id": shown.pk,
        "entry_id": entry.pk,
        "collection_id": collection.pk,
        "answer_token": "no-such-question",
        "inquiry_token": "no-such-inquiry",
        "result_token": "no-such-question",
        "did_id": learner.dids.create(did=f"did:web:{MARK}.example", proved_at=now).pk,
        "connection_id": connected.pk,
        "transfer_id": connected.transfers.create(direction="fetch", created_at=now).pk,
        "platform_id": Platform.objects.create(**PLATFORM, registered_at=now).pk,
        "list_id": award.credentials.get().status_list_id,
        "token": token,
        "pk": Authenticator.objects.create(
            user=learner, type="webauthn", data={"name": f"Key {MARK}", "credential": {}}
        ).pk,
        "webhook_id": endpoint.id,
        "message_id": message.id,
        "uidb36": "1",
        "key": "set-password",
        **_studied(version, learner, by, now),
    }
    own_values = {
        "slug": "hidden-draft",
        "account_id": members[Role.READER].id,
        "invitation_id": invitation.id,
        "correction_request_id": asked.id,
        "bulk_action_id": prepare_action(
            organisation=a, asked=Asked("revoke", reason=f"Leaked {MARK}"), by=by, now=now
        ).id,
        "report_plan_id": plan_report(
            organisation=a, draft=ReportDraft("weekly", [owner.pk]), by=by, now=now
        ).id,
        "template_id": save_template(
            organisation=a,
            template=None,
            achievement=None,
            kind="award",
            language="en",
            subject=f"Well done {MARK}",
            body="{{ claim_link }}",
            by=by,
            now=now,
        ).id,
        "suppression_id": suppress_address(
            organisation=a, address=f"sue-{MARK}@a.example", by=by, now=now
        ).id,
        "key_id": key.id,
        "signature_id": signature.id,
        "family_id": create_family(organisation=a, look=Look(f"Kin {MARK}", "gem", 40), by=by, now=now).id,
        "target": "a:tide-tables",
        "domain_id": add_domain(organisation=a, name=f"{MARK}.example", by=by, now=now).id,
        "endpoint_id": endpoint.id,
        "message_id": message.id,
        "signing_key_id": award.credentials.get().key_id,
        **_roster(version, by, now),
        "import_id": _moved(a, by, now),
        **_claimed(version, by, now),
        "planned_id": _planned(version, by).id,
        "rule_id": _rule(version, by, now).id,
        "application_id": _applied(version, learner, by, now).id,
        "archive_id": start_archive(organisation=a, by=by, now=now).id,
    }
    own_values["resigning_id"] = _to_sign(version, by, now)
    values |= {name: own_values[name] for name in ALSO_OF_THE_API}
    values["imported_id"] = ImportedAward.objects.get().id
    return World(
        organisation=a,
        members=members,
        learner=learner,
        stranger=stranger,
        keys={"all": secret, "foreign": foreign_secret},
        keys_without=lacking,
        values=values,
        own_values=own_values,
        special_values={
            "mailing:unsubscribe": {"token": unsubscribe_link(mail.key).rpartition("/")[2]},
            "assessment:attempt-give": {"account_id": learner.id},
            "learning:course-content": {"slug": "tide-tables"},
            "wallet:archive-change": packed,
            "wallet:archive-download": packed,
        },
    )


def _to_sign(version: AchievementVersion, by: Actor, now: datetime) -> Any:
    """Imported badges that are chosen to be signed anew."""
    definition = ImportedDefinition.objects.get()
    definition.achievement = version.achievement
    definition.save(update_fields=["achievement"])
    return prepare_resigning(definition=definition, notify=False, hold_minutes=0, by=by, now=now).id


def _moved(organisation: Profile, by: Actor, now: datetime) -> Any:
    """A badge that was moved in, and the import that brought it."""
    header = (
        "Issued Badge ID,Badge Template ID,Badge Template Name,Recipient Email,First Name,Last Name,Issued at"
    )
    line = f"b1,t1,Harbour pilot,mia-{MARK}@learners.example,Mia,{MARK},2024-03-01"
    files = [(f"export-{MARK}.csv", f"{header}\n{line}\n".encode())]
    run = upload_import(organisation=organisation, files=files, by=by, now=now)
    confirm_import(run=run, by=by, now=now)
    run_import(run=run, clock=lambda: now)
    return run.id


def _applied(version: AchievementVersion, learner: Account, by: Actor, now: datetime) -> Application:
    """An application of the learner, with a file."""
    opening = set_opening(
        achievement=version.achievement, instructions="Show it.", is_open=True, by=by, now=now
    )
    return apply_for_badge(
        opening=opening,
        account=learner,
        name=learner.name,
        words=f"I did it {MARK}",
        file=Upload(f"proof-{MARK}.txt", f"Proof {MARK}".encode()),
        now=now,
    )


def _rule(version: AchievementVersion, by: Actor, now: datetime) -> Rule:
    return create_rule(
        achievement=version.achievement,
        assessment=version.achievement.assessments.first(),
        held=[],
        by=by,
        now=now,
    )


def _planned(version: AchievementVersion, by: Actor) -> PlannedAward:
    moment = timezone.now()
    return plan_award(
        version=version,
        draft=AwardDraft(f"Pia {MARK}", f"pia-{MARK}@a.example"),
        notify=True,
        due_at=moment + timedelta(days=2),
        by=by,
        now=moment,
    )


def _claimed(version: AchievementVersion, by: Actor, now: datetime) -> dict[str, Any]:
    """A claim code, and somebody who waits for a decision."""
    terms = Terms(note=f"Workshop {MARK}", needs_approval=True)
    claim_code = create_claim_code(achievement=version.achievement, terms=terms, by=by, now=now)
    asked = redeem_code(claim_code=claim_code, name=f"Cleo {MARK}", email=f"cleo-{MARK}@a.example", now=now)
    confirm_redemption(redemption=asked, now=now)
    return {"claim_code_id": claim_code.id, "redemption_id": asked.id}


def _programmes(organisation: Profile, by: Actor, now: datetime) -> None:
    """A public programme with a picture, at the address of the achievement, and one that nobody else may see."""
    outline = Outline("Way to sea", "en", "For beginners.", steps=(Step("tide-tables"),))
    programme = create_programme(
        organisation=organisation, slug="tide-tables", outline=outline, by=by, now=now
    )
    upload_cover(programme=programme, data=COVER, by=by, now=now)
    publish_programme(programme=programme, by=by, now=now)
    hidden = replace(outline, name=f"Hidden {MARK}", description=f"Not yet {MARK}")
    create_programme(organisation=organisation, slug="hidden-draft", outline=hidden, by=by, now=now)


def _roster(version: AchievementVersion, by: Actor, now: datetime) -> dict[str, Any]:
    """A file of recipients and the dry run of issuing to them."""
    roster = upload_roster(
        organisation=version.achievement.organisation,
        file_name=f"class-{MARK}.csv",
        data=f"Email,Name\nrita-{MARK}@a.example,Rita {MARK}\n".encode(),
        by=by,
        now=now,
    )
    batch = dry_run_batch(roster=roster, version=version, notify=False, allow_repeats=False, by=by, now=now)
    return {"roster_id": roster.id, "batch_id": batch.id}


def _recalled(organisation: Profile, version: AchievementVersion, by: Actor, now: datetime) -> Recall:
    """A recall of all badges of a definition, whose note everybody may read."""
    cause = Cause(
        "achievement", str(version.achievement_id), now - timedelta(days=1), now + timedelta(days=1)
    )
    recall = open_recall(organisation=organisation, cause=cause, by=by, now=now)
    return publish_note(recall=recall, what_happened="A fault.", what_to_do="Wait.", by=by, now=now)


def _studied(version: AchievementVersion, learner: Account, by: Actor, now: datetime) -> dict[str, Any]:
    """A course with a quiz and a task, and what a learner has begun and handed in."""
    achievement = version.achievement
    course = create_course(
        achievement=achievement,
        title="Tides",
        language="en",
        lessons=[LessonDraft("One", 5, f"Only for the enrolled {MARK}")],
        by=by,
        now=now,
    )
    quiz = create_quiz(
        achievement=achievement,
        title="Quiz",
        language="en",
        pass_percent=75,
        items=[ItemDraft("single", f"A question {MARK}?", 0, ["Yes", "No"], "So it is.")],
        by=by,
        now=now,
    )
    task = create_task(
        achievement=achievement,
        title="Task",
        instructions=f"Do it {MARK}.",
        language="en",
        criteria=RUBRIC,
        by=by,
        now=now,
    )
    publish_course(course=course, by=by, now=now)
    enrol(course=course, account=learner, now=now)
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    submission = submit_task(
        assessment=task,
        account=learner,
        text=f"My work {MARK}",
        file=Upload(f"work-{MARK}.txt", f"My file {MARK}".encode()),
        now=now,
    )
    return {"assessment_id": quiz.id, "attempt_id": attempt.id, "submission_id": submission.id}

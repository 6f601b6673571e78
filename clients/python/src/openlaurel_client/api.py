"""Every call of the API, with the types of what is sent and comes back. Made by tools/client.py: don't edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, cast

from openlaurel_client.transport import Transport, every_page, given, pages


class AchievementFull(TypedDict):
    """All that a definition says; `open_badges` is the Achievement as it stands in signed badges."""

    slug: str
    url: str
    version: int
    name: str
    description: str
    achievement_type: str
    level: str
    language: str
    country: str
    workload_hours: int
    ects: str | None
    price_amount: str
    price_currency: str
    validity_months: int | None
    organisation: OrganisationOut
    image: str
    published_at: str
    awarding_body_name: str
    awarding_body_url: str
    eqf_level: int | None
    credits: str | None
    participation: str
    assessment_type: str
    supervision: str
    identity_check: str
    quality_assurance: str
    prerequisites: str
    required: list[str]
    outcomes: list[str]
    how_awarded: str
    is_offered: bool
    open_badges: dict[str, Any]


class AchievementOut(TypedDict):
    """One line of the catalogue: the published version of an achievement."""

    slug: str
    url: str
    version: int
    name: str
    description: str
    achievement_type: str
    level: str
    language: str
    country: str
    workload_hours: int
    ects: str | None
    price_amount: str
    price_currency: str
    validity_months: int | None
    organisation: OrganisationOut
    image: str
    published_at: str


class AchievementPage(TypedDict):
    """`count` is the number of all matches, not only of those on this page."""

    items: list[AchievementOut]
    count: int


class ApplicationOut(TypedDict):
    """What one person handed in. `file_name` is empty where there is no file; `answer` is what they were told; `award` is the badge's id."""

    id: str
    achievement: str
    name: str
    words: str
    url: str
    file_name: str
    file_type: str
    file_size: int
    fields: dict[str, Any]
    shares_evidence: bool
    state: ApplicationState
    submitted_at: str
    decided_at: str | None
    answer: str
    award: str | None


class ApplicationPage(TypedDict):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ApplicationOut]
    count: int
    next: str | None


ApplicationState = Literal["submitted", "withdrawn", "approved", "granted", "declined", "refused"]


class ApprovalIn(TypedDict):
    """A note for the applicant, and what the issuer says in custom fields."""

    answer: NotRequired[str]
    fields: NotRequired[dict[str, Any]]


class AssessmentOut(TypedDict):
    """AssessmentOut."""

    id: str
    title: str
    achievement: str


class AssessmentPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[AssessmentOut]
    count: int


class AwardIn(TypedDict):
    """One badge. Without `valid_from` it is awarded now; without `valid_until` the micro-credential says how long."""

    achievement: str
    recipient_name: str
    recipient_email: str
    valid_from: NotRequired[str | None]
    valid_until: NotRequired[str | None]
    narrative: NotRequired[str]
    evidence: NotRequired[list[EvidenceIn]]
    results: NotRequired[list[ResultIn]]
    fields: NotRequired[dict[str, Any]]
    language: NotRequired[str]
    notify: NotRequired[bool]
    idempotency_key: NotRequired[str | None]


class AwardOut(TypedDict):
    """What everybody may know of an accepted badge. `recipient_name` is empty unless its holder shows it."""

    id: str
    url: str
    credential: str
    achievement: str
    version: int
    organisation: str
    state: str
    validity: str
    recipient_name: str
    awarded_at: str
    valid_from: str
    valid_until: str | None
    revocation_reason: str
    suspended_at: str | None
    suspension_reason: str
    fields: dict[str, Any]


class BadgeIn(TypedDict):
    """One badge: its address, or the document itself. `name` and `email` are whom it is said to be of."""

    url: NotRequired[str]
    document: NotRequired[dict[str, Any] | str | None]
    name: NotRequired[str]
    email: NotRequired[str]


class BoxPart(TypedDict):
    """A part of the sheet: millimetres from its start and top edge; `size` is points. `text` is that of a part of the kind text, `signature` the id of one."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    align: NotRequired[Literal["start", "center", "end"]]
    size: NotRequired[int]
    text: NotRequired[str]
    signature: NotRequired[str]


class BrandOut(TypedDict):
    """`hue` is an angle of OKLCH, 0 to 359, with which new badges begin; `page` is the public page."""

    colour: str
    accent: str
    hue: int
    schemes: SchemesOut
    logo: LogoOut | None
    page: str


class BulkIn(TypedDict):
    """What shall be done to which badges. With `csv` it names them, among those that `filters` find."""

    kind: Literal["revoke", "suspend", "restore", "invite", "extend", "resend"]
    reason: NotRequired[str]
    valid_until: NotRequired[str | None]
    link: NotRequired[str]
    tell: NotRequired[bool]
    hold_minutes: NotRequired[int]
    filters: NotRequired[FiltersIn | None]
    csv: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]


class BulkOut(TypedDict):
    """A bulk action. `chosen` is `done`, `refused` and what is left together; `fault` says what stopped it by itself. `stopped` is paused, or stopped by a fault. What was done before it was cancelled stays done."""

    id: str
    kind: Literal["revoke", "suspend", "restore", "invite", "extend", "resend"]
    state: Literal["choosing", "preview", "queued", "running", "stopped", "done", "cancelled"]
    reason: str
    valid_until: str | None
    link: str
    tell: bool
    hold_minutes: int
    mails_withdrawn_at: str | None
    filters: dict[str, Any]
    recall: str | None
    chosen: int
    done: int
    refused: int
    fault: str
    created_at: str
    started_at: str | None
    finished_at: str | None


class BulkPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[BulkOut]
    count: int


class ChangeIn(TypedDict):
    """ChangeIn."""

    change: Literal["stop", "go-on"]


class CheckOut(TypedDict):
    """CheckOut."""

    check: Literal["format", "proof", "issuer", "status", "validity", "recipient"]
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str


class ChoiceOut(TypedDict):
    """`value` is what is sent and kept; `labels` are its names by language."""

    value: str
    labels: dict[str, Any]


class ClaimCodeIn(TypedDict):
    """A new code."""

    note: NotRequired[str]
    opens_at: NotRequired[str | None]
    closes_at: NotRequired[str | None]
    most: NotRequired[int | None]
    needs_approval: NotRequired[bool]
    fields: NotRequired[dict[str, Any]]
    achievement: str


class ClaimCodeOut(TypedDict):
    """A code. `url` is what its QR code opens; `taken` counts confirmed addresses, `waiting` those to be decided on."""

    id: str
    achievement: str
    code: str
    url: str
    note: str
    opens_at: str | None
    closes_at: str | None
    most: int | None
    taken: int
    waiting: int
    needs_approval: bool
    fields: dict[str, Any]
    stage: Literal["open", "early", "late", "full", "stopped"]
    stopped_at: str | None
    created_at: str


class ClaimCodePage(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ClaimCodeOut]
    count: int
    next: str | None


class CohortOut(TypedDict):
    """Shares in percent of the badges issued, from `shared` on of the accepted. `key` is a month or a batch's id."""

    key: str
    name: str
    issued: int | None
    delivered: int | None
    opened: int | None
    accepted: int | None
    accepted_within_a_week: int | None
    shared: int | None
    viewed: int | None
    verified: int | None


class CohortPage(TypedDict):
    """CohortPage."""

    items: list[CohortOut]
    count: int


class ColoursIn(TypedDict):
    """Any colours: pages use the nearest ones that can be read."""

    colour: str
    accent: NotRequired[str]


class CorrectionIn(TypedDict):
    """What shall be different; what isn't sent stays as it is."""

    reason: str
    recipient_name: NotRequired[str | None]
    recipient_email: NotRequired[str | None]
    valid_from: NotRequired[str | None]
    valid_until: NotRequired[str | None]
    results: NotRequired[list[ResultIn] | None]
    fields: NotRequired[dict[str, Any] | None]


class CountsOut(TypedDict):
    """Files that are still to be read; badges in all and verified; what became of them."""

    unread: int
    total: int
    done: int
    proven: int
    genuine: int
    unproven: int


class DeclineIn(TypedDict):
    """DeclineIn."""

    answer: str


class DesignOut(TypedDict):
    """`draft` is what was saved last, `published` what badges have; null for none."""

    target: str
    name: str
    has_draft: bool
    version: int
    is_standard: bool
    published_at: str | None
    draft: LayoutPart | None
    published: LayoutPart | None


class EntryOut(TypedDict):
    """What the person states themselves; nobody has checked it, but for the badges beside it."""

    title: str
    organisation: str
    url: str
    text: str
    starts: str
    ends: str
    proved_by: list[str]


class EventOut(TypedDict):
    """One line of the audit trail. `words` says it in the language of `Accept-Language`; `kind` and `data` don't change."""

    id: int
    at: str
    kind: str
    words: str
    actor: str
    actor_id: str | None
    subject_kind: str
    subject_id: str
    subject: str
    data: dict[str, Any]


class EventPage(TypedDict):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[EventOut]
    count: int
    next: str | None


class EvidenceIn(TypedDict):
    """EvidenceIn."""

    name: NotRequired[str]
    url: NotRequired[str]
    narrative: NotRequired[str]


class ExampleOut(TypedDict):
    """One of the badges to which it would be done."""

    award: str
    page: str
    recipient: str
    achievement: str
    valid_until: str | None


class FamilyOut(TypedDict):
    """A family; `drafts` and `published` are the slugs of the micro-credentials whose badges are of it."""

    id: str
    name: str
    shape: str
    hue: int
    hue_step: int
    pattern: str
    drafts: list[str]
    published: list[str]
    created_at: str


class FamilyPage(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[FamilyOut]
    count: int
    next: str | None


class FieldOut(TypedDict):
    """A custom field. `place` is where the signed badge says it (Open Badges 3.0, AchievementSubject): result, role, term, licenseNumber, creditsEarned, activityStartDate or activityEndDate; "" for a private one. `least` and `most` bound a number or a date; `most` is a text's longest length."""

    key: str
    kind: Literal["text", "number", "date", "choice", "url", "yes_no"]
    labels: dict[str, Any]
    is_required: bool
    asked_of: Literal["issuer", "recipient"]
    place: str
    least: str
    most: str
    choices: list[ChoiceOut]
    preset: str


class FieldsOut(TypedDict):
    """FieldsOut."""

    fields: list[FieldOut]


class FiguresOut(TypedDict):
    """`issued` is null when fewer than five badges were selected. `counted` of the accepted badges are in groups of at least five: of those it is told what their holders did."""

    issued: int | None
    accepted: int
    counted: int
    stages: list[StageOut]
    time_to_accept: list[PartOut]
    verified_from: list[PartOut]
    viewed_from: list[PartOut]
    shared_by: list[PartOut]


class FileIn(TypedDict):
    """A CV, a table, a ZIP or a badge, in base64."""

    name: str
    content: str


class FiltersIn(TypedDict):
    """Which badges, as in the list of badges. Empty ones choose every badge of your organisation."""

    q: NotRequired[str]
    stage: NotRequired[str]
    achievement: NotRequired[str]


class FindingCheckOut(TypedDict):
    """FindingCheckOut."""

    check: str
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str


class FindingOut(TypedDict):
    """`outcome` is proven, genuine (it holds, whose it is isn't shown) or unproven; null before it was verified. `holder` says by what it is this person's: email, name, other, untold, or nothing when nobody was named."""

    number: int
    place: str
    address: str
    said_names: list[str]
    said_emails: list[str]
    outcome: Literal["proven", "genuine", "unproven"] | None
    verdict: str
    holder: str
    held_by: str
    badge: str
    badge_name: str
    issuer: str
    issuer_name: str
    problem: str
    checked_at: str | None
    checks: list[FindingCheckOut]


class FindingPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[FindingOut]
    count: int


class FrameworkOut(TypedDict):
    """`document` is in the framework's own terms: JSON-LD, or for annex-i a list of elements."""

    document: dict[str, Any] | list[dict[str, Any]]
    losses: list[LossOut]


class FurtherOut(TypedDict):
    """One line on what a badge that holds brings along; `says` are an endorser's own words."""

    check: Literal["schema", "evidence", "related", "endorsement"]
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str
    says: NotRequired[str | None]


HeldState = Literal["valid", "expired", "not_yet", "suspended", "revoked", "unchecked", "broken"]


class InquiryOut(TypedDict):
    """`token` is the only way back to it, and a secret; `page` is for people, `report` where the signed report is once it is done. Of more than 1,000 remarks the first are told."""

    url: str
    page: str
    report: str | None
    token: str
    state: Literal["queued", "running", "stopped", "done"]
    at: str | None
    created_at: str
    finished_at: str | None
    expires_at: str
    counts: CountsOut
    remarks: list[RemarkOut]


class ItemOut(TypedDict):
    """One badge of a bulk action, or a line of its file that names none. `reason` is a code, as in `refusals`."""

    number: int
    line: int | None
    award: str | None
    page: str
    state: Literal["ready", "done", "refused"]
    reason: str
    mailed_at: str | None


class ItemPage(TypedDict):
    """`count` is the number of all items of the action."""

    items: list[ItemOut]
    count: int


class KeyOut(TypedDict):
    """An API key, without its secret. `networks` is empty where it is accepted from everywhere."""

    id: str
    name: str
    organisation: str
    prefix: str
    scopes: list[str]
    networks: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    rotated_at: str | None
    former_until: str | None


class LayoutPart(TypedDict):
    """A whole sheet. Right-to-left certificates are its mirror image."""

    paper: NotRequired[Literal["a4", "letter"]]
    is_landscape: NotRequired[bool]
    frame: NotRequired[Literal["line", "band", "rosette", "plain"]]
    boxes: list[BoxPart]


class LinkOut(TypedDict):
    """LinkOut."""

    label: str
    url: str


class LogoOut(TypedDict):
    """`ground` is what the logo has to stand on to be seen; empty where it brings its own."""

    url: str
    width: int
    height: int
    ground: Literal["", "light", "dark"]


class LookIn(TypedDict):
    """One look. `hue` is an angle, 0 to 359, which turns by `hue_step` degrees, -60 to 60, with each level."""

    name: str
    shape: str
    hue: int
    hue_step: NotRequired[int]
    pattern: NotRequired[str]


class LossOut(TypedDict):
    """`not_held`: the definition says it and the framework has no place for it; `missing`: the framework asks for it."""

    field: str
    kind: Literal["not_held", "missing"]
    sentence: str


class MailOut(TypedDict):
    """One mail to one recipient; its text isn't told, since it may let somebody in. `about` is what it tells of, such as kind award with its id. `fault` says in English why it wasn't sent or came back, `reply` what the other server said. Recipient and subject are empty once a person had their data erased."""

    id: str
    kind: str
    about_kind: str
    about_id: str
    recipient: str
    subject: str
    language: str
    state: Literal["prepared", "handing_over", "sent", "uncertain", "failed", "withheld"]
    fault: str
    reply: str
    attempts: int
    created_at: str
    due_at: str
    settled_at: str | None
    bounced_at: str | None
    complained_at: str | None
    can_be_sent_again: bool


class MailPage(TypedDict):
    """`count` is the number of all matches, not only of those on this page."""

    items: list[MailOut]
    count: int


class ManyIn(TypedDict):
    """Badges, files, or both; `recipient` is whom the files are said to be of, `at` a past day as of which to verify."""

    badges: NotRequired[list[BadgeIn]]
    files: NotRequired[list[FileIn]]
    recipient: NotRequired[str]
    at: NotRequired[str]


class MessageOut(TypedDict):
    """`id` is what receivers get as webhook-id. `tries` are the latest, the last one first."""

    id: str
    type: str
    body: str
    created_at: str
    due_at: str
    delivered_at: str | None
    gave_up_at: str | None
    tries: list[TryOut]


class MessagePage(TypedDict):
    """`count` is the number of all that are kept as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[MessageOut]
    count: int
    next: str | None


class MonthOut(TypedDict):
    """MonthOut."""

    month: str
    issued: int | None
    accepted: int | None
    percent: int | None
    views: int
    shares: int
    verifications: int


class MonthPage(TypedDict):
    """MonthPage."""

    items: list[MonthOut]
    count: int


class NewSecretOut(TypedDict):
    """The key with its new secret, which can't be read again."""

    id: str
    name: str
    organisation: str
    prefix: str
    scopes: list[str]
    networks: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    rotated_at: str | None
    former_until: str | None
    secret: str


class NewWebhookOut(TypedDict):
    """A webhook with its secret, `whsec_…`, which can't be read again."""

    id: str
    url: str
    types: list[str]
    created_at: str
    paused_at: str | None
    quiet_until: str | None
    failures: int
    secret: str


class OneBulkOut(TypedDict):
    """The same with `preview` before it is started, and afterwards with why badges were left as they were."""

    id: str
    kind: Literal["revoke", "suspend", "restore", "invite", "extend", "resend"]
    state: Literal["choosing", "preview", "queued", "running", "stopped", "done", "cancelled"]
    reason: str
    valid_until: str | None
    link: str
    tell: bool
    hold_minutes: int
    mails_withdrawn_at: str | None
    filters: dict[str, Any]
    recall: str | None
    chosen: int
    done: int
    refused: int
    fault: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    preview: PreviewOut | None
    refusals: list[RefusalOut]


class OpeningIn(TypedDict):
    """What people shall hand in, and until when."""

    instructions: str
    closes_at: NotRequired[str | None]
    is_open: NotRequired[bool]


class OpeningOut(TypedDict):
    """A call for applications. `url` is where people apply; `takes_applications` says whether they can at the moment."""

    achievement: str
    url: str
    instructions: str
    is_open: bool
    closes_at: str | None
    takes_applications: bool
    waiting: int
    created_at: str


class OpeningPage(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[OpeningOut]
    count: int
    next: str | None


class OrganisationOut(TypedDict):
    """OrganisationOut."""

    handle: str
    name: str


class OwnAwardOut(TypedDict):
    """What the issuer knows. `stage` says how far the badge got; `claim_url` is empty once it was answered."""

    id: str
    url: str
    credential: str
    achievement: str
    version: int
    organisation: str
    state: str
    validity: str
    recipient_name: str
    awarded_at: str
    valid_from: str
    valid_until: str | None
    revocation_reason: str
    suspended_at: str | None
    suspension_reason: str
    fields: dict[str, Any]
    recipient_email: str
    stage: str
    claim_url: str
    idempotency_key: str | None
    mailed_at: str | None
    mail_error: str
    opened_at: str | None
    accepted_at: str | None
    declined_at: str | None
    revoked_at: str | None


class OwnAwardPage(TypedDict):
    """`count` is the number of all matches as far as 10,001, null where very many match `q`. `next`, given as `after`, reads on; it is null at the end."""

    items: list[OwnAwardOut]
    count: int | None
    next: str | None


class PartOut(TypedDict):
    """PartOut."""

    code: str
    name: str
    badges: int | None
    percent: int | None


class PeoplePage(TypedDict):
    """`count` is the number of all as far as 10,001."""

    items: list[PersonOut]
    count: int


class PersonOut(TypedDict):
    """PersonOut."""

    name: str
    email: str


class PictureIn(TypedDict):
    """A picture; what is stored of it is drawn anew and can do no harm."""

    picture: str


class PlanIn(TypedDict):
    """One badge that is issued at `due_at`, at most a year ahead, by the version that is published then."""

    achievement: str
    recipient_name: str
    recipient_email: str
    due_at: str
    valid_until: NotRequired[str | None]
    narrative: NotRequired[str]
    evidence: NotRequired[list[EvidenceIn]]
    fields: NotRequired[dict[str, Any]]
    notify: NotRequired[bool]


class PlannedOut(TypedDict):
    """A badge that waits for its date. Whom it is for is forgotten once it was issued or cancelled; `fault` says why it could not be issued; `award` is the badge's id."""

    id: str
    achievement: str
    recipient_name: str
    recipient_email: str
    due_at: str
    valid_until: str | None
    notify: bool
    state: PlannedState
    fault: str
    award: str | None
    created_at: str


class PlannedPage(TypedDict):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[PlannedOut]
    count: int
    next: str | None


class PlannedRosterOut(TypedDict):
    """A roster that is issued from `starts_at` on, to `people`; `id` is that of its batch."""

    id: str
    file_name: str
    achievement: str
    starts_at: str
    people: int
    created_at: str


class PlannedRosterPage(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[PlannedRosterOut]
    count: int
    next: str | None


PlannedState = Literal["waiting", "issued", "cancelled", "failed"]


class PortfolioOut(TypedDict):
    """A published portfolio. `projects`, `work` and `degrees` are self-declared."""

    handle: str
    url: str
    name: str
    headline: str
    place: str
    statement: str
    language: str
    links: list[LinkOut]
    badges: list[ShownBadgeOut]
    skills: list[ShownSkillOut]
    projects: list[EntryOut]
    work: list[EntryOut]
    degrees: list[EntryOut]
    changed_at: str


class PreviewIn(TypedDict):
    """Without a layout the draft is drawn."""

    layout: NotRequired[LayoutPart | None]
    language: NotRequired[str]
    form: NotRequired[Literal["pdf", "png"]]


class PreviewOut(TypedDict):
    """What it would come to: to how many badges it would be done, how many of these were accepted, and whom it leaves out."""

    effective: int
    accepted: int
    examples: list[ExampleOut]
    refusals: list[RefusalOut]


class ProgrammeChangeIn(TypedDict):
    """What shall be different; what isn't sent stays as it is. `steps` are all of them, in their order."""

    name: NotRequired[str]
    language: NotRequired[str]
    description: NotRequired[str]
    colour: NotRequired[str]
    steps: NotRequired[list[StepIn]]


class ProgrammeIn(TypedDict):
    """A new programme. `slug` is the end of its address, for good."""

    name: str
    language: NotRequired[str]
    description: NotRequired[str]
    colour: NotRequired[str]
    steps: NotRequired[list[StepIn]]
    slug: str


class ProgrammeOut(TypedDict):
    """A programme. The public sees it at `url` once `published_at` is set; `cover` is the address of its picture."""

    slug: str
    url: str
    name: str
    language: str
    description: str
    colour: str
    steps: list[StepOut]
    cover: str
    published_at: str | None
    created_at: str


class ProgrammePageOut(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ProgrammeOut]
    count: int
    next: str | None


class PublicationIn(TypedDict):
    """PublicationIn."""

    covers_earlier: NotRequired[bool]


class ReaderOut(TypedDict):
    """ReaderOut."""

    address: str
    stopped_at: str | None


class RedemptionOut(TypedDict):
    """One person's use of a code. `answer` says why it was declined, or could not be issued; `award` is the badge's id."""

    id: str
    claim_code: str
    name: str
    email: str
    language: str
    fields: dict[str, Any]
    state: RedemptionState
    asked_at: str
    confirmed_at: str
    decided_at: str | None
    answer: str
    award: str | None


class RedemptionPage(TypedDict):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[RedemptionOut]
    count: int
    next: str | None


RedemptionState = Literal["asked", "waiting", "approved", "granted", "declined", "refused"]


class RefusalIn(TypedDict):
    """RefusalIn."""

    answer: str


class RefusalOut(TypedDict):
    """Why badges would be, or were, left as they were. `words` are in the language of `Accept-Language`."""

    code: str
    words: str
    count: int


class RemarkOut(TypedDict):
    """What of a file wasn't looked at, and why."""

    file: str
    code: str
    detail: str


class ReportOut(TypedDict):
    """`verified` is true when every check but `recipient` ended in pass or warn, and none of `recipient`, `schema`, `evidence` and `related` (what a relatedResource pins) failed. An endorsement is told in `further` and changes nothing. `at` is the moment that was asked about."""

    verified: bool
    at: NotRequired[str | None]
    checks: list[CheckOut]
    further: list[FurtherOut]
    credential: dict[str, Any] | None


class ReportPlanIn(TypedDict):
    """Which figures go to whom by mail. Without programme and micro-credential they are of all."""

    rhythm: Literal["daily", "weekly", "monthly"]
    readers: list[str]
    period: NotRequired[Literal["all", "year", "quarter", "month"]]
    programme: NotRequired[str]
    achievement: NotRequired[str]
    time_zone: NotRequired[str]


class ReportPlanOut(TypedDict):
    """`readers` who stopped the mails get none, until they have them sent again themselves."""

    id: str
    rhythm: Literal["daily", "weekly", "monthly"]
    period: Literal["all", "year", "quarter", "month"]
    programme: str
    achievement: str
    time_zone: str
    next_at: str
    last_at: str | None
    readers: list[ReaderOut]


class ReportPlanPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[ReportPlanOut]
    count: int


class ResultIn(TypedDict):
    """`result` is the id of one of the micro-credential's result descriptions, such as "quiz"."""

    result: str
    value: NotRequired[str]
    achieved_level: NotRequired[str]


class RevocationIn(TypedDict):
    """RevocationIn."""

    reason: str


class RotationIn(TypedDict):
    """RotationIn."""

    former_until: NotRequired[str | None]


class RuleChangeIn(TypedDict):
    """RuleChangeIn."""

    is_on: bool


class RuleIn(TypedDict):
    """Who passed the assessment, if one is named, and holds all of the badges, gets the badge of `achievement`."""

    achievement: str
    assessment: NotRequired[str | None]
    held: NotRequired[list[str]]


class RuleOut(TypedDict):
    """A rule; while it is off it issues nothing."""

    id: str
    achievement: str
    assessment: AssessmentOut | None
    held: list[str]
    is_on: bool
    created_at: str


class RulePage(TypedDict):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[RuleOut]
    count: int
    next: str | None


class SchemesOut(TypedDict):
    """What pages use in the light and in the dark scheme, by name: `brand` for text and links, `brand-solid` and `on-brand` for buttons, and so on. Text has 4.5 to 1 on every ground, what is no text but means something 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""

    light: dict[str, Any]
    dark: dict[str, Any]


class SecretOut(TypedDict):
    """SecretOut."""

    secret: str


class ShownBadgeOut(TypedDict):
    """A badge of a portfolio. `url` is the page that proves it."""

    name: str
    issuer: str
    url: str
    state: HeldState
    issued_on: str | None
    valid_until: str | None


class ShownSkillOut(TypedDict):
    """A skill with the addresses of the badges in force that prove it."""

    name: str
    level: str
    proved_by: list[str]


class SignatureIn(TypedDict):
    """A picture of a signature, and whose it is."""

    picture: str
    name: str
    title: NotRequired[str]


class SignatureOut(TypedDict):
    """SignatureOut."""

    id: str
    name: str
    title: str
    created_at: str


class SignaturePage(TypedDict):
    """`count` is the number of all that can be used, not only of those on this page."""

    items: list[SignatureOut]
    count: int


class StageOut(TypedDict):
    """`percent` is of the badges issued; from `shared` on of those in groups of at least five, and in fives."""

    code: str
    name: str
    badges: int | None
    percent: int | None
    lost_before: list[PartOut]


class StepIn(TypedDict):
    """A micro-credential by its slug. One that is optional isn't needed for the whole."""

    achievement: str
    is_optional: NotRequired[bool]


class StepOut(TypedDict):
    """StepOut."""

    achievement: str
    is_optional: NotRequired[bool]


class SuppressionIn(TypedDict):
    """SuppressionIn."""

    address: str


class SuppressionOut(TypedDict):
    """`address` is empty once its person had it erased; that nothing is sent there stays."""

    id: str
    address: str
    reason: Literal["bounced", "complained", "unsubscribed", "by_hand"]
    since: str


class SuppressionPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[SuppressionOut]
    count: int


class SuspensionIn(TypedDict):
    """SuspensionIn."""

    reason: str


class TargetOut(TypedDict):
    """What may have a design: `target` is "all" for the organisation, "p:<slug>" for a programme, "a:<slug>" for a micro-credential; the nearest one counts. `version` is the number of what was published last, 0 for nothing; `is_standard` says whether badges from now on have the standard sheet, as far as this design is asked."""

    target: str
    name: str
    has_draft: bool
    version: int
    is_standard: bool
    published_at: str | None


class TargetPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[TargetOut]
    count: int


class TermsIn(TypedDict):
    """When a code works, for how many people, and whether somebody decides on each."""

    note: NotRequired[str]
    opens_at: NotRequired[str | None]
    closes_at: NotRequired[str | None]
    most: NotRequired[int | None]
    needs_approval: NotRequired[bool]
    fields: NotRequired[dict[str, Any]]


class TryOut(TypedDict):
    """One attempt: the status that came back, or the error when there was no answer."""

    at: str
    milliseconds: int
    status: int | None
    error: str


class WebhookChangeIn(TypedDict):
    """What shall be different; what isn't sent stays as it is."""

    url: NotRequired[str | None]
    types: NotRequired[list[str] | None]
    paused: NotRequired[bool | None]


class WebhookIn(TypedDict):
    """Where news goes, and which: types such as award.issued."""

    url: str
    types: list[str]


class WebhookOut(TypedDict):
    """`quiet_until` is set while nothing is sent because nobody answered, or the receiver asked to wait."""

    id: str
    url: str
    types: list[str]
    created_at: str
    paused_at: str | None
    quiet_until: str | None
    failures: int


class WebhookPage(TypedDict):
    """`count` is the number of all, not only of those on this page."""

    items: list[WebhookOut]
    count: int


class Achievements:
    """Calls of the kind achievements."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_achievements(
        self,
        *,
        q: str | None = None,
        level: Literal["", "foundation", "intermediate", "advanced", "expert"] | None = None,
        language: str | None = None,
        organisation: str | None = None,
        hours: Literal["", "10", "40", "100", "more"] | None = None,
        price: Literal["", "free", "paid"] | None = None,
        delivery: Literal["", "online", "onsite", "blended"] | None = None,
        credit: bool | None = None,
        earn_here: bool | None = None,
        order: Literal["best", "newest", "name", "shortest"] | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> AchievementPage:
        """List published achievements. Search and filter the catalogue, a page at a time."""
        return cast(
            "AchievementPage",
            self._transport.send(
                "GET",
                "/api/v1/achievements",
                query=given(
                    {
                        "q": q,
                        "level": level,
                        "language": language,
                        "organisation": organisation,
                        "hours": hours,
                        "price": price,
                        "delivery": delivery,
                        "credit": credit,
                        "earn_here": earn_here,
                        "order": order,
                        "limit": limit,
                        "offset": offset,
                    }
                ),
            ),
        )

    def iter_achievements(
        self,
        *,
        q: str | None = None,
        level: Literal["", "foundation", "intermediate", "advanced", "expert"] | None = None,
        language: str | None = None,
        organisation: str | None = None,
        hours: Literal["", "10", "40", "100", "more"] | None = None,
        price: Literal["", "free", "paid"] | None = None,
        delivery: Literal["", "online", "onsite", "blended"] | None = None,
        credit: bool | None = None,
        earn_here: bool | None = None,
        order: Literal["best", "newest", "name", "shortest"] | None = None,
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(
            lambda limit, offset: self.list_achievements(
                q=q,
                level=level,
                language=language,
                organisation=organisation,
                hours=hours,
                price=price,
                delivery=delivery,
                credit=credit,
                earn_here=earn_here,
                order=order,
                limit=limit,
                offset=offset,
            )
        )

    def read_in_framework(self, slug: str, framework: str) -> FrameworkOut:
        """Read one achievement in the terms of another framework. CTDL (`ceterms:`), the European Learning Model v3, the elements of EU 2022/C 243/02 Annex I, Open Badges 3.0 or CLR 2.0, and what each lacks."""
        return cast(
            "FrameworkOut",
            self._transport.send(
                "GET",
                f"/api/v1/achievements/{self._transport.quoted(slug)}/frameworks/{self._transport.quoted(framework)}",
            ),
        )

    def read_fields(self, slug: str) -> FieldsOut:
        """Read the custom fields of one of your achievements. What is asked with each badge that is issued now: the achievement's own fields, then those of its programmes. Scope: awards:issue."""
        return cast(
            "FieldsOut",
            self._transport.send("GET", f"/api/v1/achievements/{self._transport.quoted(slug)}/fields"),
        )

    def read_achievement(self, slug: str) -> AchievementFull:
        """Read one achievement. The published version in full, also when it is no longer offered."""
        return cast(
            "AchievementFull",
            self._transport.send("GET", f"/api/v1/achievements/{self._transport.quoted(slug)}"),
        )


class Awards:
    """Calls of the kind awards."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create_award(self, body: AwardIn, *, idempotency_key: str | None = None) -> OwnAwardOut:
        """Issue a badge. Signs and stores a badge: 201. The same idempotency key with the same body returns the first one: 200; with another body: 409. Scope: awards:issue."""
        return cast(
            "OwnAwardOut",
            self._transport.send(
                "POST", "/api/v1/awards", body=body, idempotency_key=idempotency_key, is_idempotent=True
            ),
        )

    def list_own_awards(
        self,
        *,
        q: str | None = None,
        stage: str | None = None,
        achievement: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
    ) -> OwnAwardPage:
        """List your badges. The badges that the key's organisation issued, newest first. Scope: awards:read."""
        return cast(
            "OwnAwardPage",
            self._transport.send(
                "GET",
                "/api/v1/awards",
                query=given(
                    {
                        "q": q,
                        "stage": stage,
                        "achievement": achievement,
                        "limit": limit,
                        "offset": offset,
                        "after": after,
                    }
                ),
            ),
        )

    def iter_own_awards(
        self, *, q: str | None = None, stage: str | None = None, achievement: str | None = None
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(
            lambda limit, after: self.list_own_awards(
                q=q, stage=stage, achievement=achievement, limit=limit, after=after
            )
        )

    def read_award(self, award_id: str) -> OwnAwardOut | AwardOut:
        """Read one badge. Everybody may read a badge that its holder accepted; with a key of its issuer there is more, and any badge. Scope: awards:read."""
        return cast(
            "OwnAwardOut | AwardOut",
            self._transport.send("GET", f"/api/v1/awards/{self._transport.quoted(award_id)}"),
        )

    def revoke(self, award_id: str, body: RevocationIn) -> OwnAwardOut:
        """Revoke a badge. For good: every check of it fails from now on. One that is revoked already: 409. Scope: awards:revoke."""
        return cast(
            "OwnAwardOut",
            self._transport.send(
                "POST", f"/api/v1/awards/{self._transport.quoted(award_id)}/revoke", body=body
            ),
        )

    def correct(self, award_id: str, body: CorrectionIn) -> OwnAwardOut:
        """Correct a badge. Signs the badge anew at the same address; files from before fail every check and say what replaced them. The holder is told by mail. One that was revoked: 409. Scope: awards:correct."""
        return cast(
            "OwnAwardOut",
            self._transport.send(
                "POST", f"/api/v1/awards/{self._transport.quoted(award_id)}/correct", body=body
            ),
        )

    def suspend(self, award_id: str, body: SuspensionIn) -> OwnAwardOut:
        """Suspend a badge. Every check of it fails until it is restored. One that is suspended or revoked already, or was issued without the possibility: 409. Scope: awards:suspend."""
        return cast(
            "OwnAwardOut",
            self._transport.send(
                "POST", f"/api/v1/awards/{self._transport.quoted(award_id)}/suspend", body=body
            ),
        )

    def restore(self, award_id: str, body: SuspensionIn) -> OwnAwardOut:
        """Restore a suspended badge. It counts again from now on; that it was suspended stays on record. One that isn't suspended: 409. Scope: awards:suspend."""
        return cast(
            "OwnAwardOut",
            self._transport.send(
                "POST", f"/api/v1/awards/{self._transport.quoted(award_id)}/restore", body=body
            ),
        )


class Bulk:
    """Calls of the kind bulk."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def prepare_bulk_action(self, body: BulkIn, *, idempotency_key: str | None = None) -> OneBulkOut:
        """Choose badges for a bulk action. Nothing happens to them before it is started; the answer says to how many it would be done, with examples. It takes the scope for the same on one badge, too. The same idempotency key with the same body returns the first one: 200. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send(
                "POST", "/api/v1/bulk", body=body, idempotency_key=idempotency_key, is_idempotent=True
            ),
        )

    def list_bulk(self, *, limit: int | None = None, offset: int | None = None) -> BulkPage:
        """List bulk actions. Those of your organisation, made here or on the site, the newest first. Scope: awards:bulk."""
        return cast(
            "BulkPage",
            self._transport.send("GET", "/api/v1/bulk", query=given({"limit": limit, "offset": offset})),
        )

    def iter_bulk(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_bulk(limit=limit, offset=offset))

    def read_bulk_action(self, bulk_action_id: str) -> OneBulkOut:
        """See how far it is. Ask again every two seconds or so while it is queued or running. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("GET", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}"),
        )

    def list_bulk_items(
        self, bulk_action_id: str, *, limit: int | None = None, offset: int | None = None
    ) -> ItemPage:
        """List its badges. In the order in which they were chosen, with what became of each so far. Scope: awards:bulk."""
        return cast(
            "ItemPage",
            self._transport.send(
                "GET",
                f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/items",
                query=given({"limit": limit, "offset": offset}),
            ),
        )

    def iter_bulk_items(self, bulk_action_id: str) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_bulk_items(bulk_action_id, limit=limit, offset=offset))

    def read_bulk_result(self, bulk_action_id: str) -> str:
        """Download the result. A CSV file with a line for each badge: name, address, outcome and reason as codes, and when its holder was mailed. Scope: awards:bulk."""
        return cast(
            "str",
            self._transport.send("GET", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/result.csv"),
        )

    def start_bulk_action(self, bulk_action_id: str) -> OneBulkOut:
        """Start it. It is done in the background, each badge once, whatever is killed. One that was started before, or has nothing to do: 409. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("POST", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/start"),
        )

    def pause_bulk_action(self, bulk_action_id: str) -> OneBulkOut:
        """Pause it. After the set of at most 500 badges that is being done. One that isn't being done: 409. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("POST", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/pause"),
        )

    def resume_bulk_action(self, bulk_action_id: str) -> OneBulkOut:
        """Go on with it. One that was paused, or that a fault stopped. Another one: 409. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("POST", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/resume"),
        )

    def cancel_bulk_action(self, bulk_action_id: str) -> OneBulkOut:
        """Cancel it. For good; what was done stays done. One that is done or cancelled: 409. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("POST", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/cancel"),
        )

    def hold_bulk_mails(self, bulk_action_id: str) -> OneBulkOut:
        """Hold its mails back. Those that wait by `hold_minutes`, for good; what was done to the badges stays done. None waits any more: 409. Scope: awards:bulk."""
        return cast(
            "OneBulkOut",
            self._transport.send("POST", f"/api/v1/bulk/{self._transport.quoted(bulk_action_id)}/hold-mails"),
        )


class Planned:
    """Calls of the kind planned."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_planned_awards(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
        state: PlannedState | None = None,
    ) -> PlannedPage:
        """List your planned badges. Badges that are or were to be issued on a date, those that were planned latest first. Scope: awards:read."""
        return cast(
            "PlannedPage",
            self._transport.send(
                "GET",
                "/api/v1/planned-awards",
                query=given({"limit": limit, "offset": offset, "after": after, "state": state}),
            ),
        )

    def iter_planned_awards(self, *, state: PlannedState | None = None) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(
            lambda limit, after: self.list_planned_awards(state=state, limit=limit, after=after)
        )

    def make_planned_award(self, body: PlanIn, *, idempotency_key: str | None = None) -> PlannedOut:
        """Plan a badge. Checked as if it were issued now: 201. It is issued in the name of the key, which must be valid then. The same idempotency key with the same body returns the plan that was made then: 200; with another body: 409. Scope: awards:issue."""
        return cast(
            "PlannedOut",
            self._transport.send(
                "POST",
                "/api/v1/planned-awards",
                body=body,
                idempotency_key=idempotency_key,
                is_idempotent=True,
            ),
        )

    def read_planned_award(self, planned_id: str) -> PlannedOut:
        """Read one planned badge. What became of it. Scope: awards:read."""
        return cast(
            "PlannedOut",
            self._transport.send("GET", f"/api/v1/planned-awards/{self._transport.quoted(planned_id)}"),
        )

    def cancel_planned_award(self, planned_id: str) -> PlannedOut:
        """Cancel a planned badge. Nobody gets it. One that was issued or cancelled already: 409. Scope: awards:issue."""
        return cast(
            "PlannedOut",
            self._transport.send(
                "POST", f"/api/v1/planned-awards/{self._transport.quoted(planned_id)}/cancel"
            ),
        )

    def list_planned_rosters(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> PlannedRosterPage:
        """List your planned rosters. Rosters that wait for their date, the latest first. Scope: awards:read."""
        return cast(
            "PlannedRosterPage",
            self._transport.send(
                "GET",
                "/api/v1/planned-rosters",
                query=given({"limit": limit, "offset": offset, "after": after}),
            ),
        )

    def iter_planned_rosters(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_planned_rosters(limit=limit, after=after))

    def cancel_planned_roster(self, batch_id: str) -> None:
        """Cancel a planned roster. It waits to be confirmed again, in the workspace. One that has begun or wasn't planned: 409. Scope: awards:issue."""
        self._transport.send("POST", f"/api/v1/planned-rosters/{self._transport.quoted(batch_id)}/cancel")


class Offers:
    """Calls of the kind offers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_own_claim_codes(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> ClaimCodePage:
        """List your claim codes. The codes of the key's organisation, the latest first, with those that were stopped. Scope: offers:manage."""
        return cast(
            "ClaimCodePage",
            self._transport.send(
                "GET", "/api/v1/claim-codes", query=given({"limit": limit, "offset": offset, "after": after})
            ),
        )

    def iter_own_claim_codes(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_own_claim_codes(limit=limit, after=after))

    def make_claim_code(self, body: ClaimCodeIn, *, idempotency_key: str | None = None) -> ClaimCodeOut:
        """Make a claim code. Twelve letters by which people get a badge: 201. The same idempotency key with the same body returns the code that was made then: 200; with another body: 409. Scope: offers:manage."""
        return cast(
            "ClaimCodeOut",
            self._transport.send(
                "POST", "/api/v1/claim-codes", body=body, idempotency_key=idempotency_key, is_idempotent=True
            ),
        )

    def read_claim_code(self, claim_code_id: str) -> ClaimCodeOut:
        """Read one claim code. Its terms, and how far it was used. Scope: offers:manage."""
        return cast(
            "ClaimCodeOut",
            self._transport.send("GET", f"/api/v1/claim-codes/{self._transport.quoted(claim_code_id)}"),
        )

    def alter_claim_code(self, claim_code_id: str, body: TermsIn) -> ClaimCodeOut:
        """Change a claim code. Other terms; what isn't sent stays as it is, and so does what people asked for. Fewer places than are taken: 422. Scope: offers:manage."""
        return cast(
            "ClaimCodeOut",
            self._transport.send(
                "PATCH", f"/api/v1/claim-codes/{self._transport.quoted(claim_code_id)}", body=body
            ),
        )

    def end_claim_code(self, claim_code_id: str) -> ClaimCodeOut:
        """Stop a claim code. For good; who waits for a decision still gets one. Scope: offers:manage."""
        return cast(
            "ClaimCodeOut",
            self._transport.send("POST", f"/api/v1/claim-codes/{self._transport.quoted(claim_code_id)}/stop"),
        )

    def list_own_redemptions(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
        claim_code: str | None = None,
        state: RedemptionState | None = None,
    ) -> RedemptionPage:
        """List who used your claim codes. Those who confirmed their address, the latest first, with their names and addresses. Scope: offers:manage."""
        return cast(
            "RedemptionPage",
            self._transport.send(
                "GET",
                "/api/v1/redemptions",
                query=given(
                    {
                        "limit": limit,
                        "offset": offset,
                        "after": after,
                        "claim_code": claim_code,
                        "state": state,
                    }
                ),
            ),
        )

    def iter_own_redemptions(
        self, *, claim_code: str | None = None, state: RedemptionState | None = None
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(
            lambda limit, after: self.list_own_redemptions(
                claim_code=claim_code, state=state, limit=limit, after=after
            )
        )

    def grant_redemption(self, redemption_id: str) -> RedemptionOut:
        """Approve a use of a claim code. The badge is issued: `granted`; or it can't be, and `refused` says why. One that is decided already: 409. Scope: offers:manage."""
        return cast(
            "RedemptionOut",
            self._transport.send(
                "POST", f"/api/v1/redemptions/{self._transport.quoted(redemption_id)}/approve"
            ),
        )

    def refuse_redemption(self, redemption_id: str, body: RefusalIn) -> RedemptionOut:
        """Decline a use of a claim code. The answer is sent by mail, and the place is free again. One that is decided already: 409. Scope: offers:manage."""
        return cast(
            "RedemptionOut",
            self._transport.send(
                "POST", f"/api/v1/redemptions/{self._transport.quoted(redemption_id)}/decline", body=body
            ),
        )

    def list_own_openings(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> OpeningPage:
        """List your calls for applications. What people may or could apply for, the latest first. Scope: offers:manage."""
        return cast(
            "OpeningPage",
            self._transport.send(
                "GET", "/api/v1/openings", query=given({"limit": limit, "offset": offset, "after": after})
            ),
        )

    def iter_own_openings(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_own_openings(limit=limit, after=after))

    def read_opening(self, slug: str) -> OpeningOut:
        """Read one call for applications. By the slug of its micro-credential. Scope: offers:manage."""
        return cast(
            "OpeningOut", self._transport.send("GET", f"/api/v1/openings/{self._transport.quoted(slug)}")
        )

    def put_opening(self, slug: str, body: OpeningIn) -> OpeningOut:
        """Open or change a call for applications. All of it, in place of what there was for this micro-credential. What was handed in stays. Scope: offers:manage."""
        return cast(
            "OpeningOut",
            self._transport.send("PUT", f"/api/v1/openings/{self._transport.quoted(slug)}", body=body),
        )

    def close_opening(self, slug: str) -> OpeningOut:
        """Close a call for applications. Nobody can apply from now on; what was handed in is still decided. Scope: offers:manage."""
        return cast(
            "OpeningOut",
            self._transport.send("POST", f"/api/v1/openings/{self._transport.quoted(slug)}/close"),
        )

    def list_own_applications(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
        achievement: str | None = None,
        state: ApplicationState | None = None,
    ) -> ApplicationPage:
        """List applications to you. What was handed in and not withdrawn, the latest first. Scope: applications:decide."""
        return cast(
            "ApplicationPage",
            self._transport.send(
                "GET",
                "/api/v1/applications",
                query=given(
                    {
                        "limit": limit,
                        "offset": offset,
                        "after": after,
                        "achievement": achievement,
                        "state": state,
                    }
                ),
            ),
        )

    def iter_own_applications(
        self, *, achievement: str | None = None, state: ApplicationState | None = None
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(
            lambda limit, after: self.list_own_applications(
                achievement=achievement, state=state, limit=limit, after=after
            )
        )

    def read_application(self, application_id: str) -> ApplicationOut:
        """Read one application. What was handed in, and what was decided. Scope: applications:decide."""
        return cast(
            "ApplicationOut",
            self._transport.send("GET", f"/api/v1/applications/{self._transport.quoted(application_id)}"),
        )

    def read_application_file(self, application_id: str) -> bytes:
        """Fetch the file of an application. As it was handed in; without a file: 404. It comes from a stranger: don't open it where it can do harm. Scope: applications:decide."""
        return cast(
            "bytes",
            self._transport.send(
                "GET", f"/api/v1/applications/{self._transport.quoted(application_id)}/file", is_file=True
            ),
        )

    def accept_application(self, application_id: str, body: ApprovalIn) -> ApplicationOut:
        """Approve an application. The badge is issued: `granted`; or it can't be, and `refused` says why. The applicant is told by mail. One that is decided or withdrawn already: 409. Scope: applications:decide."""
        return cast(
            "ApplicationOut",
            self._transport.send(
                "POST", f"/api/v1/applications/{self._transport.quoted(application_id)}/approve", body=body
            ),
        )

    def refuse_application(self, application_id: str, body: DeclineIn) -> ApplicationOut:
        """Decline an application. The answer is sent by mail. One that is decided or withdrawn already: 409. Scope: applications:decide."""
        return cast(
            "ApplicationOut",
            self._transport.send(
                "POST", f"/api/v1/applications/{self._transport.quoted(application_id)}/decline", body=body
            ),
        )

    def list_own_rules(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> RulePage:
        """List your rules. The rules of the key's organisation, the latest first. Scope: offers:manage."""
        return cast(
            "RulePage",
            self._transport.send(
                "GET", "/api/v1/rules", query=given({"limit": limit, "offset": offset, "after": after})
            ),
        )

    def iter_own_rules(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_own_rules(limit=limit, after=after))

    def make_rule(self, body: RuleIn, *, idempotency_key: str | None = None) -> RuleOut:
        """Make a rule. It is off: look first at who would get the badge. The same idempotency key with the same body returns the rule that was made then: 200; with another body, or once that rule is removed: 409. Scope: offers:manage."""
        return cast(
            "RuleOut",
            self._transport.send(
                "POST", "/api/v1/rules", body=body, idempotency_key=idempotency_key, is_idempotent=True
            ),
        )

    def list_rule_assessments(self, *, limit: int | None = None, offset: int | None = None) -> AssessmentPage:
        """List what a rule can ask to be passed. The quizzes and tasks of the key's organisation, by title. Scope: offers:manage."""
        return cast(
            "AssessmentPage",
            self._transport.send(
                "GET", "/api/v1/rules/assessments", query=given({"limit": limit, "offset": offset})
            ),
        )

    def iter_rule_assessments(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_rule_assessments(limit=limit, offset=offset))

    def read_rule(self, rule_id: str) -> RuleOut:
        """Read one rule. What it issues, and to whom. Scope: offers:manage."""
        return cast(
            "RuleOut", self._transport.send("GET", f"/api/v1/rules/{self._transport.quoted(rule_id)}")
        )

    def change_rule(self, rule_id: str, body: RuleChangeIn) -> RuleOut:
        """Turn a rule on or off. Turned on, who fulfils it already gets the badge in the background. Scope: offers:manage."""
        return cast(
            "RuleOut",
            self._transport.send("PATCH", f"/api/v1/rules/{self._transport.quoted(rule_id)}", body=body),
        )

    def delete_rule(self, rule_id: str) -> None:
        """Remove a rule. Badges that were issued by it stay. Scope: offers:manage."""
        self._transport.send("DELETE", f"/api/v1/rules/{self._transport.quoted(rule_id)}")

    def list_rule_people(
        self, rule_id: str, *, limit: int | None = None, offset: int | None = None
    ) -> PeoplePage:
        """See who would get a rule's badge. Who fulfils it now and lacks the badge, by name. While it is on, the worker issues to them. Scope: offers:manage."""
        return cast(
            "PeoplePage",
            self._transport.send(
                "GET",
                f"/api/v1/rules/{self._transport.quoted(rule_id)}/people",
                query=given({"limit": limit, "offset": offset}),
            ),
        )

    def iter_rule_people(self, rule_id: str) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_rule_people(rule_id, limit=limit, offset=offset))


class Programmes:
    """Calls of the kind programmes."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_own_programmes(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> ProgrammePageOut:
        """List your programmes. Those that are public and those that aren't, the latest first. Scope: programmes:manage."""
        return cast(
            "ProgrammePageOut",
            self._transport.send(
                "GET", "/api/v1/programmes", query=given({"limit": limit, "offset": offset, "after": after})
            ),
        )

    def iter_own_programmes(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_own_programmes(limit=limit, after=after))

    def make_programme(self, body: ProgrammeIn, *, idempotency_key: str | None = None) -> ProgrammeOut:
        """Make a programme. The public doesn't see it yet: 201. The same idempotency key with the same body returns the programme that was made then: 200; with another body, or once that one is deleted: 409. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut",
            self._transport.send(
                "POST", "/api/v1/programmes", body=body, idempotency_key=idempotency_key, is_idempotent=True
            ),
        )

    def read_programme(self, slug: str) -> ProgrammeOut:
        """Read one of your programmes. Public or not. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut", self._transport.send("GET", f"/api/v1/programmes/{self._transport.quoted(slug)}")
        )

    def alter_programme(self, slug: str, body: ProgrammeChangeIn) -> ProgrammeOut:
        """Change a programme. Texts, colour, and which micro-credentials in which order, at once for everybody where it is public. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut",
            self._transport.send("PATCH", f"/api/v1/programmes/{self._transport.quoted(slug)}", body=body),
        )

    def erase_programme(self, slug: str) -> None:
        """Delete a programme. One that is public: 409; withdraw it first. Scope: programmes:manage."""
        self._transport.send("DELETE", f"/api/v1/programmes/{self._transport.quoted(slug)}")

    def show_programme(self, slug: str) -> ProgrammeOut:
        """Publish a programme. It needs a description and one published micro-credential that isn't optional. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut",
            self._transport.send("POST", f"/api/v1/programmes/{self._transport.quoted(slug)}/publish"),
        )

    def hide_programme(self, slug: str) -> ProgrammeOut:
        """Withdraw a programme. The public doesn't see it any more; badges stay as they are. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut",
            self._transport.send("POST", f"/api/v1/programmes/{self._transport.quoted(slug)}/withdraw"),
        )

    def put_cover(self, slug: str, body: PictureIn) -> ProgrammeOut:
        """Upload a programme's picture. In place of the one before. Scope: programmes:manage."""
        return cast(
            "ProgrammeOut",
            self._transport.send(
                "PUT", f"/api/v1/programmes/{self._transport.quoted(slug)}/cover", body=body
            ),
        )

    def delete_cover(self, slug: str) -> None:
        """Remove a programme's picture. Without one nothing happens. Scope: programmes:manage."""
        self._transport.send("DELETE", f"/api/v1/programmes/{self._transport.quoted(slug)}/cover")


class Families:
    """Calls of the kind families."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_own_families(
        self, *, limit: int | None = None, offset: int | None = None, after: str | None = None
    ) -> FamilyPage:
        """List your badge families. The families of the key's organisation, the latest first. Scope: programmes:manage."""
        return cast(
            "FamilyPage",
            self._transport.send(
                "GET",
                "/api/v1/badge-families",
                query=given({"limit": limit, "offset": offset, "after": after}),
            ),
        )

    def iter_own_families(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_own_families(limit=limit, after=after))

    def make_family(self, body: LookIn, *, idempotency_key: str | None = None) -> FamilyOut:
        """Make a badge family. Without badges: 201. The same idempotency key with the same body returns the family that was made then: 200; with another body, or once that one is deleted: 409. Scope: programmes:manage."""
        return cast(
            "FamilyOut",
            self._transport.send(
                "POST",
                "/api/v1/badge-families",
                body=body,
                idempotency_key=idempotency_key,
                is_idempotent=True,
            ),
        )

    def read_family(self, family_id: str) -> FamilyOut:
        """Read one badge family. Its look, and whose badges have it. Scope: programmes:manage."""
        return cast(
            "FamilyOut",
            self._transport.send("GET", f"/api/v1/badge-families/{self._transport.quoted(family_id)}"),
        )

    def put_family(self, family_id: str, body: LookIn) -> FamilyOut:
        """Change a badge family. All its drafts change at once; published versions never do. Scope: programmes:manage."""
        return cast(
            "FamilyOut",
            self._transport.send(
                "PUT", f"/api/v1/badge-families/{self._transport.quoted(family_id)}", body=body
            ),
        )

    def erase_family(self, family_id: str) -> None:
        """Delete a badge family. Drafts keep the look that they had. One with published badges: 409. Scope: programmes:manage."""
        self._transport.send("DELETE", f"/api/v1/badge-families/{self._transport.quoted(family_id)}")

    def draw_family_level(self, family_id: str, level: str) -> bytes:
        """See a level of a badge family. An SVG of the look at this level. Scope: programmes:manage."""
        return cast(
            "bytes",
            self._transport.send(
                "GET",
                f"/api/v1/badge-families/{self._transport.quoted(family_id)}/levels/{self._transport.quoted(level)}",
                is_file=True,
            ),
        )

    def join_family(self, family_id: str, slug: str) -> FamilyOut:
        """Give a draft the look of a family. By the slug of its micro-credential; one without a draft: 404. Scope: programmes:manage."""
        return cast(
            "FamilyOut",
            self._transport.send(
                "PUT",
                f"/api/v1/badge-families/{self._transport.quoted(family_id)}/drafts/{self._transport.quoted(slug)}",
            ),
        )

    def leave_family(self, family_id: str, slug: str) -> None:
        """Take a draft out of a family. It keeps its look, which can then be changed by itself. One that isn't of this family: 404. Scope: programmes:manage."""
        self._transport.send(
            "DELETE",
            f"/api/v1/badge-families/{self._transport.quoted(family_id)}/drafts/{self._transport.quoted(slug)}",
        )


class Brand:
    """Calls of the kind brand."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read_brand(self) -> BrandOut:
        """Read your brand. Colours, what is worked out from them, and the logo. Scope: brand:manage."""
        return cast("BrandOut", self._transport.send("GET", "/api/v1/brand"))

    def put_brand(self, body: ColoursIn) -> BrandOut:
        """Set your colours. All your pages have them from now on. Scope: brand:manage."""
        return cast("BrandOut", self._transport.send("PUT", "/api/v1/brand", body=body))

    def try_colours(self, *, colour: str | None = None, accent: str | None = None) -> SchemesOut:
        """See what would come of colours. Nothing is changed. In an address # is written as %23. Scope: brand:manage."""
        return cast(
            "SchemesOut",
            self._transport.send(
                "GET", "/api/v1/brand/schemes", query=given({"colour": colour, "accent": accent})
            ),
        )

    def put_logo(self, body: PictureIn) -> BrandOut:
        """Upload your logo. In place of the one before. Scope: brand:manage."""
        return cast("BrandOut", self._transport.send("PUT", "/api/v1/brand/logo", body=body))

    def delete_logo(self) -> None:
        """Remove your logo. Your pages have none then. Scope: brand:manage."""
        self._transport.send("DELETE", "/api/v1/brand/logo")


class Certificates:
    """Calls of the kind certificates."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_designs(self, *, limit: int | None = None, offset: int | None = None) -> TargetPage:
        """List what may have a certificate of its own. Your organisation as a whole, its programmes, its published micro-credentials. Scope: brand:manage."""
        return cast(
            "TargetPage",
            self._transport.send(
                "GET", "/api/v1/certificates", query=given({"limit": limit, "offset": offset})
            ),
        )

    def iter_designs(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_designs(limit=limit, offset=offset))

    def read_template(
        self, name: str, *, paper: Literal["a4", "letter"] | None = None, is_landscape: bool | None = None
    ) -> LayoutPart:
        """Read an arrangement to begin with. A whole sheet that can be used or changed. Scope: brand:manage."""
        return cast(
            "LayoutPart",
            self._transport.send(
                "GET",
                f"/api/v1/certificates/templates/{self._transport.quoted(name)}",
                query=given({"paper": paper, "is_landscape": is_landscape}),
            ),
        )

    def read_design(self, target: str) -> DesignOut:
        """Read a design. Its draft, and what is published. Scope: brand:manage."""
        return cast(
            "DesignOut", self._transport.send("GET", f"/api/v1/certificates/{self._transport.quoted(target)}")
        )

    def put_design(self, target: str, body: LayoutPart) -> DesignOut:
        """Save the draft of a design. No certificate has it before it is published. Parts that lie over each other, too near to an edge or too small to be read are refused by name, and so is a sheet without holder, micro-credential, QR code and address. Scope: brand:manage."""
        return cast(
            "DesignOut",
            self._transport.send("PUT", f"/api/v1/certificates/{self._transport.quoted(target)}", body=body),
        )

    def show_design(self, target: str, body: PublicationIn) -> DesignOut:
        """Publish a design. Badges that are issued from now on have the draft, with the colours and the logo of today. Without a draft: 404. Scope: brand:manage."""
        return cast(
            "DesignOut",
            self._transport.send(
                "POST", f"/api/v1/certificates/{self._transport.quoted(target)}/publish", body=body
            ),
        )

    def hide_design(self, target: str) -> DesignOut:
        """Go back to the standard certificate. For badges from now on; those before keep theirs. Without a draft: 404. Scope: brand:manage."""
        return cast(
            "DesignOut",
            self._transport.send("POST", f"/api/v1/certificates/{self._transport.quoted(target)}/withdraw"),
        )

    def draw_design(self, target: str, body: PreviewIn) -> bytes:
        """See a certificate. A PDF or PNG for an invented holder; nothing is saved. Without a layout and without a draft: 404. Scope: brand:manage."""
        return cast(
            "bytes",
            self._transport.send(
                "POST",
                f"/api/v1/certificates/{self._transport.quoted(target)}/preview",
                body=body,
                is_file=True,
            ),
        )

    def list_own_signatures(self, *, limit: int | None = None, offset: int | None = None) -> SignaturePage:
        """List your signatures. Those that new designs may use, by name. Scope: brand:manage."""
        return cast(
            "SignaturePage",
            self._transport.send(
                "GET", "/api/v1/signatures", query=given({"limit": limit, "offset": offset})
            ),
        )

    def iter_own_signatures(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_own_signatures(limit=limit, offset=offset))

    def make_signature(self, body: SignatureIn) -> SignatureOut:
        """Add a signature. Designs name it by its id. Scope: brand:manage."""
        return cast("SignatureOut", self._transport.send("POST", "/api/v1/signatures", body=body))

    def remove_signature(self, signature_id: str) -> None:
        """Retire a signature. It isn't offered for new designs any more; what was published keeps it. Scope: brand:manage."""
        self._transport.send("DELETE", f"/api/v1/signatures/{self._transport.quoted(signature_id)}")


class Figures:
    """Calls of the kind figures."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read_figures(
        self,
        *,
        programme: str | None = None,
        achievement: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> FiguresOut:
        """The funnel. How far the selected badges got, why badges were lost, how long people took, and where they are seen from. Scope: figures:read."""
        return cast(
            "FiguresOut",
            self._transport.send(
                "GET",
                "/api/v1/figures",
                query=given(
                    {"programme": programme, "achievement": achievement, "since": since, "until": until}
                ),
            ),
        )

    def list_months(
        self,
        *,
        programme: str | None = None,
        achievement: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> MonthPage:
        """Month by month. Badges issued and accepted, and how often badges were seen, shared and verified, the oldest month first. Scope: figures:read."""
        return cast(
            "MonthPage",
            self._transport.send(
                "GET",
                "/api/v1/figures/months",
                query=given(
                    {
                        "programme": programme,
                        "achievement": achievement,
                        "since": since,
                        "until": until,
                        "limit": limit,
                        "offset": offset,
                    }
                ),
            ),
        )

    def iter_months(
        self,
        *,
        programme: str | None = None,
        achievement: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(
            lambda limit, offset: self.list_months(
                programme=programme,
                achievement=achievement,
                since=since,
                until=until,
                limit=limit,
                offset=offset,
            )
        )

    def compare_cohorts(
        self,
        *,
        programme: str | None = None,
        achievement: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        by: Literal["month", "roster"] | None = None,
    ) -> CohortPage:
        """Cohorts. Months or rosters beside each other, the newest first. Scope: figures:read."""
        return cast(
            "CohortPage",
            self._transport.send(
                "GET",
                "/api/v1/figures/cohorts",
                query=given(
                    {
                        "programme": programme,
                        "achievement": achievement,
                        "since": since,
                        "until": until,
                        "limit": limit,
                        "offset": offset,
                        "by": by,
                    }
                ),
            ),
        )

    def iter_compare_cohorts(
        self,
        *,
        programme: str | None = None,
        achievement: str | None = None,
        since: str | None = None,
        until: str | None = None,
        by: Literal["month", "roster"] | None = None,
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(
            lambda limit, offset: self.compare_cohorts(
                programme=programme,
                achievement=achievement,
                since=since,
                until=until,
                by=by,
                limit=limit,
                offset=offset,
            )
        )

    def list_report_plans(self, *, limit: int | None = None, offset: int | None = None) -> ReportPlanPage:
        """List figures by mail. Which figures go to which members by mail, the newest plan first. Scope: figures:manage."""
        return cast(
            "ReportPlanPage",
            self._transport.send(
                "GET", "/api/v1/figures/reports", query=given({"limit": limit, "offset": offset})
            ),
        )

    def iter_report_plans(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_report_plans(limit=limit, offset=offset))

    def create_report_plan(self, body: ReportPlanIn) -> ReportPlanOut:
        """Have figures sent by mail. At seven in the morning of each day, each Monday or the first of each month, in the language of your organisation. Scope: figures:manage."""
        return cast("ReportPlanOut", self._transport.send("POST", "/api/v1/figures/reports", body=body))

    def delete_report_plan(self, report_plan_id: str) -> None:
        """Remove figures by mail. Nobody gets them any more; mails of it that wait are held back. Scope: figures:manage."""
        self._transport.send("DELETE", f"/api/v1/figures/reports/{self._transport.quoted(report_plan_id)}")


class People:
    """Calls of the kind people."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read_portfolio(self, handle: str) -> PortfolioOut:
        """Read a portfolio. Everybody may read a portfolio that its person published, as its page shows it. A former handle works, too."""
        return cast(
            "PortfolioOut", self._transport.send("GET", f"/api/v1/people/{self._transport.quoted(handle)}")
        )

    def read_resume(self, handle: str, form: str) -> dict[str, Any]:
        """Read a résumé. The same as JSON Resume or in the European Learning Model, where its person offers it. It holds no e-mail address and no telephone number."""
        return cast(
            "dict[str, Any]",
            self._transport.send(
                "GET",
                f"/api/v1/people/{self._transport.quoted(handle)}/resumes/{self._transport.quoted(form)}",
            ),
        )


class Verify:
    """Calls of the kind verify."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def verify_badge(self, body: dict[str, Any]) -> ReportOut:
        """Verify a badge. Check a badge of any issuer by document, address or file. The answer is 200 whether or not it is verified; 400 means that it can't be read, 422 that there is none at the address. The sentences are in English."""
        return cast("ReportOut", self._transport.send("POST", "/api/v1/verify", body=body))

    def verify_many(self, body: ManyIn) -> InquiryOut:
        """Verify many badges. What is quickly done is done when this answers; else ask again at the token, about every two seconds. Files are erased once they are read, and all of it after seven days."""
        return cast("InquiryOut", self._transport.send("POST", "/api/v1/verify/many", body=body))

    def read_inquiry(self, inquiry_token: str) -> InquiryOut:
        """See how far many badges are. Whoever has the token sees it."""
        return cast(
            "InquiryOut",
            self._transport.send("GET", f"/api/v1/verify/many/{self._transport.quoted(inquiry_token)}"),
        )

    def erase_findings(self, inquiry_token: str) -> None:
        """Erase what was given and found. At once and for good. Reports that were fetched stay valid."""
        self._transport.send("DELETE", f"/api/v1/verify/many/{self._transport.quoted(inquiry_token)}")

    def list_findings(
        self, inquiry_token: str, *, limit: int | None = None, offset: int | None = None
    ) -> FindingPage:
        """Read what was found, badge by badge. In the order of what was given; the sentences are in English."""
        return cast(
            "FindingPage",
            self._transport.send(
                "GET",
                f"/api/v1/verify/many/{self._transport.quoted(inquiry_token)}/badges",
                query=given({"limit": limit, "offset": offset}),
            ),
        )

    def iter_findings(self, inquiry_token: str) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_findings(inquiry_token, limit=limit, offset=offset))

    def read_report(self, inquiry_token: str) -> dict[str, Any]:
        """Fetch the signed report. A Verifiable Credential, signed by this installation. There is none before everything was verified: 409."""
        return cast(
            "dict[str, Any]",
            self._transport.send(
                "GET", f"/api/v1/verify/many/{self._transport.quoted(inquiry_token)}/report"
            ),
        )

    def change_inquiry(self, inquiry_token: str, body: ChangeIn) -> InquiryOut:
        """Stop verifying many, or go on. It stops after the badge that is being verified. 409 when it isn't in the state for that."""
        return cast(
            "InquiryOut",
            self._transport.send(
                "POST", f"/api/v1/verify/many/{self._transport.quoted(inquiry_token)}/change", body=body
            ),
        )


class Keys:
    """Calls of the kind keys."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read_current_key(self) -> KeyOut:
        """Read about the key itself. The key that the request is made with: what it may do and until when. Scope: keys:rotate."""
        return cast("KeyOut", self._transport.send("GET", "/api/v1/keys/current"))

    def rotate_current_key(self, body: RotationIn) -> NewSecretOut:
        """Give the key a new secret. The answer holds the new secret, once. The former one is accepted for 24 hours more, or until `former_until`; one from an earlier rotation ends at once. Scope: keys:rotate."""
        return cast("NewSecretOut", self._transport.send("POST", "/api/v1/keys/current/rotate", body=body))


class Audit:
    """Calls of the kind audit."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_audit_events(
        self,
        *,
        group: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
    ) -> EventPage:
        """Read the audit trail. What was done in the key's organisation, by whom and to what, the latest first. Scope: audit:read."""
        return cast(
            "EventPage",
            self._transport.send(
                "GET",
                "/api/v1/audit/events",
                query=given({"group": group, "limit": limit, "offset": offset, "after": after}),
            ),
        )

    def iter_audit_events(self, *, group: str | None = None) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(lambda limit, after: self.list_audit_events(group=group, limit=limit, after=after))


class Webhooks:
    """Calls of the kind webhooks."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_webhooks(self, *, limit: int | None = None, offset: int | None = None) -> WebhookPage:
        """List your webhooks. Where the key's organisation sends its news, the oldest first. Scope: webhooks:manage."""
        return cast(
            "WebhookPage",
            self._transport.send("GET", "/api/v1/webhooks", query=given({"limit": limit, "offset": offset})),
        )

    def iter_webhooks(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_webhooks(limit=limit, offset=offset))

    def create_webhook(self, body: WebhookIn) -> NewWebhookOut:
        """Add a webhook. The answer holds the secret that signs messages, once. Scope: webhooks:manage."""
        return cast("NewWebhookOut", self._transport.send("POST", "/api/v1/webhooks", body=body))

    def read_webhook(self, webhook_id: str) -> WebhookOut:
        """Read one webhook. Its address, types and state; never its secret. Scope: webhooks:manage."""
        return cast(
            "WebhookOut",
            self._transport.send("GET", f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}"),
        )

    def change_webhook(self, webhook_id: str, body: WebhookChangeIn) -> WebhookOut:
        """Change a webhook. Another address or other types; `paused` stops it or goes on. What is queued goes to the new address. Scope: webhooks:manage."""
        return cast(
            "WebhookOut",
            self._transport.send(
                "PATCH", f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}", body=body
            ),
        )

    def delete_webhook(self, webhook_id: str) -> None:
        """Remove a webhook. Its messages are forgotten, too. Scope: webhooks:manage."""
        self._transport.send("DELETE", f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}")

    def roll_webhook_secret(self, webhook_id: str) -> SecretOut:
        """Make a new secret. The former secret signs along for 24 hours, so that no message is refused meanwhile. Scope: webhooks:manage."""
        return cast(
            "SecretOut",
            self._transport.send("POST", f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}/secret"),
        )

    def send_test_message(self, webhook_id: str) -> MessageOut:
        """Send a test message. A message of the type webhook.test is queued; its tries are in the list of messages. Scope: webhooks:manage."""
        return cast(
            "MessageOut",
            self._transport.send("POST", f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}/test"),
        )

    def list_webhook_messages(
        self,
        webhook_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        after: str | None = None,
    ) -> MessagePage:
        """List what a webhook was sent. The messages of 30 days with each try, the latest first. Scope: webhooks:manage."""
        return cast(
            "MessagePage",
            self._transport.send(
                "GET",
                f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}/messages",
                query=given({"limit": limit, "offset": offset, "after": after}),
            ),
        )

    def iter_webhook_messages(self, webhook_id: str) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return every_page(
            lambda limit, after: self.list_webhook_messages(webhook_id, limit=limit, after=after)
        )

    def replay_webhook_message(self, webhook_id: str, message_id: str) -> MessageOut:
        """Send a message once more. Under the same id, by which receivers know it again. One that is still on its way is left alone. Scope: webhooks:manage."""
        return cast(
            "MessageOut",
            self._transport.send(
                "POST",
                f"/api/v1/webhooks/{self._transport.quoted(webhook_id)}/messages/{self._transport.quoted(message_id)}/replay",
            ),
        )


class Mail:
    """Calls of the kind mail."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_mails(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        state: Literal["prepared", "handing_over", "sent", "uncertain", "failed", "withheld"] | None = None,
        undelivered: bool | None = None,
        kind: str | None = None,
        award: str | None = None,
        recipient: str | None = None,
    ) -> MailPage:
        """List your mails. What was sent in your organisation's name in the last 400 days, the latest first. Scope: mail:read."""
        return cast(
            "MailPage",
            self._transport.send(
                "GET",
                "/api/v1/mails",
                query=given(
                    {
                        "limit": limit,
                        "offset": offset,
                        "state": state,
                        "undelivered": undelivered,
                        "kind": kind,
                        "award": award,
                        "recipient": recipient,
                    }
                ),
            ),
        )

    def iter_mails(
        self,
        *,
        state: Literal["prepared", "handing_over", "sent", "uncertain", "failed", "withheld"] | None = None,
        undelivered: bool | None = None,
        kind: str | None = None,
        award: str | None = None,
        recipient: str | None = None,
    ) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(
            lambda limit, offset: self.list_mails(
                state=state,
                undelivered=undelivered,
                kind=kind,
                award=award,
                recipient=recipient,
                limit=limit,
                offset=offset,
            )
        )

    def read_mail(self, mail_id: str) -> MailOut:
        """Read one mail. What became of it. Scope: mail:read."""
        return cast(
            "MailOut", self._transport.send("GET", f"/api/v1/mails/{self._transport.quoted(mail_id)}")
        )

    def send_mail_again(self, mail_id: str) -> MailOut:
        """Send a mail again. One that failed, was held back, or of which nobody knows. Another one, or one whose text was forgotten: 409. Scope: mail:manage."""
        return cast(
            "MailOut", self._transport.send("POST", f"/api/v1/mails/{self._transport.quoted(mail_id)}/again")
        )

    def list_suppressions(self, *, limit: int | None = None, offset: int | None = None) -> SuppressionPage:
        """List suppressed addresses. The addresses to which your organisation doesn't send, and why, the latest first. Scope: mail:read."""
        return cast(
            "SuppressionPage",
            self._transport.send(
                "GET", "/api/v1/suppressions", query=given({"limit": limit, "offset": offset})
            ),
        )

    def iter_suppressions(self) -> Iterator[Any]:
        """Every one of them, page by page, as they are read."""
        return pages(lambda limit, offset: self.list_suppressions(limit=limit, offset=offset))

    def suppress_address(self, body: SuppressionIn) -> SuppressionOut:
        """Suppress an address. Nothing is sent there any more. One that is on the list by hand already stays as it is. Scope: mail:manage."""
        return cast("SuppressionOut", self._transport.send("POST", "/api/v1/suppressions", body=body))

    def lift_suppression(self, suppression_id: str) -> None:
        """Take an address off the list. Mails go there again. Scope: mail:manage."""
        self._transport.send("DELETE", f"/api/v1/suppressions/{self._transport.quoted(suppression_id)}")


class Client:
    """OpenLaurel at `url`, with an API key where calls need one."""

    def __init__(self, url: str, key: str = "", *, timeout: float = 30.0, tries: int = 5) -> None:
        transport = Transport(url, key, timeout=timeout, tries=tries)
        self.achievements = Achievements(transport)
        self.awards = Awards(transport)
        self.bulk = Bulk(transport)
        self.planned = Planned(transport)
        self.offers = Offers(transport)
        self.programmes = Programmes(transport)
        self.families = Families(transport)
        self.brand = Brand(transport)
        self.certificates = Certificates(transport)
        self.figures = Figures(transport)
        self.people = People(transport)
        self.verify = Verify(transport)
        self.keys = Keys(transport)
        self.audit = Audit(transport)
        self.webhooks = Webhooks(transport)
        self.mail = Mail(transport)

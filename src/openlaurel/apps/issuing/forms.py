"""What issuers and recipients fill in. The services check it again."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.issuing.own_field_forms import AsksOwnFields
from openlaurel.apps.issuing.queries import STAGES, AwardFilters
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.services.drafts import AwardDraft
from openlaurel.apps.issuing.services.duplicates import asks_before_repeating
from openlaurel.apps.issuing.services.people import already_holding
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.openbadges import Evidence

MOST_LISTED = 50


class VersionChoice(forms.ModelChoiceField):
    """Which micro-credential to issue, by its name."""

    def label_from_instance(self, version: Any) -> str:
        return str(version.name)


def version_field(organisation: Profile, chosen: AchievementVersion | None) -> VersionChoice:
    """A list to choose from, or only what was chosen before where the list would be too long."""
    versions, label = issuable_versions(organisation), _("Micro-credential")
    count = versions.count()
    if count > MOST_LISTED and chosen is not None:
        return VersionChoice(versions, label=label, initial=chosen, disabled=True, widget=forms.HiddenInput)
    only = versions.first() if count == 1 else None
    return VersionChoice(versions, label=label, initial=chosen or only, empty_label=_("Choose one"))


def _day(**options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        **options,
    )


def moment_field(**options: Any) -> forms.DateTimeField:
    """This function will return a field for a day and a time, in the time zone of the site."""
    options.setdefault("required", False)
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        **options,
    )


class PlanForm(forms.Form):
    """When a roster begins."""

    starts_at = moment_field(label=gettext_lazy("Issue them on a date"), required=True)


class IssueForm(AsksOwnFields):
    """One badge for one person. `key` keeps a form that is sent twice from issuing two."""

    recipient_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    recipient_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Where the link to accept the badge is sent. The badge itself hides it."),
    )
    notify = forms.BooleanField(
        label=gettext_lazy("Send the mail with the link"), required=False, initial=True
    )
    valid_from = _day(
        label=gettext_lazy("Date of issue"), help_text=gettext_lazy("Leave it empty for today.")
    )
    valid_until = _day(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("Leave it empty to go by the micro-credential."),
    )
    narrative = forms.CharField(
        label=gettext_lazy("What the person did"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Part of the badge, for everybody who sees it."),
    )
    evidence_name = forms.CharField(
        label=gettext_lazy("Name of the evidence"), required=False, max_length=300
    )
    evidence_url = forms.URLField(
        label=gettext_lazy("Address of the evidence"), required=False, max_length=2000, assume_scheme="https"
    )
    due_at = moment_field(
        label=gettext_lazy("Issue it on a date"),
        help_text=gettext_lazy("Leave it empty to issue it now. Until then you can cancel it under Planned."),
    )
    again = forms.BooleanField(label=gettext_lazy("Issue it once more"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, organisation: Profile, chosen: AchievementVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = version_field(organisation, chosen)
        self.asks_again = False
        self.order_fields(["version"])
        self.ask(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.was_asked:
            self.add_error(None, _("This micro-credential asks for more: fill in its fields below."))
        version, email = cleaned.get("version"), cleaned.get("recipient_email", "").lower()
        if version and email and asks_before_repeating(version.achievement, cleaned.get("again", False)):
            holds = email in already_holding(version, [email], timezone.now())
            self.asks_again = holds and version.achievement.duplicates == DuplicatePolicy.ALLOW
            if holds and not self.asks_again:
                words = _("This person holds the badge already, and gets no second one.")
                self.add_error("recipient_email", words)
            if self.asks_again:
                self.add_error(
                    "again", _("This person holds the badge already. Tick here to issue another one.")
                )
        return cleaned

    def draft(self) -> AwardDraft:
        """This function will return what the form asks for."""
        given = self.cleaned_data
        evidence: tuple[Evidence, ...] = ()
        if given["evidence_name"] or given["evidence_url"]:
            evidence = (Evidence(name=given["evidence_name"], id=given["evidence_url"]),)
        return AwardDraft(
            recipient_name=given["recipient_name"],
            recipient_email=given["recipient_email"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            narrative=given["narrative"],
            evidence=evidence,
            idempotency_key=f"form:{given['key']}",
            fields=self.values(),
            is_asked=True,
        )

    @property
    def version(self) -> AchievementVersion:
        found: AchievementVersion = self.cleaned_data["version"]
        return found


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Whoever opens the badge's page reads it."),
    )


class RevokeKeyForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("From this day on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The first day on which somebody else may have had it. It begins in UTC."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The organisation's owners read it here."),
    )


class AwardFilterForm(forms.Form):
    """Narrows the list of badges; what isn't understood filters nothing."""

    q = forms.CharField(label=gettext_lazy("Name or e-mail address"), required=False, max_length=200)
    stage = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=lambda: [("", _("All")), *STAGES.items()],
    )
    achievement = forms.ChoiceField(label=gettext_lazy("Micro-credential"), required=False)

    def __init__(self, *args: Any, organisation: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.achievement.slug, version.name) for version in issuable_versions(organisation)]
        self.fields["achievement"].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def filters(self) -> AwardFilters:
        """This function will return what to list; a bad value counts as none."""
        self.is_valid()
        given = self.cleaned_data
        return AwardFilters(
            words=given.get("q", ""), stage=given.get("stage", ""), achievement=given.get("achievement", "")
        )

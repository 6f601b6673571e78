"""What whoever acts in bulk fills in. The services check it again."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from openlaurel.apps.desk.models import ActionKind, Recall
from openlaurel.apps.desk.queries import Cause, cause_choices
from openlaurel.apps.desk.services import Asked
from openlaurel.apps.issuing.queries import AwardFilters
from openlaurel.apps.profiles.models import Profile


class BulkForm(forms.Form):
    """What to do with the badges that were chosen."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What to do"), choices=ActionKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "Needed for all but sending the mail again. Holders read it, and whoever checks a badge."
        ),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("New end of validity"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Needed for extending."),
    )
    link = forms.CharField(
        label=gettext_lazy("Where the retest takes place"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
        help_text=gettext_lazy(
            "For inviting. Leave it empty for quizzes and tasks on this site: they open again for who has passed them."
        ),
    )
    restores = forms.BooleanField(
        label=gettext_lazy("Restore a badge by itself once its holder has passed again"),
        required=False,
        initial=True,
        help_text=gettext_lazy("For inviting to a test on this site: badges that this recall has suspended."),
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Tell the holders by mail"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Those who never got a mail about the badge get none."),
    )
    hold_minutes = forms.ChoiceField(
        label=gettext_lazy("The mails wait"),
        required=False,
        choices=[
            ("0", gettext_lazy("not at all")),
            ("10", gettext_lazy("ten minutes")),
            ("60", gettext_lazy("an hour")),
            ("1440", gettext_lazy("a day")),
        ],
        help_text=gettext_lazy("Until they leave they can be held back."),
    )
    file = forms.FileField(
        label=gettext_lazy("File that names the badges"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        help_text=gettext_lazy(
            "CSV or Excel, with a column “page” or “id” of badges' addresses, or “email” of people's. "
            "Without a file it is done to all that were chosen."
        ),
    )

    def asked(self, filters: AwardFilters, recall: Recall | None = None) -> Asked:
        """This function will return what the form asks for."""
        given: dict[str, Any] = self.cleaned_data
        day, upload = given.get("valid_until"), given.get("file")
        return Asked(
            kind=given["kind"],
            reason=given["reason"],
            valid_until=day and timezone.make_aware(datetime.combine(day, time())),
            tell=given["tell"],
            hold_minutes=int(given["hold_minutes"] or 0),
            filters=filters,
            recall=recall,
            link=given["link"].strip(),
            restores=given.get("restores", False),
            file_name=upload.name if upload else "",
            file=upload.read() if upload else None,
        )


class NoteForm(forms.Form):
    """What everybody shall know of a recall."""

    what_happened = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "Everybody reads it: name no person, no address, and nothing that helps somebody cheat."
        ),
    )
    what_to_do = forms.CharField(
        label=gettext_lazy("What holders should do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class CauseForm(forms.Form):
    """What was wrong, and for how long."""

    cause = forms.ChoiceField(label=gettext_lazy("What was wrong"))
    since = forms.DateField(
        label=gettext_lazy("From this day on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Up to and with this day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, organisation: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "—"), *cause_choices(organisation)]  # type: ignore[attr-defined]

    def chosen(self) -> Cause:
        """This function will return the cause, its last day included."""
        kind, _, key = self.cleaned_data["cause"].partition(":")
        since, until = (
            timezone.make_aware(datetime.combine(day, time()))
            for day in (self.cleaned_data["since"], self.cleaned_data["until"] + timedelta(days=1))
        )
        return Cause(kind, key, since, until)

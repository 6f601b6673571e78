"""What whoever moves in fills in. The services check it again."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from openlaurel.apps.moves.models import Import, ImportedDefinition, RowState
from openlaurel.apps.verifier.forms import SeveralFiles, SeveralFilesField
from openlaurel.core.moves import PLATFORMS

ORDERS = (("day", gettext_lazy("The day comes first")), ("month", gettext_lazy("The month comes first")))


class UploadForm(forms.Form):
    """The export."""

    exported = SeveralFilesField(
        label=gettext_lazy("Exported files"),
        max_length=255,
        widget=SeveralFiles(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json,.zip,.png,.svg,.jwt,.jsonl"}),
        help_text=gettext_lazy(
            "CSV, Excel, JSON, PNG, SVG, or a ZIP of them, at most 12 MB; larger ones are moved in by a command."
        ),
    )


class DatesForm(forms.Form):
    """How dates are to be read."""

    order = forms.ChoiceField(
        label=gettext_lazy("How are its dates written?"), choices=ORDERS, widget=forms.RadioSelect
    )


class PlanForm(forms.Form):
    """What shall become of each definition: a draft, one that is here already, or a claim and no more."""

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [
            (str(pk), slug)
            for pk, slug in run.organisation.achievements.order_by("slug").values_list("pk", "slug")[:500]
        ]
        choices = [
            ("draft", gettext_lazy("Make a new draft of it")),
            ("claim", gettext_lazy("Keep it as a claim only")),
            (gettext_lazy("It is the same as"), own),
        ]
        rows = run.rows.filter(is_definition=True, state=RowState.READY).defer("original")
        for row in rows[:200]:
            initial = str(row.achievement_id) if row.choice == "match" else row.choice
            self.fields[f"row_{row.number}"] = forms.ChoiceField(
                label=row.data.get("name", row.source_id), choices=choices, initial=initial
            )

    def chosen(self) -> dict[int, str]:
        """This function will return the choice for each row, by its number."""
        return {int(name.removeprefix("row_")): value for name, value in self.cleaned_data.items()}


class RedirectForm(forms.Form):
    """Which old addresses, and for which software."""

    format = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=[
            ("nginx", "nginx (map)"),
            ("apache", "Apache (RewriteMap)"),
            ("htaccess", "Apache (.htaccess)"),
            ("netlify", "Netlify, Cloudflare Pages (_redirects)"),
            ("cloudflare", "Cloudflare Bulk Redirects (CSV)"),
            ("csv", gettext_lazy("Anything else (CSV)")),
        ],
    )
    old = forms.CharField(
        label=gettext_lazy("Old addresses that begin with"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "https://badges.example.org/"}),
    )


class SearchForm(forms.Form):
    """Which imported badges."""

    words = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=100)
    platform = forms.ChoiceField(
        label=gettext_lazy("Platform"),
        required=False,
        choices=[("", gettext_lazy("All")), *PLATFORMS.items()],
    )


class ResigningForm(forms.Form):
    """Which imported badges are signed anew, and whether their recipients hear of it."""

    definition: forms.ModelChoiceField[ImportedDefinition] = forms.ModelChoiceField(
        label=gettext_lazy("Imported definition"), queryset=ImportedDefinition.objects.none(), empty_label="—"
    )
    notify = forms.BooleanField(
        label=gettext_lazy("Mail everybody the link to accept the new badge"), required=False
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
        initial="60",
        help_text=gettext_lazy("After the last badge was signed. Until they leave all of it can be undone."),
    )

    def __init__(self, *args: Any, definitions: QuerySet[ImportedDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["definition"].queryset = definitions  # type: ignore[attr-defined]

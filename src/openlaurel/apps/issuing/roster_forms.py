"""What is filled in on the way from a file to badges."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.catalog.field_words import label_of
from openlaurel.apps.catalog.forms.custom_fields import PREFIX
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.forms import version_field
from openlaurel.apps.issuing.models import Roster
from openlaurel.apps.issuing.own_field_forms import AsksOwnFields
from openlaurel.apps.issuing.roster_words import DATE_ORDERS, FIELDS
from openlaurel.apps.issuing.services.rosters import OWN_COLUMN, own_columns, table_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.fields import Kind
from openlaurel.core.rosters import Field, Order, open_dates


class OneFile(forms.FileInput):
    """One file: of two, Django would take the last and say nothing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class OneFileField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list) else [data]
        if len(files) > 1:
            raise forms.ValidationError(
                _("Two files came at once, and none was read. Upload one after the other.")
            )
        return super().clean(files[0] if files else None, initial)


class RosterForm(forms.Form):
    file = OneFileField(
        label=gettext_lazy("CSV file or Excel workbook"),
        max_length=255,
        widget=OneFile(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        help_text=gettext_lazy(
            "One person a line, at most 10 MB. Exports of Credly, Canvas Credentials, Accredible and edubadges "
            "are understood as they are."
        ),
    )


class MappingForm(AsksOwnFields):
    """Which column holds what, what to issue, and to whom. `roster` is the file; its columns are headers of it."""

    notify = forms.BooleanField(
        label=gettext_lazy("Send everybody the mail with the link"), required=False, initial=True
    )
    hold_minutes = forms.ChoiceField(
        label=gettext_lazy("When the mails leave"),
        required=False,
        choices=[
            (0, gettext_lazy("At once")),
            (10, gettext_lazy("10 minutes after the last badge")),
            (60, gettext_lazy("An hour after the last badge")),
            (1440, gettext_lazy("A day after the last badge")),
        ],
        help_text=gettext_lazy("Until then everything can be undone."),
    )
    allow_repeats = forms.BooleanField(
        label=gettext_lazy("Issue it once more to those who hold it already"),
        required=False,
        help_text=gettext_lazy(
            "Where the micro-credential refuses or renews duplicates, that decides instead."
        ),
    )

    def __init__(
        self,
        *args: Any,
        organisation: Profile,
        roster: Roster,
        chosen: AchievementVersion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roster = roster
        self.fields["version"] = version_field(organisation, chosen)
        self.choices = [("", _("Not in the file")), *((header, header) for header in roster.headers)]
        for field, label in FIELDS.items():
            self.fields[field.value] = forms.ChoiceField(
                label=label,
                choices=self.choices,
                required=field == Field.EMAIL,
                initial=roster.mapping.get(field, ""),
            )
        self.open_date = open_dates(table_of(roster), roster.headers)
        if self.open_date:
            self.fields["date_order"] = forms.ChoiceField(
                label=_("How is %(date)s meant?") % {"date": self.open_date},
                required=False,
                choices=[
                    ("", _("Choose one")),
                    *((order.value, label) for order, label in DATE_ORDERS.items()),
                ],
                help_text=_("The file has dates that can be read in two ways. It holds for all of them."),
            )
        self.ask(chosen)

    def add_inputs(self) -> None:
        known = own_columns(self.roster, self.asked)
        for spec in self.asked.specs:
            self.fields[PREFIX + spec.key] = forms.ChoiceField(
                label=label_of(spec, self.asked.language),
                choices=self.choices,
                required=spec.is_required and not spec.preset,
                initial=known.get(spec.key, ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.was_asked:
            self.add_error(
                None, _("This micro-credential asks for more: check the columns of its fields below.")
            )
        headers = [cleaned.get(name) for name in (Field.ISSUED_ON.value, Field.EXPIRES_ON.value)]
        headers += [cleaned.get(PREFIX + spec.key) for spec in self.asked.specs if spec.kind is Kind.DATE]
        asks = "date_order" in self.fields and not cleaned.get("date_order")
        if asks and (found := open_dates(table_of(self.roster), filter(None, headers))):
            words = _("Say how %(date)s is meant: nobody guesses, since a badge says it for ever.")
            self.add_error("date_order", words % {"date": found})
        return cleaned

    def order(self) -> Order:
        """This function will return how dates are meant that can be read in two ways."""
        return Order(self.cleaned_data.get("date_order") or Order.UNKNOWN.value)

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields that choose a column."""
        return [self[field.value] for field in FIELDS]

    def mapping(self) -> dict[str, str]:
        """This function will return the chosen header of each field."""
        own = {OWN_COLUMN + key: header for key, header in self.values().items()}
        return {field.value: self.cleaned_data[field.value] for field in FIELDS} | own

"""What is filled in around claim codes. The services check it again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.assessment.uploads import MEDIA_TYPES, Upload
from openlaurel.apps.catalog.forms.custom_fields import add_value_fields, given_values
from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.issuing.forms import moment_field, version_field
from openlaurel.apps.issuing.own_field_forms import AsksOwnFields
from openlaurel.apps.issuing.services.own_fields import NOTHING_ASKED, asked_of
from openlaurel.apps.offers.codes import read_code
from openlaurel.apps.offers.queries.rules import own_achievements, own_assessments, rule_names
from openlaurel.apps.offers.services import Terms
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.fields import AskedOf


class TermsForm(AsksOwnFields):
    """When a claim code works, and for whom; with `version`, what all its badges say in custom fields."""

    only_of = AskedOf.ISSUER

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=120,
        help_text=_("Only your organisation sees it, such as “Workshop of 3 May”."),
    )
    opens_at = moment_field(label=_("Works from"), help_text=_("Leave it empty to begin at once."))
    closes_at = moment_field(label=_("Works until"), help_text=_("Leave it empty for no end."))
    most = forms.IntegerField(
        label=_("For how many people"),
        required=False,
        min_value=1,
        help_text=_("Leave it empty for no limit. A place is taken once an address is confirmed."),
    )
    needs_approval = forms.BooleanField(
        label=_("Somebody decides on each person"),
        required=False,
        help_text=_("Otherwise the badge is issued as soon as the address is confirmed."),
    )

    def __init__(
        self,
        *args: Any,
        version: AchievementVersion | None = None,
        values: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if version is not None:
            self.asked = asked_of(version, self.only_of)
            add_value_fields(self, self.asked.specs, values=values, language=version.language)

    def terms(self) -> Terms:
        """This function will return what was filled in."""
        return Terms(
            **{name: self.cleaned_data[name] for name in TermsForm.base_fields}, fields=self.values()
        )


class ClaimCodeForm(TermsForm):
    """A new claim code."""

    def __init__(
        self, *args: Any, organisation: Profile, chosen: AchievementVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = version_field(organisation, chosen)
        self.order_fields(["version"])
        self.ask(chosen)

    def clean(self) -> None:
        if not self.was_asked:
            self.add_error(None, gettext("This micro-credential asks for more: fill in its fields below."))

    @property
    def achievement(self) -> Achievement:
        version: AchievementVersion = self.cleaned_data["version"]
        return version.achievement


class CodeForm(forms.Form):
    """A code as it is typed from paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
        help_text=_("Twelve letters and digits, such as 9F2K-77QX-0M3A. Capitals and hyphens don't matter."),
    )

    def clean_code(self) -> str:
        found = read_code(self.cleaned_data["code"])
        if not found:
            raise forms.ValidationError(
                _("This can't be a code: it has twelve letters and digits. Check it.")
            )
        return found


class Asking(forms.Form):
    """What one side is asked for in custom fields of `version`."""

    only_of = AskedOf.RECIPIENT

    def __init__(self, *args: Any, version: AchievementVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked_of(version, self.only_of) if version else NOTHING_ASKED
        self._names = add_value_fields(self, self.asked.specs, language=self.asked.language)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._names]

    def values(self) -> dict[str, str]:
        """This function will return what was filled in, by key."""
        return given_values(self, self.asked.specs)


class RedeemForm(Asking):
    """Whose badge it shall be. `addresses` are those that whoever is signed in has confirmed."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("As it shall stand on the badge."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get a link there, to make sure that it is yours. The badge itself hides it."),
    )

    def __init__(self, *args: Any, addresses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if addresses:
            self.fields["email"] = forms.ChoiceField(
                label=_("Your e-mail address"), choices=[(address, address) for address in addresses]
            )


class OpeningForm(forms.Form):
    """Whether people may apply for a badge, and what they shall hand in."""

    instructions = forms.CharField(
        label=_("What to hand in"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("In the language of the micro-credential. Its criteria are shown beside it."),
    )
    closes_at = moment_field(label=_("Open until"), help_text=_("Leave it empty for no end."))
    is_open = forms.BooleanField(label=_("People may apply"), required=False, initial=True)

    def __init__(
        self, *args: Any, organisation: Profile, chosen: AchievementVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = version_field(organisation, chosen)
        self.order_fields(["version"])

    @property
    def achievement(self) -> Achievement:
        version: AchievementVersion = self.cleaned_data["version"]
        return version.achievement


class ApplyForm(Asking):
    """What somebody hands in to be given a badge."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("As it shall stand on the badge."),
    )
    words = forms.CharField(
        label=_("What you did"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    url = forms.URLField(
        label=_("Address of the evidence"), required=False, max_length=2000, assume_scheme="https"
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
        help_text=_("PDF, DOCX, ODT, PNG, JPG, TXT, MD, CSV, IPYNB, PY or ZIP, at most 10 MB."),
    )
    shares_evidence = forms.BooleanField(
        label=_("Show my words and the address with the badge"),
        required=False,
        help_text=_("Everybody who sees the badge can read them then. A file is only for the reviewers."),
    )

    def upload(self) -> Upload | None:
        """This function will return the file that was sent, if any."""
        file = self.cleaned_data.get("file")
        return Upload(file.name, file.read()) if file else None


class DecideForm(Asking):
    """The answer, and what the issuer fills in where the badge is approved."""

    only_of = AskedOf.ISSUER
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It is sent by mail. Needed where you decline."),
    )


class AssessmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, assessment: Any) -> str:
        return str(assessment.title)


class HeldChoice(forms.ModelMultipleChoiceField):
    """Badges by the names that they have now."""

    names: dict[UUID, str]

    def label_from_instance(self, achievement: Any) -> str:
        return self.names.get(achievement.pk, achievement.slug)


class RuleForm(forms.Form):
    """What is issued, and to whom."""

    def __init__(
        self, *args: Any, organisation: Profile, chosen: AchievementVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = version_field(organisation, chosen)
        self.fields["assessment"] = AssessmentChoice(
            own_assessments(organisation),
            label=_("Has passed"),
            required=False,
            empty_label=gettext("No assessment"),
        )
        held = HeldChoice(
            own_achievements(organisation),
            label=_("Holds the badges"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        held.names = rule_names(organisation)
        self.fields["held"] = held

    @property
    def achievement(self) -> Achievement:
        version: AchievementVersion = self.cleaned_data["version"]
        return version.achievement


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It is sent by mail."),
    )

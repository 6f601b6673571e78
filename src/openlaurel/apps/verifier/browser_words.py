"""The words of the verifier in the browser: those of this site's own pages, and a few for its own form, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from openlaurel.apps.verifier import further_words, verdicts, words
from openlaurel.apps.verifier.fault_forms import FAULT_FORMS
from openlaurel.apps.verifier.verdicts import Verdict
from openlaurel.core.verification import FURTHER_REASONS, REASONS

# What only a browser can't do; a server has no such reason.
BROWSER_TITLES: dict[str, Promise] = {
    "browser_lacks": gettext_lazy("This browser can't check it"),
    "older_elsewhere": gettext_lazy("A badge of an older version isn't checked here"),
}
BROWSER_DETAILS: dict[str, Promise] = {
    "browser_lacks": gettext_lazy("It has no means for signatures of the kind %(kind)s."),
    "older_elsewhere": gettext_lazy("It is of version 2.0 or older, which is checked at its issuer's site."),
}
BROWSER_ADVICE: dict[str, Promise] = {
    "browser_lacks": gettext_lazy(
        "Bring this browser up to date, use another one, or let a verifier on a server check the badge."
    ),
    "older_elsewhere": gettext_lazy("Let a verifier on a server check it."),
}
OWN: dict[str, Promise] = {
    "form_title": gettext_lazy("Verify a badge in this browser"),
    "text": gettext_lazy("The badge's JSON or JWT"),
    "file": gettext_lazy("Or its file"),
    "file_help": gettext_lazy("PNG, SVG, JSON or JWT, as it was downloaded. It stays on this device."),
    "recipient": gettext_lazy("Name or e-mail address to compare"),
    "recipient_help": gettext_lazy("Exactly as the holder has it. It is compared in this browser only."),
    "verify": gettext_lazy("Verify"),
    "verify_this": gettext_lazy("Verify this badge"),
    "verify_again": gettext_lazy("Verify again"),
    "working": gettext_lazy("Verifying…"),
    "network": gettext_lazy(
        "The checks run in this browser. Only the issuer's key and its list of revoked badges are asked for, the list "
        "as a whole, so that nobody learns which badge you check."
    ),
    "choose": gettext_lazy("Paste the badge's JSON or JWT, or choose its file."),
    "nothing": gettext_lazy("Nothing was verified"),
    "checked": gettext_lazy("Checked by this browser on %(moment)s."),
    "as_of": gettext_lazy("As of %(moment)s. What happened since isn't known here."),
    "what": gettext_lazy("What was checked"),
    "brings": gettext_lazy("What the badge brings along"),
    "says": gettext_lazy("What the badge says"),
    "believe": gettext_lazy("This is what the file says. Believe it only as far as the checks hold."),
    "issued_by": gettext_lazy("Issued by"),
    "signs_as": gettext_lazy("Signs as"),
    "issued": gettext_lazy("Issued"),
    "until": gettext_lazy("Valid until"),
    "address": gettext_lazy("Address"),
    "asked": gettext_lazy("Addresses that were asked"),
    "asked_none": gettext_lazy("Nothing was asked for over the network."),
    "pass": gettext_lazy("Passed"),
    "warn": gettext_lazy("Passed with a remark"),
    "fail": gettext_lazy("Failed"),
    "skipped": gettext_lazy("Not checked"),
    "beginning": gettext_lazy("the beginning"),
    "not_got": gettext_lazy(
        "The badge couldn't be loaded from its address. Download its file, and choose it here."
    ),
}


@cache
def browser_words() -> Mapping[str, Any]:
    """This function will return all words by language, each as plain JSON."""
    return {code: _words_in(code) for code, _ in settings.LANGUAGES}


def _words_in(code: str) -> dict[str, Any]:
    own_reasons = REASONS.keys() | BROWSER_TITLES.keys()
    forms = words.FAULTS.forms if code != "en" else {}
    known = {re.sub(r"{(\w+)}", r"%(\1)s", sentence) for sentence in (REASONS | FURTHER_REASONS).values()}
    with override(code):
        return {
            "titles": {" ".join(pair): str(text) for pair, text in words.TITLES.items()},
            "reasons": _texts(words.TITLES_BY_REASON | BROWSER_TITLES, own_reasons),
            "not_run": {name: str(text) for name, text in words.NOT_RUN.items()},
            "details": _texts(words.DETAILS | BROWSER_DETAILS, own_reasons),
            "advice": _texts(words.ADVICE | BROWSER_ADVICE, own_reasons),
            "further": {
                "titles": _texts(further_words.TITLES, further_words.TITLES.keys()),
                "details": _texts(further_words.DETAILS, further_words.DETAILS.keys()),
                "advice": _texts(further_words.ADVICE, further_words.ADVICE.keys()),
            },
            "verdicts": {verdict.kind: _verdict(verdict) for verdict in _verdicts()},
            "faults": {
                form: str(text) for form, text in forms.items() if form in known or form in FAULT_FORMS
            },
            "own": {name: str(text) for name, text in OWN.items()},
        }


def _texts(texts: Mapping[str, Promise], names: Any) -> dict[str, str]:
    return {name: str(text) for name, text in texts.items() if name in names}


def _verdicts() -> list[Verdict]:
    return [found for found in vars(verdicts).values() if isinstance(found, Verdict)]


def _verdict(verdict: Verdict) -> dict[str, str]:
    return {"tone": verdict.tone, "headline": str(verdict.headline), "sentence": str(verdict.sentence)}

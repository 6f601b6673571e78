"""The words of an archive's page beside those of the verifier in the browser, as data."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

WORDS: dict[str, Promise] = {
    "working": gettext_lazy("Verifying badge %(number)s of %(total)s…"),
    "done": gettext_lazy("%(verified)s of %(total)s badges are verified with what is enclosed."),
    "none": gettext_lazy("There was no badge in the wallet when this archive was made."),
    "checking": gettext_lazy("Being verified…"),
    "changed": gettext_lazy("Changed since the archive was made"),
    "changed_detail": gettext_lazy(
        "What stands in this page for it isn't what the manifest lists: %(path)s."
    ),
    "older": gettext_lazy("Not checked by this page"),
    "older_detail": gettext_lazy(
        "It is of an older version of Open Badges, which only the site that made the archive checked. Its report says: "
        "%(found)s."
    ),
    "expired_since": gettext_lazy(
        "By the clock of this device its time is over since then: it ended on %(day)s."
    ),
    "details": gettext_lazy("What was checked"),
    "issued": gettext_lazy("Issued"),
    "until": gettext_lazy("Valid until"),
    "credential": gettext_lazy("Signed file"),
    "picture": gettext_lazy("Picture"),
    "report": gettext_lazy("Report of the site"),
    "page": gettext_lazy("Its page, where it may be seen how it is today"),
    "nameless": gettext_lazy("A badge without a name"),
    "unreadable": gettext_lazy("It can't be read"),
    "files_working": gettext_lazy("Comparing the files…"),
    "files_same": gettext_lazy("All %(total)s files are as the manifest in this page lists them."),
    "files_faults": gettext_lazy(
        "%(count)s of %(total)s files aren't as the manifest in this page lists them."
    ),
    "files_none": gettext_lazy(
        "In that folder there is no archive. Choose the folder in which this page lies."
    ),
    "file_changed": gettext_lazy("changed"),
    "file_missing": gettext_lazy("missing"),
    "file_strange": gettext_lazy("not of this archive"),
}


def archive_words(language: str) -> Mapping[str, str]:
    """This function will return the words in one language."""
    with override(language):
        return {name: str(text) for name, text in WORDS.items()}

"""Words to begin a template with: what our own mails say, with fields."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from openlaurel.apps.letters.models import LetterKind

Start = Callable[[], tuple[str, str]]


def award() -> tuple[str, str]:
    return _("{{ organisation_name }} awards you “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "**{{ organisation_name }} awards you the badge “{{ badge_name }}”.**\n\n"
        "See it, then accept or decline it. You need no account for that:\n\n"
        "[See your badge]({{ claim_link }})\n\n"
        "Nobody sees the badge before you accept it. Whoever has this link can accept in your name, so keep "
        "it to yourself.\n"
    )


def reminder() -> tuple[str, str]:
    return _("“{{ badge_name }}” is waiting for you"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} awarded you the badge “{{ badge_name }}” on {{ awarded_on }}. You haven’t "
        "accepted or declined it yet:\n\n"
        "[See your badge]({{ claim_link }})\n"
    )


def expiry() -> tuple[str, str]:
    return _("“{{ badge_name }}” is valid until {{ valid_until }}"), _(
        "Dear {{ recipient_name }},\n\n"
        "your badge “{{ badge_name }}” of {{ organisation_name }} is valid until {{ valid_until }}:\n\n"
        "[Your badge]({{ badge_link }})\n"
    )


def renewal() -> tuple[str, str]:
    return _("“{{ badge_name }}” is renewed"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} renews your badge “{{ badge_name }}”. The new one takes the place of the one before as "
        "soon as you accept it:\n\n"
        "[See your badge]({{ claim_link }})\n\n"
        "Whoever has this link can accept in your name, so keep it to yourself.\n"
    )


def correction() -> tuple[str, str]:
    return _("Corrected: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has corrected your badge “{{ badge_name }}”.\n\n"
        "The reason: {{ reason }}\n\n"
        "Its address is the same. Files that you downloaded before count no longer: whoever checks one is told that it "
        "was replaced. Download the corrected ones from the page:\n\n"
        "[Your badge]({{ badge_link }})\n"
    )


def declined() -> tuple[str, str]:
    return _("Your request about “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} doesn’t change your badge “{{ badge_name }}” as you asked.\n\n"
        "The answer: {{ answer }}\n"
    )


def suspension() -> tuple[str, str]:
    return _("Suspended: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has suspended your badge “{{ badge_name }}” for now.\n\n"
        "The reason: {{ reason }}\n\n"
        "Until it is restored every check of it fails, and its page says that it is suspended. You keep it, and "
        "needn’t download anything again afterwards:\n\n"
        "[Your badge]({{ badge_link }})\n"
    )


def restored() -> tuple[str, str]:
    return _("Restored: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has restored your badge “{{ badge_name }}”: it counts again.\n\n"
        "The reason: {{ reason }}\n\n"
        "Files of it that you have pass every check again. You needn’t do anything.\n\n"
        "[Your badge]({{ badge_link }})\n"
    )


def revocation() -> tuple[str, str]:
    return _("Revoked: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has revoked your badge “{{ badge_name }}”.\n\n"
        "The reason: {{ reason }}\n\n"
        "Every check of it fails from now on. That can’t be undone:\n\n"
        "[Its page]({{ badge_link }})\n"
    )


def extension() -> tuple[str, str]:
    return _("Valid for longer: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "your badge “{{ badge_name }}” of {{ organisation_name }} is now valid until {{ valid_until }}.\n\n"
        "The reason: {{ reason }}\n\n"
        "Files that you downloaded before count no longer. Download the new ones from the page:\n\n"
        "[Your badge]({{ badge_link }})\n"
    )


def retest() -> tuple[str, str]:
    return _("Please take a test again: “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} asks you to take the test for your badge “{{ badge_name }}” again.\n\n"
        "The reason: {{ reason }}\n\n"
        "This mail changes nothing about your badge. Here you can take the test:\n\n"
        "[Take the test]({{ test_link }})\n"
    )


def passed() -> tuple[str, str]:
    return _("Passed: {{ task_title }}"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has reviewed your work for “{{ task_title }}”: it passed, with {{ points }} points.\n\n"
        "{{ comment }}\n\n"
        "[See the review]({{ task_link }})\n"
    )


def returned() -> tuple[str, str]:
    return _("Please revise: {{ task_title }}"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} has reviewed your work for “{{ task_title }}” and returned it, with {{ points }} points. "
        "Revise it and hand it in again; there is no limit to how often.\n\n"
        "{{ comment }}\n\n"
        "[See the review]({{ task_link }})\n"
    )


def granted() -> tuple[str, str]:
    return _("About the badge “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} gives you the badge “{{ badge_name }}”. See it, then accept or decline it:\n\n"
        "[See your badge]({{ claim_link }})\n\n"
        "{{ answer }}\n"
    )


def refused() -> tuple[str, str]:
    return _("About the badge “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "{{ organisation_name }} doesn’t give you the badge “{{ badge_name }}”.\n\n"
        "The answer: {{ answer }}\n\n"
        "[See what you asked for]({{ request_link }})\n"
    )


def confirmation() -> tuple[str, str]:
    return _("Confirm your address for “{{ badge_name }}”"), _(
        "Dear {{ recipient_name }},\n\n"
        "somebody, probably you, asked {{ organisation_name }} for the badge “{{ badge_name }}” with this address.\n\n"
        "Confirm it, then you get the badge, or we decide. The link works for 7 days:\n\n"
        "[Confirm my address]({{ confirm_link }})\n\n"
        "It wasn’t you? Do nothing, and you will hear no more of it.\n"
    )


STARTS: dict[LetterKind, Start] = {
    LetterKind.AWARD: award,
    LetterKind.REMINDER: reminder,
    LetterKind.EXPIRY: expiry,
    LetterKind.RENEWAL: renewal,
    LetterKind.CORRECTION: correction,
    LetterKind.DECLINED: declined,
    LetterKind.SUSPENSION: suspension,
    LetterKind.RESTORED: restored,
    LetterKind.REVOCATION: revocation,
    LetterKind.EXTENSION: extension,
    LetterKind.RETEST: retest,
    LetterKind.PASSED: passed,
    LetterKind.RETURNED: returned,
    LetterKind.GRANTED: granted,
    LetterKind.REFUSED: refused,
    LetterKind.CONFIRMATION: confirmation,
    LetterKind.CODE_REFUSED: refused,
}

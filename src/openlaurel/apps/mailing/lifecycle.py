"""The life of an outgoing mail, as one table."""

from openlaurel.apps.mailing.models import MailState, OutgoingMail

TRANSITIONS: dict[str, dict[str, str]] = {
    "end": {MailState.PREPARED: MailState.HANDING_OVER},
    "accept": {MailState.HANDING_OVER: MailState.SENT, MailState.UNCERTAIN: MailState.SENT},
    "put_off": {MailState.PREPARED: MailState.PREPARED, MailState.HANDING_OVER: MailState.PREPARED},
    "fail": {MailState.PREPARED: MailState.FAILED, MailState.HANDING_OVER: MailState.FAILED},
    "withhold": {MailState.PREPARED: MailState.WITHHELD},
    "lose_sight": {MailState.HANDING_OVER: MailState.UNCERTAIN},
    "send_again": {
        MailState.UNCERTAIN: MailState.PREPARED,
        MailState.FAILED: MailState.PREPARED,
        MailState.WITHHELD: MailState.PREPARED,
    },
}
OPEN = (MailState.PREPARED, MailState.HANDING_OVER)


class WrongMailState(Exception):
    """The mail is in a state from which this can't be done."""


def move(mail: OutgoingMail, step: str) -> None:
    """This function will set the state after `step`, or raise WrongMailState. It doesn't save."""
    after = TRANSITIONS[step].get(mail.state)
    if after is None:
        raise WrongMailState(f"A mail that is {mail.state} can't {step.replace('_', ' ')}.")
    mail.state = after

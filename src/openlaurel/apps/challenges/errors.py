"""Why a challenge isn't made or answered; each message is for the person in front of the page."""


class ChallengeError(Exception):
    """Base of all."""


class NotAskable(ChallengeError):
    """The badge isn't public and in force, or it was asked about too often."""


class Closed(ChallengeError):
    """It was answered, has ended, or was guessed at too often: nothing can be answered any more."""


class TooSoon(ChallengeError):
    """Another code is sent only after a while, and only a few times."""


class WrongCode(ChallengeError):
    """Another code than the one that was sent, or an old one."""


class WrongPasskey(ChallengeError):
    """It belongs to nobody here, was made for another question, or too long ago."""


class WrongHolder(ChallengeError):
    """Whoever is signed in, or has shown a passkey, doesn't hold this badge."""

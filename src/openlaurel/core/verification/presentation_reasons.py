"""Why a check of a presentation came out as it did, where no reason of a credential says it."""

PRESENTATION_REASONS: dict[str, str] = {
    "presentation_readable": "It is a complete presentation.",
    "holder_shown": "The key that signed belongs to {holder}, and was used to show who they are.",
    "holder_mismatch": "The key that signed belongs to {controller}, but the presentation names {holder} as its holder.",
    "key_not_for_authentication": "The holder doesn't use the key that signed to show who they are.",
    "challenge_differs": "It was not made for the challenge that was given.",
    "domain_differs": "It was not made for the domain that was given.",
    "audience_unknown": "It was made for a certain verifier, and it wasn't said which one this is.",
}

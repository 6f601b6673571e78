"""What there is to say of badges of older versions beside REASONS."""

LEGACY_REASONS: dict[str, str] = {
    # format
    "readable_legacy": "The file has the form of an Open Badge of version {version}.",
    "only_address": "The file holds no more of a badge than the address {url}.",
    # proof
    "hosted_same": "The issuer's site holds the same badge at {url}.",
    "hosted_differs": "The issuer's site holds another badge at {url} than this file is.",
    "hosted_unavailable": "What the issuer's site holds at {url} couldn't be compared: {fault}",
    "hosted_withdrawn": "The issuer's site holds no badge any more at {url}, but says that it was revoked.",
    # issuer
    "hosted_confirmed": "The badge lies where {issuer} keeps its badges.",
    "hosted_elsewhere": "The badge lies at {url}, which isn't where {issuer} keeps its badges.",
    "key_elsewhere": "The key that signed lies at {key}, which isn't a site of {issuer}.",
    "issuer_by_http": "It belongs to {issuer}, but the way there isn't protected by https: somebody on it could have "
    "answered instead.",
    "hosted_on_this_machine": "It belongs to {issuer}, at an address that only this machine reaches: the badge can't "
    "be verified anywhere else.",
    "issuer_unavailable": "The issuer's own documents couldn't be looked up: {fault}",
    # status
    "hosted_not_revoked": "The issuer's site holds the badge and doesn't mark it as revoked.",
    # recipient
    "recipient_weak": "It hides whom it was issued to by MD5, for which another one can be made up, so that isn't "
    "compared.",
}

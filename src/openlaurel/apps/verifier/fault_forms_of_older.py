"""The sentences in which programs say what is wrong with a badge of version 2 or older, beside `fault_forms`."""

from django.utils.translation import gettext_noop

OLDER_FAULT_FORMS = (
    gettext_noop("This isn't an Open Badge of version 2.0 or older."),
    gettext_noop("This is an Open Badge of version 0.5, which isn't read; 1.0 and later are."),
    gettext_noop(
        "It says that it is signed, but this is only what was signed, as anyone can write it. Give the JWS."
    ),
    # core.openbadges.legacy: the badge
    gettext_noop("A required part is missing: issuedOn."),
    gettext_noop("A required part is missing: recipient, an object."),
    gettext_noop("A required part is missing: verification, an object."),
    gettext_noop("A required part is missing: verify, an object."),
    gettext_noop("A required part is missing: uid, a string."),
    gettext_noop("A required part is missing: id, an address."),
    gettext_noop("A badge of version 1 has no '%(name)s': the file mixes versions."),
    gettext_noop("The badge's id must be an address."),
    gettext_noop("The badge's id is another address than verify says."),
    gettext_noop("In version 1, 'badge' must be the address of a badge class."),
    gettext_noop("The type in verify must be hosted or signed, not %(value)s."),
    gettext_noop("The url in verify must be a web address, not %(value)s."),
    gettext_noop("The type of a badge of version 2.0 is Assertion."),
    gettext_noop("A hosted badge's id must be a web address, not %(value)s."),
    gettext_noop("The verification's type must be HostedBadge or SignedBadge, not %(value)s."),
    gettext_noop("The verification's creator must be the address of a key."),
    gettext_noop("'%(name)s' must be a web address or an object, not %(value)s."),
    gettext_noop("'%(name)s' must be a date or seconds since 1970, not %(value)s."),
    gettext_noop("'%(name)s' is not a date that exists: %(value)s."),
    # Its signature
    gettext_noop("The JWS is too long to be read."),
    gettext_noop("A JWS has three parts, separated by dots."),
    gettext_noop("The algorithm %(algorithm)s isn't accepted for badges of older versions; RS256 is."),
    gettext_noop("The JWS has critical headers that aren't understood."),
    gettext_noop("The JWS's %(english)s is not base64url without padding."),
    gettext_noop("The JWS's %(english)s must be a JSON object."),
    gettext_noop("The JWS's %(english)s: %(fault)s"),
    # What is published of its issuer
    gettext_noop("The badge class has no name."),
    gettext_noop("The issuer has no web address, so that nothing but the file says who it is."),
    gettext_noop("The issuer's %(name)s must be a string or a list of strings."),
    gettext_noop("The issuer's revocationList must be a web address."),
    gettext_noop("The %(english)s must be a JSON object."),
    gettext_noop("At %(url)s is the %(english)s of another address: %(value)s."),
    gettext_noop("The issuer's key must be text in PEM."),
    gettext_noop("The issuer's key isn't a public key in PEM."),
    gettext_noop("The issuer's key is of another kind than RSA."),
    gettext_noop(
        "The issuer's key has %(length)s bits; from %(least)s to %(most)s are accepted, with a usual exponent."
    ),
    gettext_noop("The issuer's key must be a JSON object or PEM."),
    gettext_noop("The owner of the issuer's key must be an address."),
    gettext_noop("There is no key with a publicKeyPem at %(url)s."),
    gettext_noop("A revocation list of version 1 must be an object of uids and reasons."),
    gettext_noop("A revocation list must be a JSON object with the list revokedAssertions."),
    gettext_noop("An entry of the revocation list has neither an id nor a uid."),
    gettext_noop("The revocation list is another issuer's."),
)

"""Why a check came out as it did: each reason's code and its sentence in English.

Pages translate by code; the sentences are what the command and the API print as `detail`.
"""

REASONS: dict[str, str] = {
    # format
    "readable": "The file is a complete Open Badges 3.0 credential.",
    "readable_record": "The file is a Comprehensive Learner Record of several credentials.",
    "other_credential": "The file is a Verifiable Credential, but not an Open Badge.",
    "unreadable": "{fault}",
    "incomplete": "A required part is missing: {missing}.",
    # proof
    "unchanged": "The file is exactly what was signed ({cryptosuite}).",
    "partly_understood": "The file is exactly what was signed ({cryptosuite}). It carries another signature, of a kind "
    "that isn't understood here: {fault}",
    "no_proof": "The file carries no signature.",
    "proof_malformed": "The signature can't be read: {fault}",
    "proof_unsupported": "The signature is of a kind that isn't understood here: {fault}",
    "chain_broken": "The signatures don't follow on each other as they say: {fault}",
    "changed": "The file was changed after it was signed, or the signature is another's.",
    "context_unknown": "The file uses the context {url}, which isn't among those that are checked here.",
    "undefined_term": "The file holds {term}, which no context defines, so the signature doesn't cover it.",
    "hidden_term": "The file uses {term} where only plain names are read, so that a reader could overlook what it says.",
    "too_much_work": "The file is tangled so that checking it would take too long.",
    "key_not_found": "The issuer's document doesn't list the key that signed: {key}.",
    "key_unusable": "The issuer's document lists the key that signed, but it can't be used: {fault}",
    "key_unfit": "The key that signed is of another kind than the signature names: {fault}",
    "key_unavailable": "The key that signed couldn't be looked up: {fault}",
    "signed_in_future": "The file says that it was signed on {date}, which is still to come.",
    "proof_expired": "The signature was made to count only until {date}.",
    # issuer
    "issuer_confirmed": "The key that signed belongs to {issuer}.",
    "issuer_on_this_machine": "The key that signed belongs to {issuer}, at an address that only this machine reaches: "
    "the badge can't be verified anywhere else.",
    "issuer_mismatch": "The key that signed belongs to {controller}, but the file names {issuer} as its issuer.",
    "issuer_not_a_did": "The issuer {issuer} isn't a DID, so its key can't be looked up.",
    "key_not_for_credentials": "The issuer doesn't use the key that signed for credentials.",
    "key_revoked": "The issuer withdrew the key from {date} on, and it signed this on {made}.",
    "key_revoked_later": "The key that signed belongs to the issuer, who withdrew it from {date} on. The file says that it "
    "was signed before, on {made}; whoever has the key could have written an earlier date.",
    "key_expired": "The key expired on {date}, and it signed this on {made}.",
    "key_ended_undated": "The key that signed doesn't count from {date} on, and the file doesn't say when it was signed.",
    "key_not_yet": "The file says that it was signed on {made}, but the key that signed wasn't in use before {date}.",
    # status
    "not_revoked": "The issuer's status list doesn't list it as revoked or suspended.",
    "no_status": "The file names no list of revocations, so the issuer can't have revoked it.",
    "refreshed": "The issuer has made a newer version of it.",
    "status_message": "The issuer says of its state: {message}.",
    "revoked": "The issuer has revoked it.",
    "superseded": "The issuer replaced it on {date} by a corrected one, which is at {url}.",
    "superseded_because": "The issuer replaced it on {date} by a corrected one, which is at {url}. It says why: {why}",
    "renewed": "It was renewed on {date}: a newer badge took its place, which is at {url}.",
    "renewed_unseen": "It was renewed on {date}: a newer badge took its place, which its holder shows to nobody.",
    "suspended": "The issuer has suspended it for now.",
    "suspended_since": "{issuer} suspended it on {date} for now. It says why: {why}",
    "suspended_from": "It was suspended then: its issuer suspended it on {start}, and hasn't restored it since.",
    "suspended_between": "It was suspended then: its issuer suspended it on {start} and restored it on {end}.",
    "status_unavailable": "The issuer's status list couldn't be checked: {fault}",
    "revoked_later": "It wasn't revoked then; its issuer revoked it on {date}.",
    "suspended_later": "It wasn't suspended then; its issuer suspended it on {date}.",
    "revoked_since_when": "It is revoked today, and its issuer's list doesn't say since when.",
    "suspended_then": "Its issuer's list says only of today whether it is suspended; a suspension can be lifted.",
    "list_of_today": "The issuer's list says only of today whether it is revoked.",
    "older_then": "Badges of older versions say only of today whether they are revoked.",
    # validity
    "in_force": "It is valid from {start} to {end}.",
    "in_force_for_good": "It is valid from {start} and doesn't expire.",
    "signed_later": "It counts from {start} on, but was signed only on {made}: on that day this file didn't exist yet.",
    "not_yet": "It isn't valid before {start}.",
    "expired": "It expired on {end}.",
    # recipient
    "not_compared": "Enter a name or an e-mail address to compare with the one it was issued to.",
    "recipient_matches": "It was issued to the {kind} that was entered.",
    "recipient_differs": "It was not issued to the name or e-mail address that was entered.",
    "recipient_unknown": "It doesn't say in a readable way whom it was issued to.",
    # any
    "not_run": "This wasn't checked, since an earlier check failed.",
}

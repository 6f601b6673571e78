"""What there is to say of what a badge brings along, beside REASONS."""

FURTHER_REASONS: dict[str, str] = {
    # credential, of a record
    "credential_holds": "“{name}” by {issuer} holds.",
    "credential_fails": "“{name}” by {issuer} doesn't hold. {fault}",
    "credential_out_of_reach": "“{name}” by {issuer} couldn't be checked. {fault}",
    "credential_untold": "Whether “{name}” by {issuer} counts can't be told for that day.",
    "credential_unreadable": "The record holds something that isn't a credential.",
    "credentials_left_out": "The record holds {count} credentials; only {most} were checked.",
    # endorsement
    "badge_endorsed": "{endorser} endorses this badge.",
    "achievement_endorsed": "{endorser} endorses what it was issued for.",
    "issuer_endorsed": "{endorser} endorses its issuer.",
    "endorses_itself": "The issuer endorses its own badge: {endorser}.",
    "endorses_something_else": "The file carries an endorsement by {endorser} of something else: {subject}.",
    "endorsement_broken": "An endorsement in the name of {endorser} doesn't hold. {fault}",
    "endorsement_unreadable": "An endorsement can't be read. {fault}",
    "endorsement_out_of_reach": "An endorsement in the name of {endorser} couldn't be checked. {fault}",
    "endorsements_left_out": "The file carries {count} endorsements; only {most} were checked.",
    # schema
    "schema_met": "The file follows the schema that it names, {url}.",
    "schema_missed": "The file doesn't follow the schema that it names, {url}: {fault}",
    "schema_not_run": "Whether the file follows the schema that it names, {url}, wasn't checked: {fault}",
    "schemas_left_out": "The file names {count} schemas; only {most} were checked.",
    # evidence
    "evidence_same": "The evidence at {url} is what the issuer saw.",
    "evidence_differs": "The evidence at {url} isn't what the issuer saw: it was changed since, or is another's.",
    "evidence_out_of_reach": "The evidence at {url} couldn't be compared with what the issuer saw: {fault}",
    "evidence_digest_unreadable": "The file says in a way that can't be read what the evidence at {url} was: {fault}",
    "evidence_left_out": "The file pins {count} pieces of evidence; only {most} were compared.",
    # recall
    "recalled": "{issuer} has published a note about badges such as this one, on {date}, at {url}.",
    # relatedResource
    "related_same": "What the file refers to at {url} is what the issuer saw.",
    "related_differs": "What the file refers to at {url} isn't what the issuer saw.",
    "related_earlier": "The issuer saw an earlier text at {url}, which was published there before. The badge was read with "
    "the one of now, in which all that it says means the same.",
    "related_out_of_reach": "What the file refers to at {url} couldn't be compared with what the issuer saw: {fault}",
    "related_digest_unreadable": "The file says in a way that can't be read what was at {url}: {fault}",
    "related_left_out": "The file pins {count} things that it refers to; only {most} were compared.",
}

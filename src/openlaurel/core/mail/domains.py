"""What the DNS says of a sender's domain, and what is to be put there."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DomainFinding:
    """`check` is "domain", "dkim", "spf" or "dmarc", `state` "ok", "missing" or "wrong"; `wanted` is the record to put at `name`."""

    check: str
    state: str
    name: str
    wanted: str = ""
    found: str = ""


def check_dkim(name: str, records: Sequence[str], *, wanted: str) -> DomainFinding:
    """This function will compare the key at `name` with ours (RFC 6376 3.6.1)."""
    key = _tags(wanted)["p"]
    keys = [record for record in records if "p=" in record]
    if any(_tags(record).get("p") == key for record in keys):
        return DomainFinding("dkim", "ok", name, wanted, keys[0])
    return DomainFinding("dkim", "wrong" if keys else "missing", name, wanted, keys[0] if keys else "")


def check_spf(name: str, records: Sequence[str]) -> DomainFinding:
    """This function will say whether exactly one SPF record is there (RFC 7208 4.5)."""
    found = [record for record in records if record.lower().split(" ")[0] == "v=spf1"]
    wanted = "v=spf1 mx ~all"
    if len(found) == 1:
        return DomainFinding("spf", "ok", name, "", found[0])
    return DomainFinding("spf", "wrong" if found else "missing", name, wanted, found[0] if found else "")


def check_dmarc(name: str, records: Sequence[str]) -> DomainFinding:
    """This function will say whether exactly one DMARC policy is there (RFC 7489 6.6.3)."""
    found = [record for record in records if record.lower().startswith("v=dmarc1")]
    wanted = "v=DMARC1; p=none"
    if len(found) == 1 and _tags(found[0]).get("p", "").lower() in {"none", "quarantine", "reject"}:
        return DomainFinding("dmarc", "ok", name, "", found[0])
    return DomainFinding("dmarc", "wrong" if found else "missing", name, wanted, found[0] if found else "")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in record.split(";") if "=" in part)
    return {name.strip().lower(): "".join(value.split()) for name, value in pairs}

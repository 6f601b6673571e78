"""Web addresses in texts, and which of them look like those of badges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from openlaurel.core.dossiers.model import MAX_EXHIBITS, Exhibit, Part, Place, Reading, Remark

LONGEST = 2_000
# Texts are cut before they are searched, so that nobody's document is searched for minutes.
MAX_CHARACTERS = 2_000_000
_FOUND = re.compile(
    r"(?:https?://|(?<![\w@.-])www\.)[^\s<>\"'“”‘’«»|\\^`{}\x00-\x1f\x7f]{4,2000}", re.IGNORECASE
)
# Without its scheme, as printed CVs have it: only where the name is that of a platform.
_BARE_HOSTS = (
    "credly.com",
    "credential.net",
    "badgr.com",
    "badgr.io",
    "openbadgepassport.com",
    "openbadgefactory.com",
)
_BARE = re.compile(
    rf"(?<![\w@./-])(?:{'|'.join(map(re.escape, _BARE_HOSTS))})/[\w./%#?=&~-]{{3,500}}", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_AT_THE_END = ".,;:!?)]>*"
# A line that breaks here goes on below.
_BREAKS = ("-", "/", "_", "=", "?", "&", "%")
_WORDS = re.compile(
    r"badge|credential|assertion|award|certificat|credly|accredible|openbadge|insigni|micro-?cred|achievement",
    re.IGNORECASE,
).search
_NUMBERED = re.compile(
    r"/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[/.?#]|$)", re.IGNORECASE
).search
# Where people show themselves: what is asked for there is a page about a person, or a search.
_NEVER = re.compile(
    r"(?:^|\.)(?:linkedin|facebook|instagram|twitter|x|github|gitlab|youtube|medium|orcid|google|wikipedia)\.(?:com|org)$"
).search


def find_addresses(text: str) -> list[str]:
    """This function will return the web addresses in a text, each once, in their order; lines may break inside."""
    text = _mended(text[:MAX_CHARACTERS])
    found = [(match.start(), match[0]) for match in _FOUND.finditer(text)]
    found += [(match.start(), match[0]) for match in _BARE.finditer(text)]
    addresses = (address for _, each in sorted(found) if (address := as_address(each)))
    return list(dict.fromkeys(addresses))


def find_emails(text: str) -> list[str]:
    """This function will return the e-mail addresses in a text, in lower case, each once."""
    return list(
        dict.fromkeys(match[0].strip(".").lower() for match in _EMAIL.finditer(text[:MAX_CHARACTERS]))
    )


def as_address(text: str) -> str:
    """This function will return a web address as it can be asked for: with its scheme, without what ends a sentence.

    Nothing, where it isn't one. What comes after `#` stays, since some platforms name a badge there.
    """
    text = text.strip()
    while text and text[-1] in _AT_THE_END and not (text[-1] == ")" and text.count("(") >= text.count(")")):
        text = text[:-1]
    if not text.lower().startswith(("http://", "https://")):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    if (
        len(text) > LONGEST
        or not host
        or " " in text
        or ("." not in host and ":" not in host and host != "localhost")
    ):
        return ""
    return urlunsplit(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()))


def looks_like_badge(address: str, own: Iterable[str] = ()) -> bool:
    """This function will tell whether an address in a CV is one to look for a badge at.

    One of ours (`own` are this installation's addresses), one that speaks of badges, or one that ends in a long number as
    those of badges do. All others are nobody's business: asking for them would tell that somebody reads this CV.
    """
    parts = urlsplit(address)
    if any(address.startswith(f"{base}/") for base in own):
        return True
    if _NEVER(parts.hostname or ""):
        return False
    return bool(_WORDS(address) or _NUMBERED(parts.path + "?"))


def read_list(text: str, name: str, own: Iterable[str] = ()) -> Reading:
    """This function will read addresses that somebody pasted, one a line or side by side. All of them are meant."""
    exhibits, odd = [], []
    seen: set[str] = set()
    for number, line in enumerate(text[:MAX_CHARACTERS].splitlines(), 1):
        for word in re.split(r"[\s,;|]+", line):
            if not word:
                continue
            address = as_address(word) if _looks_written_as_one(word) else ""
            if not address:
                odd.append(word)
            elif address not in seen:
                seen.add(address)
                exhibits.append(Exhibit(Place(name, Part.LINE, number), address=address))
    remarks = []
    if odd:
        example = odd[0][:60]
        remarks.append(Remark(Place(name), "words_left", {"count": str(len(odd)), "example": example}))
    if not exhibits:
        remarks.append(Remark(Place(name), "nothing_in_it"))
    return cut(Reading(tuple(exhibits), tuple(remarks)), name)


def cut(reading: Reading, name: str, most: int = MAX_EXHIBITS) -> Reading:
    """This function will keep the first `most` exhibits, and say so where there are more."""
    if len(reading.exhibits) <= most:
        return reading
    params = {"found": f"{len(reading.exhibits):,}", "most": f"{most:,}"}
    remarks = (*reading.remarks, Remark(Place(name), "exhibits_cut", params))
    return Reading(reading.exhibits[:most], remarks, reading.applicant)


def _looks_written_as_one(word: str) -> bool:
    return word.lower().startswith(("http://", "https://", "www.")) or bool(
        re.match(r"[\w-]+(?:\.[\w-]+)+/", word)
    )


def _mended(text: str) -> str:
    """The text with addresses whole that a line break cut in two after a hyphen or slash."""
    lines = text.split("\n")
    out: list[str] = []
    for line in lines:
        last = out[-1].rstrip() if out else ""
        word = last.rsplit(None, 1)[-1] if last else ""
        if (
            word.lower().startswith(("http://", "https://", "www."))
            and word.endswith(_BREAKS)
            and line[:1].isalnum()
        ):
            out[-1] = last + line
        else:
            out.append(line)
    return "\n".join(out)

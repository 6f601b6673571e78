"""The résumé of a portfolio as a file, in each form that others read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openlaurel.adapters.qr import qr_png
from openlaurel.adapters.resumes import render_resume
from openlaurel.apps.catalog.queries import artwork
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.portfolio.composing import badge_url, labels_of, resume_of
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import PortfolioPage, portfolio_page
from openlaurel.apps.portfolio.themes import colours_of
from openlaurel.apps.portfolio.words import EUROPASS_LOSSES
from openlaurel.apps.verifier.reading import read_document
from openlaurel.apps.wallet.held import HeldBadge
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.core.artwork.brand import brand_colours
from openlaurel.core.artwork.pictures import smaller
from openlaurel.core.resumes import to_docx, to_europass, to_html_card, to_json_resume, to_markdown_card

CARD_PICTURE = (96, 96)


@dataclass(frozen=True)
class Form:
    """A form of a résumé: its media type and the end of the file's name. `is_public`: visitors may have it, too."""

    media_type: str
    ending: str
    is_public: bool


FORMS = {
    "pdf": Form("application/pdf", "pdf", True),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", True),
    "json": Form("application/json", "json", True),
    "europass": Form("application/ld+json", "jsonld", True),
    "html": Form("text/html; charset=utf-8", "html", False),
    "markdown": Form("text/markdown; charset=utf-8", "md", False),
}


@dataclass(frozen=True)
class _Asked:
    """Whose résumé, with what its page shows. `for_person` adds what is for its person alone."""

    portfolio: Portfolio
    page: PortfolioPage
    for_person: bool
    now: datetime


def make_resume(portfolio: Portfolio, form: str, *, for_person: bool, now: datetime) -> bytes:
    """This function will return the résumé as a file of `form`, a key of FORMS.

    `for_person` is for the person themselves: with e-mail address and telephone number, and with badges that are for
    whoever has the link. Raises CannotBeSet for a PDF whose name no font can write.
    """
    page = portfolio_page(portfolio, now=now, with_links=for_person)
    return _WRITERS[form](_Asked(portfolio, page, for_person, now))


def europass_losses(portfolio: Portfolio, *, now: datetime) -> list[str]:
    """This function will say in the reader's language what of a portfolio found no place in the European Learning Model."""
    page = portfolio_page(portfolio, now=now, with_links=True)
    losses = to_europass(resume_of(page, with_contact=True, now=now)).losses
    return [str(EUROPASS_LOSSES[loss.field]) for loss in losses]


def _pdf(asked: _Asked) -> bytes:
    badges = asked.page.badges
    return render_resume(
        resume_of(asked.page, with_contact=asked.for_person, now=asked.now),
        labels_of(asked.portfolio),
        colour=colours_of(asked.portfolio)[0],
        pictures=_pictures(badges, "svg"),
        credentials=_credentials(badges),
        now=asked.now,
    )


def _docx(asked: _Asked) -> bytes:
    resume = resume_of(asked.page, with_contact=asked.for_person, now=asked.now)
    return to_docx(resume, labels_of(asked.portfolio), qr=qr_png(resume.url) if resume.url else b"")


def _json(asked: _Asked) -> bytes:
    return _as_json(to_json_resume(resume_of(asked.page, with_contact=asked.for_person, now=asked.now)))


def _europass(asked: _Asked) -> bytes:
    resume = resume_of(asked.page, with_contact=asked.for_person, with_specifications=True, now=asked.now)
    return _as_json(to_europass(resume).document)


def _html(asked: _Asked) -> bytes:
    resume = resume_of(asked.page, with_contact=False, now=asked.now)
    scheme = brand_colours(*colours_of(asked.portfolio)).light
    small = {url: smaller(png, *CARD_PICTURE) for url, png in _pictures(asked.page.badges, "png").items()}
    return to_html_card(resume, labels_of(asked.portfolio), scheme, small).encode()


def _markdown(asked: _Asked) -> bytes:
    resume = resume_of(asked.page, with_contact=False, now=asked.now)
    picture = f"{resume.url}/card.png" if resume.url else ""
    return to_markdown_card(resume, labels_of(asked.portfolio), picture=picture).encode()


_WRITERS: Mapping[str, Callable[[_Asked], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "json": _json,
    "europass": _europass,
    "html": _html,
    "markdown": _markdown,
}


def _as_json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _pictures(badges: Sequence[HeldBadge], kind: str) -> dict[str, bytes]:
    """The pictures of badges by their addresses, SVG where one is asked for and there is one, else PNG."""
    found = {}
    for badge in badges:
        picture = _picture(badge, kind)
        if picture:
            found[badge_url(badge)] = picture
    return found


def _picture(badge: HeldBadge, kind: str) -> bytes:
    if badge.award:
        own = artwork(badge.award.version, kind) if kind == "svg" else b""
        return own or artwork(badge.award.version, "png")
    return bytes(KeptBadge.objects.values_list("picture", flat=True).get(pk=badge.id))


def _credentials(badges: Sequence[HeldBadge]) -> dict[str, bytes]:
    """The signed badges by their addresses, but for those whose evidence is hidden, which is in them."""
    found = {}
    for badge in badges:
        if badge.hides_evidence:
            continue
        if badge.award:
            found[badge_url(badge)] = credential_bytes(badge.award)
            continue
        text = read_document(bytes(KeptBadge.objects.values_list("content", flat=True).get(pk=badge.id)))
        content = text.encode() if isinstance(text, str) else text
        if content.lstrip().startswith(b"{"):
            found[badge_url(badge)] = content
    return found

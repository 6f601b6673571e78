"""Whatever people, organisations and micro-credentials are called, nobody's page, paper, mail or picture does what it says."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from defusedxml.ElementTree import fromstring
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.integration.portfolio.conftest import ana

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import plain_name
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, InvalidDefinition, SkillClaim, define_achievement
from openlaurel.apps.issuing.errors import InvalidAward
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, claim_url
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.pages.sharing import codes_of
from openlaurel.apps.pages.shelf import shelf
from openlaurel.apps.portfolio.forms import CollectionForm, DetailsForm, EntryForm
from openlaurel.apps.portfolio.models import Collection, Portfolio
from openlaurel.apps.portfolio.resumes import make_resume
from openlaurel.apps.portfolio.services import (
    Details,
    EntryDraft,
    arrange_portfolio,
    change_details,
    create_collection,
    create_portfolio,
    publish_portfolio,
    save_entry,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import InvalidDetails, create_organisation
from openlaurel.apps.programmes.services import InvalidProgramme, Outline, create_programme
from openlaurel.core.artwork import Card, draw_card
from openlaurel.core.openbadges import Evidence

__all__ = ["ana"]

NAME = """Ana </title></script></textarea><x-evil onload=alert(1)>"'>{{ 7|add:35 }}"""
LINK = "https://x.example/?a=1&b=%3Cx-evil%3E"
HIDDEN = {
    "turns what follows": "Ana\u202eamiL",
    "isolates": "Ana\u2067Lima",
    "embeds": "Ana\u202bLima",
    "rings": "Ana\x07Lima",
    "deletes": "Ana\x7fLima",
    "escapes": "Ana\x1b[31mLima",
    "nothing": "Ana\x00Lima",
}


class Seen(HTMLParser):
    """What a browser would do with a page: `evil` are the elements and attributes that the name would have brought."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.evil: list[str] = []
        self.words: list[str] = []
        self.data: list[Any] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag.startswith("x-") or any(name.startswith("on") for name in given):
            self.evil.append(f"<{tag} {given}>")
        for name in ("href", "src", "action", "formaction"):
            address = re.sub(r"\s", "", given.get(name) or "").lower()
            if address.startswith(("javascript:", "vbscript:", "data:text")):
                self.evil.append(f"{name}={address}")
        self._script = tag == "script"
        if self._script and not given.get("src", "").startswith("/static/"):
            assert given.get("type") in {"application/ld+json", "application/json"}, given

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.data.append(json.loads(data))
        else:
            self.words.append(data)


class World:
    """A holder, an issuer and a micro-credential of that name, with all that can be called something."""

    def __init__(self, holder: Account, owner: Account, now: datetime) -> None:
        self.holder, self.owner = holder, owner
        holder.name = plain_name(NAME)
        holder.save(update_fields=["name"])
        stamp: dict[str, Any] = {"by": INSTALLATION, "now": now}
        organisation = create_organisation(
            handle="evil", name=NAME, country="PT", is_issuer=True, owner=owner, **stamp
        )
        from tests.integration.conftest import DEFINITION

        from openlaurel.apps.catalog.services import publish_version

        fields = DEFINITION.__dict__ | {
            "name": NAME,
            "description": NAME,
            "outcomes": (NAME,),
            "criteria": NAME,
            "awarding_body_name": NAME,
            "assessment_type": NAME,
            "skills": (SkillClaim(url="https://skills.example/evil", name=NAME, level="foundation"),),
        }
        draft = define_achievement(
            organisation=organisation, slug="evil", definition=Definition(**fields), **stamp
        )
        self.version = publish_version(version=draft, **stamp)
        award = issue_award(
            version=self.version,
            recipient_name=NAME,
            recipient_email=holder.email,
            account=holder,
            narrative=NAME,
            evidence=(Evidence(id=LINK, name=NAME, narrative=NAME, description=NAME, genre=NAME),),
            **stamp,
        )
        self.award = accept_award(award=award, account=holder, show_name=True, now=now)
        portfolio = create_portfolio(account=holder, handle="ana", name=NAME, now=now)
        refs = [f"award:{award.pk}"]
        portfolio = change_details(
            portfolio=portfolio,
            details=Details(
                "ana", NAME, NAME, place=NAME, statement=NAME, language="en", phone=NAME[:40],
                links=((NAME[:60], "https://x.example/"),),
            ),
            now=now,
        )  # fmt: skip
        for kind in ("project", "work", "degree"):
            entry = EntryDraft(kind, NAME, organisation=NAME, text=NAME, refs=refs)
            save_entry(portfolio=portfolio, draft=entry, now=now)
        arrange_portfolio(portfolio=portfolio, refs=refs, now=now)
        self.portfolio: Portfolio = publish_portfolio(
            portfolio=portfolio, is_findable=True, offers_resume=True, now=now
        )
        self.collection: Collection = create_collection(
            account=holder, name=NAME, text=NAME, visibility="public", now=now
        )


@pytest.fixture
def world(ana: Account, owner: Account, now: datetime) -> World:
    shelf.clear()
    return World(ana, owner, now)


# The doors through which a name reaches somebody's browser: who looks, and where.
PAGES = {
    "badge": ("", "/awards/{award}"),
    "frame": ("", "/awards/{award}/embed"),
    "ways to share": ("", "/awards/{award}/share"),
    "micro-credential": ("", "/achievements/evil"),
    "micro-credential for programs": ("", "/achievements/evil/frameworks/elm"),
    "issuer": ("", "/profiles/evil"),
    "catalogue": ("", "/explore"),
    "front page": ("", "/"),
    "verifier": ("", "/verify?url={url}"),
    "portfolio": ("", "/people/ana"),
    "collection": ("", "/collections/{collection}"),
    "claim": ("", "{claim}"),
    "own badge": ("holder", "/awards/{award}"),
    "home": ("holder", "/home"),
    "wallet": ("holder", "/wallet"),
    "who sees badges": ("holder", "/wallet/showing"),
    "own portfolio": ("holder", "/portfolio"),
    "own words": ("holder", "/portfolio/details"),
    "résumé": ("holder", "/portfolio/resume"),
    "own collection": ("holder", "/wallet/collections/{collection}"),
    "overview": ("owner", "/org/evil/"),
    "badges of the desk": ("owner", "/org/evil/awards"),
    "a badge of the desk": ("owner", "/org/evil/awards/{award}"),
    "record": ("owner", "/org/evil/audit"),
    "figures": ("owner", "/org/evil/figures"),
}


def test_no_page_does_what_a_name_says(client: Client, world: World) -> None:
    places = {
        "award": str(world.award.pk),
        "collection": str(world.collection.pk),
        "url": quote(award_url(world.award.pk), safe=""),
        "claim": claim_url(world.award),
    }
    found = {}
    for door, (who, path) in PAGES.items():
        client.logout()
        if who:
            account = world.holder if who == "holder" else world.owner
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(path.format(**places), follow=True)
        assert answer.status_code == 200, (door, answer.status_code)
        text = answer.content.decode()
        seen = Seen(text)
        found[door] = "x-evil onload" in "".join(seen.words)
        assert seen.evil == [], door
        assert "42" not in re.findall(r"""["'>](\d+)$""", "".join(seen.words)), door
        for data in seen.data:
            assert NAME in json.dumps(data, ensure_ascii=False).replace('\\"', '"'), door
    # A door through which the name doesn't go shows nothing of what it would do.
    assert [door for door, shown in found.items() if not shown] == []


def test_texts_for_other_sites_hold_the_name_as_text(client: Client, world: World) -> None:
    answer = client.get("/oembed", {"url": award_url(world.award.pk)}).json()
    assert NAME in answer["title"]
    codes = codes_of(Award.objects.select_related("organisation", "version").get(pk=world.award.pk))
    for html in (answer["html"], codes.frame, codes.card):
        assert Seen(html).evil == []
    assert not re.search(r"(?<!\\)<x-evil", codes.markdown)
    api = client.get("/api/v1/people/ana")
    assert (api.status_code, api["Content-Type"].split(";")[0]) == (200, "application/json")


def pdf_of(content: bytes) -> tuple[str, str]:
    """The words of a PDF, and everything in it that does something or leads somewhere, as one text."""
    reader = PdfReader(io.BytesIO(content))
    words = "".join(page.extract_text() for page in reader.pages)
    active = []
    for number in range(1, len(reader.xref[0]) + 1):
        found: Any = reader.get_object(number)
        if isinstance(found, dict):
            active += [
                str(key) for key in ("/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA") if key in found
            ]
            active += [str(found[key]) for key in ("/S", "/URI") if key in found and key == "/URI"]
    return re.sub(r"\s", "", words), " ".join(active)


def test_no_paper_does_what_a_name_says(client: Client, world: World) -> None:
    now = timezone.now()
    papers = [client.get(f"/awards/{world.award.pk}.pdf").content]
    papers.append(make_resume(world.portfolio, "pdf", for_person=True, now=now))
    for paper in papers:
        words, active = pdf_of(paper)
        assert "x-evilonload" in words
        assert not re.search(r"/(JS|JavaScript|Launch|OpenAction|AA)\b", active)
        assert "javascript:" not in active
    docx = make_resume(world.portfolio, "docx", for_person=True, now=now)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        texts = {}
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                texts[name] = "".join(fromstring(archive.read(name)).itertext())
                tree = fromstring(archive.read(name))
                targets = [
                    node.get("Target", "") for node in tree.iter() if node.get("TargetMode") == "External"
                ]
                assert all(target.startswith(("http:", "https:", "mailto:")) for target in targets), name
    assert NAME in texts["word/document.xml"]
    data = json.loads(make_resume(world.portfolio, "json", for_person=True, now=now))
    assert data["basics"]["name"] == NAME
    assert Seen(make_resume(world.portfolio, "html", for_person=True, now=now).decode()).evil == []
    markdown = make_resume(world.portfolio, "markdown", for_person=True, now=now).decode()
    assert not re.search(r"(?<!\\)<x-evil", markdown)


def test_no_mail_does_what_a_name_says(
    world: World, deliver_events: Callable[[], None], now: datetime
) -> None:
    fields: dict[str, Any] = {"recipient_name": NAME, "recipient_email": "bo@learners.example"}
    issue_award(version=world.version, by=INSTALLATION, now=now, **fields)
    deliver_events()
    assert mail.outbox
    for message in mail.outbox:
        assert "\n" not in message.subject
        html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
        seen = Seen(html)
        assert seen.evil == []
        assert "x-evil onload" in "".join(seen.words)
        assert "x-evil onload" in str(message.body)


def test_no_picture_does_what_a_name_says(client: Client, world: World) -> None:
    card = Card(title=NAME, issuer=NAME, language="en", hue=10, holder=NAME, holder_label="by", note=NAME)
    drawn = [
        draw_card(card, [], load_assets()),
        client.get("/achievements/evil/image.svg").content.decode(),
    ]
    drawn.append(client.get(f"/awards/{world.award.pk}.svg").content.decode())
    for svg in drawn:
        tags = {
            node.tag.rpartition("}")[2]
            for node in fromstring(svg.encode()).iter()
            if isinstance(node.tag, str)
        }
        assert not tags & {"script", "foreignObject", "x-evil", "a", "iframe", "animate", "set"}
        names = {name for node in fromstring(svg.encode()).iter() for name in node.attrib}
        assert not any(name.startswith("on") for name in names)


@pytest.mark.parametrize("how", HIDDEN)
def test_what_hides_or_turns_words_is_refused_where_it_would_come_in(
    how: str,
    client: Client,
    ana: Account,
    organisation: Profile,
    published: AchievementVersion,
    definition: Definition,
    now: datetime,
) -> None:
    from dataclasses import replace

    name = HIDDEN[how]
    stamp: dict[str, Any] = {"by": INSTALLATION, "now": now}
    with pytest.raises(InvalidAward):
        issue_award(version=published, recipient_name=name, recipient_email="x@learners.example", **stamp)
    with pytest.raises(InvalidDetails):
        create_organisation(handle="hidden", name=name, country="PT", is_issuer=True, owner=None, **stamp)
    with pytest.raises(InvalidDefinition):
        define_achievement(
            organisation=organisation, slug="hidden", definition=replace(definition, name=name), **stamp
        )
    with pytest.raises(InvalidProgramme):
        create_programme(organisation=organisation, slug="hidden", outline=Outline(name, "en", "x"), **stamp)
    assert plain_name(name) == re.sub("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name)
    words = {"handle": "ana", "language": "en", "visibility": "public"}
    for field in ("name", "headline", "place", "statement", "phone", "label_1"):
        assert field in DetailsForm(words | {field: name, "url_1": "https://x.example"}).errors, field
    for field in ("title", "organisation", "text"):
        assert field in EntryForm(words | {field: name}, kind="project", held=[]).errors, field
    for field in ("name", "text"):
        assert field in CollectionForm(words | {field: name}).errors, field


@pytest.mark.parametrize(
    "words", ["Ana Lima", "محمد", "José-María O’Neill", "山田 太郎", "A\nB", "👩🏽‍🚀 Ana"]
)
def test_the_words_of_all_people_are_taken(words: str) -> None:
    assert "text" not in CollectionForm({"name": "x", "text": words, "visibility": "public"}).errors

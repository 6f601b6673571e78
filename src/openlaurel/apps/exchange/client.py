"""The Open Badges API from the other side: this site as the client of another platform (Open Badges 3.0.3, "API").

1. read_description: the service description of an address that the holder entered
2. register: this site makes itself known there (RFC 7591)
3. authorization_url: the holder's browser goes there, with state and a code challenge (RFC 7636, S256)
4. exchange, refresh: the code, then each refresh token, for an access token (RFC 6749, 4.1.3 and 6)
5. get_credentials, upsert_credential: a page of badges, one badge
6. revoke: the permission ends there, too (RFC 7009)

All requests leave by the guarded fetcher, which follows no redirect where a secret or a token goes along. Whatever comes
back is somebody else's: it is read strictly, bounded, and never followed to another place than was described.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any, TypeGuard
from urllib.parse import quote, urlencode, urljoin, urlsplit

import orjson
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from openlaurel import __version__
from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import Answered, ask, retrieve
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.apps.exchange.errors import PermissionLost, PlatformBusy, PlatformFault, Refused
from openlaurel.apps.exchange.scopes import OFFLINE, READ_CREDENTIALS, WRITE_CREDENTIALS
from openlaurel.apps.verifier.words import FAULTS
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.credentials.parsing import MAX_BYTES as MOST_A_BADGE

BASE = "/ims/ob/v3p0"
MOST_BYTES = 256 * 1024
MOST_A_PAGE = 5 * 1024 * 1024
PAGE = 50
TIMEOUT = 10.0
WANTED = (READ_CREDENTIALS, WRITE_CREDENTIALS, OFFLINE)
_VISIBLE = re.compile(r"[\x21-\x7e]{1,4096}").fullmatch
_LINK = re.compile(r'<([^<>]{1,2000})>\s*((?:;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^;,"\s]+)\s*)*)')


@dataclass(frozen=True)
class Description:
    """What a platform says of its API, as far as it is used. `endpoints` are addresses by what they are for."""

    api_url: str
    name: str
    endpoints: Mapping[str, str]
    scopes: Sequence[str]


@dataclass(frozen=True)
class Registration:
    """What this site is called there; a secret may be missing, and may end."""

    client_id: str
    secret: str = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True)
class Tokens:
    """What a permission consists of for a while."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime
    scope: str


@dataclass(frozen=True)
class Page:
    """Badges as they came, the address of the next page, and how many there are in all where that is said."""

    badges: Sequence[bytes]
    next_url: str
    total: int | None


def read_description(address: str) -> Description:
    """This function will read the description of the platform at `address`, its site or its API; raises PlatformFault."""
    api_url = _api_url(address)
    try:
        fetched = retrieve(
            f"{api_url}/discovery",
            allow=_allow(),
            max_bytes=MOST_BYTES,
            timeout=TIMEOUT,
            accept="application/json",
            same_site=True,
        )
    except FetchError as error:
        raise PlatformFault(
            _("No service description of the Open Badges API was found: %(fault)s")
            % {"fault": plain(FAULTS.in_words(str(error)))}
        ) from error
    said = _parsed(fetched.content)
    scheme = _scheme(said)
    flow = _object(_object(scheme.get("flows")).get("authorizationCode"))
    info = _object(said.get("info"))
    token = _endpoint(flow.get("tokenUrl"), "tokenUrl", api_url)
    endpoints = {
        "authorization": _endpoint(flow.get("authorizationUrl"), "authorizationUrl", api_url),
        "token": token,
        "refresh": _endpoint(flow.get("refreshUrl") or token, "refreshUrl", api_url),
        "registration": _endpoint(
            scheme.get("x-imssf-registrationUrl") or info.get("x-imssf-registrationUrl"),
            "x-imssf-registrationUrl",
            api_url,
        ),
    }
    if revocation := flow.get("x-imssf-revocationUrl") or scheme.get("x-imssf-revocationUrl"):
        endpoints["revocation"] = _endpoint(revocation, "x-imssf-revocationUrl", api_url)
    scopes = [name for name in WANTED if name in _object(flow.get("scopes"))]
    if not {READ_CREDENTIALS, WRITE_CREDENTIALS} & set(scopes):
        raise PlatformFault(_("The platform lets others neither read badges nor put any."))
    name = _line(scheme.get("x-imssf-name")) or _line(info.get("title")) or str(urlsplit(api_url).hostname)
    return Description(api_url, name, endpoints, scopes)


def register(description: Description, *, redirect_uri: str, now: datetime) -> Registration:
    """This function will make this site known to a platform; raises PlatformFault."""
    url = settings.OPENLAUREL_URL
    body = {
        "client_name": f"OpenLaurel ({urlsplit(url).netloc})",
        "client_uri": f"{url}/",
        "logo_uri": f"{url}/static/mark.svg",
        "tos_uri": f"{url}/about/platforms",
        "policy_uri": f"{url}/about/platforms",
        "software_id": "openlaurel",
        "software_version": __version__,
        "redirect_uris": [redirect_uri],
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": " ".join(description.scopes),
    }
    answer = _ask(
        "POST",
        description.endpoints["registration"],
        orjson.dumps(body),
        {"content-type": "application/json"},
    )
    if answer.status not in {200, 201}:
        raise _oauth_fault(answer, _("The platform didn't let this site register."))
    said = _parsed(answer.content)
    secret = said.get("client_secret", "")
    if not _is_visible(said.get("client_id")) or len(said["client_id"]) > 500:
        raise PlatformFault(_("The platform's answer to the registration names no client_id."))
    if secret and not _is_visible(secret):
        raise PlatformFault(_("The platform's answer to the registration holds no usable secret."))
    ends = said.get("client_secret_expires_at")
    expires = now + _seconds(ends - now.timestamp()) if _is_number(ends) and ends > 0 else None
    return Registration(said["client_id"], secret, expires)


def exchange(
    endpoint: str,
    client: Registration,
    *,
    code: str,
    verifier: str,
    redirect_uri: str,
    scope: str,
    now: datetime,
) -> Tokens:
    """This function will return the tokens for a code; raises PlatformFault."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "code_verifier": verifier,
    }
    return _tokens(endpoint, client, form, scope, now)


def refresh(endpoint: str, client: Registration, *, token: str, scope: str, now: datetime) -> Tokens:
    """This function will return the next tokens; raises PermissionLost where the platform gives none any more."""
    form = {"grant_type": "refresh_token", "refresh_token": token, "scope": scope}
    return _tokens(endpoint, client, form, scope, now, former=token)


def revoke(endpoint: str, client: Registration, token: str, kind: str) -> None:
    """This function will end a permission at the platform; raises PlatformFault."""
    answer = _post_form(endpoint, client, {"token": token, "token_type_hint": kind})
    if answer.status != 200:
        raise _oauth_fault(answer, _("The platform didn't end the permission."))


def plain(words: str) -> str:
    """This function will return a sentence of a page as plain text."""
    return unescape(strip_tags(words))


def first_page(api_url: str) -> str:
    """This function will return the address of the first page of a person's badges."""
    return f"{api_url}/credentials?{urlencode({'limit': PAGE, 'offset': 0})}"


def get_credentials(api_url: str, url: str, token: str) -> Page:
    """This function will return the page of badges at `url`, which is one of `api_url`; raises PlatformFault."""
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    answer = _ask("GET", url, None, headers, max_bytes=MOST_A_PAGE)
    _check_status(answer, {200})
    said = _parsed(answer.content, most=MOST_A_PAGE)
    documents, tokens = said.get("credential") or [], said.get("compactJwsString") or []
    if (
        not isinstance(documents, list)
        or not isinstance(tokens, list)
        or not all(isinstance(one, str) for one in tokens)
    ):
        raise PlatformFault(_("The platform answered with something else than a page of badges."))
    # Written anew: no signature depends on the spaces between, nor on how a number is written.
    badges = [json.dumps(one, ensure_ascii=False).encode() for one in documents]
    badges += [one.encode("utf-8", "replace") for one in tokens]
    count = answer.headers.get("x-total-count", "")
    total = int(count) if count.isascii() and count.isdecimal() and len(count) < 7 else None
    return Page(badges, _next(answer.headers.get("link", ""), url, api_url), total)


def upsert_credential(api_url: str, token: str, badge: bytes, *, is_jwt: bool) -> bool:
    """This function will send a badge, and say whether it is new there; raises Refused when the platform doesn't take it."""
    headers = {
        "authorization": f"Bearer {token}",
        "accept": "application/json, text/plain",
        "content-type": "text/plain" if is_jwt else "application/json",
    }
    answer = _ask("POST", f"{api_url}/credentials", badge, headers, max_bytes=MOST_A_BADGE + MOST_BYTES)
    if answer.status in {400, 403, 404, 406, 409, 413, 415, 422} and not _lacks_scope(answer):
        raise Refused(_described(answer))
    _check_status(answer, {200, 201})
    return answer.status == 201


def _api_url(address: str) -> str:
    address = address.strip().partition("#")[0].partition("?")[0].rstrip("/").removesuffix("/discovery")
    parts = urlsplit(address)
    if parts.netloc == urlsplit(settings.OPENLAUREL_URL).netloc:
        raise PlatformFault(_("This is the site that you are on. Enter the address of another one."))
    _check_https(address, _("The address"))
    return address if address.endswith(BASE) else f"{address}{BASE}"


def _check_https(url: str, what: str) -> None:
    try:
        parts = urlsplit(url)
        allowed = parts.scheme == "https" or (parts.scheme == "http" and host_and_port(parts) in _allow())
    except (ValueError, KeyError):
        allowed = False
    if not allowed or not parts.hostname or "@" in parts.netloc:
        raise PlatformFault(
            _("%(what)s must begin with https://, so that nobody on the way can read along.") % {"what": what}
        )


def _endpoint(url: Any, name: str, api_url: str) -> str:
    """An absolute address, or one that is relative to the API's, as OpenAPI allows; never one of this site."""
    if (
        not isinstance(url, str)
        or not url
        or len(url) > 500
        or not url.isascii()
        or not url.isprintable()
        or " " in url
    ):
        raise PlatformFault(_("The platform's description lacks %(name)s.") % {"name": name})
    whole = urljoin(f"{api_url}/", url)
    _check_https(whole, name)
    if "#" in whole:
        raise PlatformFault(_("The platform's description lacks %(name)s.") % {"name": name})
    if urlsplit(whole).netloc.lower() in {
        urlsplit(base).netloc.lower() for base in settings.INSTALLATION.urls
    }:
        raise PlatformFault(
            _("The platform's description leads back to this site (%(name)s), which isn't followed.")
            % {"name": name}
        )
    return whole


def _scheme(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The security scheme of OAuth 2; the standard calls it OAuth2ACG."""
    schemes = _object(_object(said.get("components")).get("securitySchemes"))
    found = [_object(schemes.get("OAuth2ACG")), *map(_object, schemes.values())]
    for scheme in found:
        if _object(_object(scheme.get("flows")).get("authorizationCode")):
            return scheme
    raise PlatformFault(_("The platform's description says nothing of OAuth 2, by which badges are reached."))


def _tokens(
    endpoint: str, client: Registration, form: Mapping[str, str], scope: str, now: datetime, former: str = ""
) -> Tokens:
    answer = _post_form(endpoint, client, form)
    if answer.status != 200:
        code = _oauth_code(answer)
        if former and (
            code in {"invalid_grant", "invalid_client", "unauthorized_client"} or answer.status == 401
        ):
            raise PermissionLost(_("The platform doesn't know the permission any more. Allow it anew."))
        raise _oauth_fault(answer, _("The platform gave no access."))
    said = _parsed(answer.content)
    access, renewed = said.get("access_token"), said.get("refresh_token") or former
    if not _is_visible(access) or str(said.get("token_type", "")).lower() != "bearer":
        raise PlatformFault(_("The platform's answer holds no access token that can be used."))
    if renewed and not _is_visible(renewed):
        raise PlatformFault(_("The platform's answer holds no access token that can be used."))
    lives = said.get("expires_in")
    given = said.get("scope", scope)
    granted = " ".join(name for name in WANTED if isinstance(given, str) and name in given.split())
    if not {READ_CREDENTIALS, WRITE_CREDENTIALS} & set(granted.split()):
        raise PlatformFault(_("The platform allowed nothing of what was asked for."))
    return Tokens(access, renewed, now + _seconds(lives if _is_number(lives) else 3600), granted)


def _post_form(endpoint: str, client: Registration, form: Mapping[str, str]) -> Answered:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    if client.secret:  # RFC 6749, 2.3.1
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form = {**form, "client_id": client.client_id}
    return _ask("POST", endpoint, urlencode(form).encode(), headers)


def _ask(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], max_bytes: int = MOST_BYTES
) -> Answered:
    try:
        return ask(method, url, body, headers=headers, allow=_allow(), timeout=TIMEOUT, max_bytes=max_bytes)
    except FetchError as error:
        raise PlatformFault(plain(FAULTS.in_words(str(error)))) from error


def _check_status(answer: Answered, expected: Collection[int]) -> None:
    """What each status means to whoever waits for the badges (Open Badges 3.0.3, Imsx_StatusInfo)."""
    if answer.status in expected:
        return
    if answer.status == 401:
        raise PermissionLost(_("The platform doesn't know the permission any more. Allow it anew."))
    said = _described(answer)
    if answer.status == 403:
        raise PermissionLost(_("The platform says that this wasn't allowed: %(said)s") % {"said": said})
    if answer.status in {429, 503}:
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 6 else 60
        raise PlatformBusy(
            _("The platform is asked too often at the moment. Go on in %(seconds)s seconds.")
            % {"seconds": seconds}
        )
    if answer.status >= 500:
        raise PlatformFault(
            _("The platform has a fault of its own: %(said)s Try again later.") % {"said": said}
        )
    raise PlatformFault(_("The platform didn't answer as the standard says: %(said)s") % {"said": said})


def _described(answer: Answered) -> str:
    """What the platform says of a refusal, on one line, with the status."""
    try:
        said = _object(parse_json(answer.content))
    except CredentialsError:
        said = {}
    fields = _object(said.get("imsx_codeMinor")).get("imsx_codeMinorField")
    codes = (
        [_line(_object(one).get("imsx_codeMinorFieldValue")) for one in fields]
        if isinstance(fields, list)
        else []
    )
    parts = [*codes[:3], _line(said.get("imsx_description"))]
    text = ": ".join(part for part in parts if part)
    return f"{text or _('no reason given')} ({answer.status})"[:400]


def _lacks_scope(answer: Answered) -> bool:
    return answer.status == 403 and "insufficient_scope" in answer.headers.get("www-authenticate", "")


def _oauth_code(answer: Answered) -> str:
    try:
        return _line(_object(parse_json(answer.content)).get("error"))
    except CredentialsError:
        return ""


def _oauth_fault(answer: Answered, sentence: str) -> PlatformFault:
    """With what the platform says of it (RFC 6749, 5.2; RFC 7591, 3.2.2)."""
    try:
        said = _object(parse_json(answer.content))
    except CredentialsError:
        said = {}
    text = ": ".join(filter(None, (_line(said.get("error")), _line(said.get("error_description")))))
    return PlatformFault(f"{sentence} {text or _('no reason given')} ({answer.status})"[:400])


def _next(header: str, url: str, api_url: str) -> str:
    """The address of the next page (RFC 8288), which must be one of the same API."""
    for target, parameters in _LINK.findall(header[:10_000]):
        relations = re.findall(r'rel\s*=\s*"?([^";]+)', parameters)
        if not any("next" in one.lower().split() for one in relations):
            continue
        whole = urljoin(url, target)
        if not whole.startswith(f"{api_url}/credentials?"):
            raise PlatformFault(
                _("The platform's next page lies elsewhere, where the permission isn't sent.")
            )
        return whole[:2000]
    return ""


def _parsed(content: bytes, most: int = MOST_BYTES) -> Mapping[str, Any]:
    try:
        said = parse_json(content, max_bytes=most)
    except CredentialsError as error:
        raise PlatformFault(
            _("The platform answered with something else than JSON: %(fault)s")
            % {"fault": plain(FAULTS.in_words(str(error)))}
        ) from error
    if not isinstance(said, dict):
        raise PlatformFault(_("The platform answered with something else than a JSON object."))
    return said


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _line(value: Any) -> str:
    return " ".join(value.replace("\0", "").split())[:200] if isinstance(value, str) else ""


def _is_visible(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and _VISIBLE(value) is not None


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=min(max(float(count), 0.0), 10 * 365 * 86_400.0))


def _allow() -> Collection[str]:
    allowed: Collection[str] = settings.OPENLAUREL_FETCH_ALLOW
    return allowed

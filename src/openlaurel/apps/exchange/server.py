"""The authorization server (RFC 6749, RFC 7636, RFC 7009), in the narrow form that Open Badges 3.0.3 allows.

Authlib keeps to the protocol; here stand what is stored and what is stricter: PKCE by S256 always, secrets as hashes,
each code and refresh token once, and all that goes back to one permission ended when one is used twice.
"""

# Authlib has no types: what comes from it is Any.
from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid4

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from django.http import HttpRequest
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import BASIC, Access, Code, Platform, hash_of
from openlaurel.apps.exchange.scopes import OFFLINE, SCOPES
from openlaurel.apps.exchange.services.access import end_family

CODE_LIVES, ACCESS_LIVES = timedelta(minutes=10), timedelta(hours=1)


class _Request(DjangoOAuth2Request):
    """Authlib refuses plain http; an installation without TLS is only ever one on its own machine."""

    def __init__(self, request: HttpRequest) -> None:
        uri = urlunsplit(urlsplit(request.build_absolute_uri())._replace(scheme="https"))
        OAuth2Request.__init__(self, method=request.method, uri=uri, headers=request.headers)
        self.payload = DjangoOAuth2Payload(request)
        self._request = request


class _Server(AuthorizationServer):
    def load_config(self, config: dict[str, Any]) -> None:
        own = {"refresh_token_generator": True, "scopes_supported": list(SCOPES)}
        lives = {"authorization_code": int(ACCESS_LIVES.total_seconds())}
        super().load_config(
            own | {"token_expires_in": lives | {"refresh_token": lives["authorization_code"]}}
        )

    def create_oauth2_request(self, request: HttpRequest) -> Any:
        return request if isinstance(request, OAuth2Request) else _Request(request)

    def query_client(self, client_id: str) -> Platform | None:
        try:
            return Platform.objects.filter(pk=UUID(hex=client_id)).first()
        except ValueError:
            return None

    def save_token(self, token: dict[str, Any], request: Any) -> Access:
        now = timezone.now()
        refresh = token.get("refresh_token")
        before = request.refresh_token or request.authorization_code
        return Access.objects.create(
            platform=request.client,
            account=request.user,
            family=before.family,
            scope=token["scope"],
            token_hash=hash_of(token["access_token"]),
            refresh_hash=hash_of(refresh) if refresh else None,
            given_at=now,
            expires_at=now + timedelta(seconds=token["expires_in"]),
        )


class _Challenge(CodeChallenge):
    """PKCE always, and by SHA-256 only (Open Badges 3.0.3, "Authorization Request")."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("'code_challenge' is needed, with 'code_challenge_method' S256.")
        if not data.get("state"):
            raise InvalidRequestError("'state' is needed.")
        super().validate_code_challenge(grant, redirect_uri)


class _ByCode(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = (BASIC,)

    def create_authorization_response(self, redirect_uri: str, grant_user: Account | None) -> Any:
        """With `scope`, which the standard asks for beside code and state."""
        status, body, headers = super().create_authorization_response(redirect_uri, grant_user)
        extra = urlencode({"scope": self.request.scope})
        return (
            status,
            body,
            [(name, f"{value}&{extra}" if name == "Location" else value) for name, value in headers],
        )

    def save_authorization_code(self, code: str, request: Any) -> None:
        Code.objects.create(
            secret_hash=hash_of(code),
            platform=request.client,
            account=request.user,
            family=uuid4(),
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            code_challenge=request.payload.data["code_challenge"],
            expires_at=timezone.now() + CODE_LIVES,
        )

    def query_authorization_code(self, code: str, client: Platform) -> Code | None:
        """The code, used up by this very question, so that a second one that comes at once finds none."""
        now = timezone.now()
        rows = Code.objects.filter(secret_hash=hash_of(code), platform=client)
        if rows.filter(used_at=None, expires_at__gt=now).update(used_at=now):
            return rows.select_related("account").get()
        for used in rows.exclude(used_at=None):
            end_family(used.family, now=now)
        return None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It stays until it is forgotten: one that is used again must be known."""

    def authenticate_user(self, authorization_code: Code) -> Account | None:
        account = authorization_code.account
        return account if account.is_active else None


class _ByRefresh(RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = (BASIC,)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Access | None:
        rows = Access.objects.select_for_update(of=("self",)).select_related("account")
        access = rows.filter(refresh_hash=hash_of(refresh_token), ended_at=None).first()
        if access is not None and access.refreshed_at is not None:
            end_family(access.family, now=timezone.now())
            return None
        return access if access is not None and OFFLINE in access.scope.split() else None

    def authenticate_user(self, refresh_token: Access) -> Account | None:
        return refresh_token.account if refresh_token.account.is_active else None

    def revoke_old_credential(self, refresh_token: Access) -> None:
        refresh_token.refreshed_at = timezone.now()
        refresh_token.save(update_fields=["refreshed_at"])


class _Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = (BASIC,)

    def query_token(self, token_string: str, token_type_hint: str | None) -> Access | None:
        secret = hash_of(token_string)
        rows = Access.objects.filter(ended_at=None)
        return rows.filter(token_hash=secret).first() or rows.filter(refresh_hash=secret).first()

    def revoke_token(self, token: Access, request: Any) -> None:
        end_family(token.family, now=timezone.now())


@cache
def server() -> Any:
    """This function will return the authorization server, made once."""
    made = _Server(Platform, Access)
    made.register_grant(_ByCode, [_Challenge(required=True)])
    made.register_grant(_ByRefresh)
    made.register_endpoint(_Revocation)
    return made

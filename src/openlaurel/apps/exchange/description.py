"""The Service Description Document (Open Badges 3.0.3, "Request the Service Description Document"): OpenAPI 3.0."""

from typing import Any

from openlaurel.apps.exchange.scopes import (
    DESCRIPTIONS,
    READ_CREDENTIALS,
    READ_PROFILE,
    WRITE_CREDENTIALS,
    WRITE_PROFILE,
)

BASE = "/ims/ob/v3p0"
_JSON = "application/json"


def service_description(url: str, version: str) -> dict[str, Any]:
    """This function will return the description of the service at the installation's address `url`."""
    policy = {"x-imssf-privacyPolicyUrl": f"{url}/about/platforms#privacy"}
    registration = {"x-imssf-registrationUrl": f"{url}{BASE}/register"}
    return {
        "openapi": "3.0.1",
        "info": {
            "title": "OpenLaurel",
            "version": version,
            "description": "Badges of one person's wallet, read and written by the platforms that they allow.",
            "termsOfService": f"{url}/about/platforms#terms",
            **policy,
        },
        "servers": [{"url": f"{url}{BASE}"}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "OAuth2ACG": {
                    "type": "oauth2",
                    "description": "OAuth 2.0 Authorization Code Grant with PKCE by S256.",
                    "x-imssf-name": "OpenLaurel",
                    "x-imssf-termsOfServiceUrl": f"{url}/about/platforms#terms",
                    **policy,
                    **registration,
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": f"{url}{BASE}/authorize",
                            "tokenUrl": f"{url}{BASE}/token",
                            "refreshUrl": f"{url}{BASE}/token",
                            "x-imssf-revocationUrl": f"{url}{BASE}/revoke",
                            "scopes": DESCRIPTIONS,
                        }
                    },
                }
            },
            "schemas": _SCHEMAS,
        },
    }


def _paths() -> dict[str, Any]:
    page = [
        _query(
            "limit",
            {"type": "integer", "minimum": 1},
            "The maximum number of credentials to return per page.",
        ),
        _query("offset", {"type": "integer", "minimum": 0}, "The index of the first credential to return."),
        _query("since", {"type": "string", "format": "date-time"}, "Only those issued after this timestamp."),
    ]
    either = {_JSON: _ref("AchievementCredential"), "text/plain": {"schema": {"type": "string"}}}
    return {
        "/credentials": {
            "get": _operation(
                "getCredentials", READ_CREDENTIALS, 200, _ref("GetOpenBadgeCredentialsResponse")
            )
            | {"parameters": page},
            "post": _operation("upsertCredential", WRITE_CREDENTIALS, 201, _ref("AchievementCredential"))
            | {"requestBody": {"required": True, "content": either}},
        },
        "/profile": {
            "get": _operation("getProfile", READ_PROFILE, 200, _ref("Profile")),
            "put": _operation("putProfile", WRITE_PROFILE, 200, _ref("Profile"))
            | {"requestBody": {"required": True, "content": {_JSON: _ref("Profile")}}},
        },
        "/discovery": {
            "get": {
                "operationId": "getServiceDescription",
                "security": [],
                "responses": {"200": {"description": "This document."}},
            }
        },
    }


def _operation(name: str, scope: str, status: int, schema: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        str(code): {"description": DESCRIPTIONS[scope], "content": {_JSON: schema}}
        for code in ({200, status} if status == 201 else {status})
    }
    failure = {"description": "Why it was refused.", "content": {_JSON: _ref("Imsx_StatusInfo")}}
    return {
        "operationId": name,
        "security": [{"OAuth2ACG": [scope]}],
        "responses": answers | {"default": failure},
    }


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _ref(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


_SCHEMAS: dict[str, Any] = {
    "AchievementCredential": {
        "type": "object",
        "required": ["@context", "id", "type", "issuer", "credentialSubject"],
    },
    "Profile": {"type": "object", "required": ["id", "type"]},
    "GetOpenBadgeCredentialsResponse": {
        "type": "object",
        "properties": {
            "credential": {"type": "array", "items": {"$ref": "#/components/schemas/AchievementCredential"}},
            "compactJwsString": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Imsx_StatusInfo": {
        "type": "object",
        "required": ["imsx_codeMajor", "imsx_severity"],
        "properties": {
            "imsx_codeMajor": {"type": "string", "enum": ["failure", "processing", "success", "unsupported"]},
            "imsx_severity": {"type": "string", "enum": ["error", "status", "warning"]},
            "imsx_description": {"type": "string"},
            "imsx_codeMinor": {"type": "object"},
        },
    },
}

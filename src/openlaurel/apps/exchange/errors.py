"""What is answered when a request of the Open Badges API can't be done (Open Badges 3.0.3, Imsx_StatusInfo)."""

from typing import Any, Literal

CodeMinor = Literal[
    "forbidden",
    "internal_server_error",
    "invalid_data",
    "invalid_query_parameter",
    "not_acceptable",
    "not_found",
    "server_busy",
    "unauthorizedrequest",
]


class StatusInfo(Exception):
    """A refusal in the standard's own words; `status` is of HTTP, `code` the kind, `scope` what would have been needed."""

    def __init__(self, status: int, code: CodeMinor, description: str, *, scope: str = "") -> None:
        super().__init__(description)
        self.status, self.code, self.description, self.scope = status, code, description, scope

    def as_json(self) -> dict[str, Any]:
        """This function will return the Imsx_StatusInfo object."""
        field = {"imsx_codeMinorFieldName": "OpenLaurel", "imsx_codeMinorFieldValue": self.code}
        return {
            "imsx_codeMajor": "failure",
            "imsx_severity": "error",
            "imsx_description": self.description,
            "imsx_codeMinor": {"imsx_codeMinorField": [field]},
        }


class InvalidMetadata(Exception):
    """What a platform says about itself can't be registered; `code` is an error of RFC 7591, 3.2.2."""

    def __init__(
        self, code: Literal["invalid_redirect_uri", "invalid_client_metadata"], description: str
    ) -> None:
        super().__init__(description)
        self.code = code


class PlatformFault(Exception):
    """Another platform can't be reached, or doesn't do what the standard says; the message is for the holder to read."""


class PermissionLost(PlatformFault):
    """What the holder allowed there doesn't count any more: it has to be allowed anew."""


class PlatformBusy(PlatformFault):
    """It asks to wait."""


class Refused(PlatformFault):
    """It doesn't take one badge; the message is what it says."""


class ConnectionRefused(Exception):
    """What is asked of a connection can't be done now; the message says why and what to do."""

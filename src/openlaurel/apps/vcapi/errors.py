"""VcApiError is the base; `status` is what the answer has as its HTTP status."""


class VcApiError(Exception):
    """A request of the VC API can't be answered with what it asks for."""

    status = 400


class BadRequest(VcApiError):
    """The request isn't one of the VC API's."""


class RequestTooLarge(VcApiError):
    """The request has more bytes than are read."""

    status = 413


class NotConforming(VcApiError):
    """What came isn't a credential or presentation of VC Data Model 2.0, or can't be signed."""

    status = 422

"""The HTTP API: one OpenAPI document, each app's router in its place, and every error as problem+json."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from openlaurel import __version__
from openlaurel.apps.catalog.api import router as achievements
from openlaurel.apps.catalog.api_families import router as families
from openlaurel.apps.catalog.services import CatalogError, InvalidDefinition
from openlaurel.apps.certificates.api import designs, signatures
from openlaurel.apps.certificates.services import CertificateError
from openlaurel.apps.desk.api import router as bulk
from openlaurel.apps.desk.errors import DeskError, InvalidAction
from openlaurel.apps.figures.api import router as figures
from openlaurel.apps.figures.api_reports import router as report_plans
from openlaurel.apps.figures.errors import InvalidReportPlan
from openlaurel.apps.issuing.api import router as awards
from openlaurel.apps.issuing.api_corrections import router as corrections
from openlaurel.apps.issuing.api_planned import awards as planned_awards
from openlaurel.apps.issuing.api_planned import rosters as planned_rosters
from openlaurel.apps.issuing.api_suspensions import router as suspensions
from openlaurel.apps.issuing.errors import InvalidAward, IssuingError, NotIssuable
from openlaurel.apps.letters.api import mails, suppressions
from openlaurel.apps.offers import api as offers
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.portfolio.api import router as people
from openlaurel.apps.profiles.access import ApiKeyAuth, NobodyAuth, TooManyRequests
from openlaurel.apps.profiles.api import audit, keys
from openlaurel.apps.profiles.api_brand import router as brand
from openlaurel.apps.profiles.api_parts import NamesNothing
from openlaurel.apps.profiles.policies import NotAllowed, NotAMember
from openlaurel.apps.profiles.services import InvalidDetails, KeyUsedForAnother
from openlaurel.apps.programmes.api import router as programmes
from openlaurel.apps.programmes.services import InvalidProgramme, ProgrammeError
from openlaurel.apps.verifier.api import router as verify
from openlaurel.apps.verifier.api_many import router as verify_many
from openlaurel.apps.verifier.errors import NotObtained, TooLarge, Unreadable, VerifierError
from openlaurel.apps.verifier.limits import TooOften
from openlaurel.apps.webhooks.api import router as webhooks
from openlaurel.apps.webhooks.services import InvalidEndpoint
from openlaurel.web.api_reading import HoldsNul, NotReadable, StrictParser
from openlaurel.web.errors import problem


class Api(NinjaAPI):
    """An OpenAPI document that says of errors what they are sent as."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The function's name alone, by which clients made from the document call it; a test keeps it unique."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        scopes = {
            operation.operation_id or self.get_openapi_operation_id(operation): auth.scope.value
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
            for auth in operation.auth_callbacks
            if isinstance(auth, ApiKeyAuth)
        }
        for path in schema["paths"].values():
            for operation in path.values():
                if scope := scopes.get(operation["operationId"]):
                    operation["security"] = [{"ApiKeyAuth": [scope]}]
                for response in operation["responses"].values():
                    content = response.get("content", {})
                    if "Problem" in str(content.get("application/json")):
                        content["application/problem+json"] = content.pop("application/json")
                    elif "binary" in str(content.get("application/json", {}).get("schema", {}).get("format")):
                        content["application/octet-stream"] = content.pop("application/json")
        return schema


api = Api(
    title="OpenLaurel",
    version=__version__,
    description=(
        "Lists are paged by `limit` (1 to 100, otherwise 50) and `offset`; `count` is the number of all matches, and a "
        "page behind the last one is empty. Errors are `application/problem+json` (RFC 9457). What belongs to "
        "an organisation needs its API key as `Authorization: Bearer olk_…`, with the scope that the operation names in "
        "`security`. 429 says in `Retry-After` how many seconds to wait."
    ),
    auth=NobodyAuth(),
    parser=StrictParser(),
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/achievements", achievements)
api.add_router("/awards", awards)
api.add_router("/awards", corrections)
api.add_router("/awards", suspensions)
api.add_router("/bulk", bulk)
api.add_router("/planned-awards", planned_awards)
api.add_router("/planned-rosters", planned_rosters)
api.add_router("/claim-codes", offers.claim_codes)
api.add_router("/redemptions", offers.redemptions)
api.add_router("/openings", offers.openings)
api.add_router("/applications", offers.applications)
api.add_router("/rules", offers.rules)
api.add_router("/programmes", programmes)
api.add_router("/badge-families", families)
api.add_router("/brand", brand)
api.add_router("/certificates", designs)
api.add_router("/signatures", signatures)
api.add_router("/figures", figures)
api.add_router("/figures", report_plans)
api.add_router("/people", people)
api.add_router("/verify", verify)
api.add_router("/verify/many", verify_many)
api.add_router("/keys", keys)
api.add_router("/audit", audit)
api.add_router("/webhooks", webhooks)
api.add_router("/mails", mails)
api.add_router("/suppressions", suppressions)

NOT_VERIFIED: dict[type[VerifierError], tuple[int, str]] = {
    Unreadable: (400, "This can't be read as a badge"),
    TooLarge: (413, "This is larger than a badge can be"),
    NotObtained: (422, "No badge could be got from this address"),
}


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: Exception) -> HttpResponse:
    response = problem(
        401,
        _("This needs an API key"),
        _("Send a valid key of the organisation as “Authorization: Bearer olk_…”. Its workspace makes keys."),
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(403, _("The key does not allow this"), str(error))


@api.exception_handler(NotAMember)
@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, _("There is nothing at this address"), _("Check the address and the id in it."))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"field": _named(item["loc"]), "message": item["msg"]} for item in error.errors]
    return problem(422, _("The request can't be used"), errors=errors)


def _named(place: tuple[str | int, ...]) -> str:
    """A field by the name that the services, too, give it: ninja puts the parameter that holds the body before it."""
    parts = place[2:] if place[0] == "body" and len(place) > 2 else place[1:]
    return ".".join(str(part) for part in parts)


@api.exception_handler(InvalidDetails)
@api.exception_handler(InvalidEndpoint)
@api.exception_handler(InvalidAction)
@api.exception_handler(InvalidOffer)
@api.exception_handler(InvalidProgramme)
@api.exception_handler(InvalidDefinition)
@api.exception_handler(InvalidReportPlan)
def invalid_details(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"field": field, "message": message} for field, message in error.problems.items()]
    return problem(422, _("The request can't be used"), str(error), errors=errors)


@api.exception_handler(NotOffered)
@api.exception_handler(ProgrammeError)
@api.exception_handler(CatalogError)
@api.exception_handler(CertificateError)
@api.exception_handler(KeyUsedForAnother)
def stands_in_the_way(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(409, _("Something stands in the way"), str(error))


@api.exception_handler(NamesNothing)
def names_nothing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error), errors=[{"field": error.field, "message": str(error)}])


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What ninja says of a body that its parser refused is less than what the parser said."""
    cause = error.__cause__
    if isinstance(cause, HoldsNul):
        errors = [{"field": cause.field, "message": str(cause)}]
        return problem(422, _("The request can't be used"), str(cause), errors=errors)
    if isinstance(cause, NotReadable):
        return problem(400, _("This request can't be read"), str(cause))
    return problem(error.status_code, str(error))


@api.exception_handler(VerifierError)
def not_verified(request: HttpRequest, error: Exception) -> HttpResponse:
    status, title = next(said for kind, said in NOT_VERIFIED.items() if isinstance(error, kind))
    return problem(status, title, str(error))


@api.exception_handler(IssuingError)
def not_issued(request: HttpRequest, error: Exception) -> HttpResponse:
    """What can't be signed is 422; what another request or state stands in the way of is 409."""
    if isinstance(error, InvalidAward):
        errors = [{"field": field, "message": message} for field, message in error.problems.items()]
        return problem(422, _("The request can't be used"), str(error), errors=errors)
    if isinstance(error, NotIssuable):
        return problem(422, _("This micro-credential can't be issued"), str(error))
    return problem(409, _("Something stands in the way"), str(error))


@api.exception_handler(DeskError)
def not_possible_in_bulk(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(409, _("Something stands in the way"), str(error))


@api.exception_handler(TooManyRequests)
@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(429, "Too many requests", str(error))
    response["Retry-After"] = str(error.wait)
    return response

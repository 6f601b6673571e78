"""Static files, as servestatic finds and describes them, answered without an event loop."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StaticFiles:
    """Answers with the static file at an address; where there is none the site does.

    Servestatic's own middleware is asynchronous only: each request, to a page too, would begin an event loop and a thread.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.known = ServeStaticMiddleware(_nothing)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known, path = self.known, request.path_info
        file = known.find_file(path) if known.autorefresh else known.files.get(path)
        if file is None:
            return self.get_response(request)
        answer = file.get_response(request.method, request.META)
        response = _File(answer.file or (), status=int(answer.status))
        del response["Content-Type"]
        for name, value in answer.headers:
            if value is not None:
                response[name] = value
        return response


class _File(FileResponse):
    """A file whose header fields are known already."""

    def set_headers(self, filelike: Any) -> None:
        pass


async def _nothing(request: HttpRequest) -> HttpResponseBase:
    raise NotImplementedError("Only what servestatic knows of the files is used.")

"""Other people's web sites, for tests: real servers on this machine's loopback address."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

Respond = Callable[[BaseHTTPRequestHandler], None]
Page = bytes | Respond


class Site:
    """`pages` maps paths to bodies, or to functions that answer as they like; it may be changed while the site runs."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str, pages: dict[str, Page]) -> None:
        self.port = server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.allow = {f"127.0.0.1:{self.port}"}
        self.pages = pages
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def running_site(pages: Mapping[str, Page] | None = None, *, tls: SSLContext | None = None) -> Iterator[Site]:
    """This function will serve `pages` until the block ends; what isn't there is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            self.answer()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            site.posted.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.answer()

        def answer(self) -> None:
            page = site.pages.get(self.path)
            if callable(page):
                page(self)
            elif page is None:
                self.send_error(404)
            else:
                send(page)(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # the client went away, as tests make it do

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server, "https" if tls else "http", dict(pages or {}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(body: bytes, *, status: int = 200, **headers: str) -> Respond:
    """This function will return an answer with `body` and headers (`content_type="text/html"`)."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def redirect(location: str, status: int = 302) -> Respond:
    """This function will return an answer that leads elsewhere."""
    return send(b"", status=status, location=location)

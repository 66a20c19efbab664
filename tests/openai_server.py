"""An OpenAI-compatible server on the loopback address that does as it is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """How a request is answered.

    ``pieces`` are streamed with ``pause`` seconds before each, the first after ``wait``; with
    ``cut`` the connection breaks after so many. ``body`` is sent in their place when ``status`` is
    no 200.
    """

    pieces: Sequence[str] = ()
    finish: str | None = "stop"
    wait: float = 0.0
    pause: float = 0.0
    cut: int | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None


def error(status: int, message: str, code: str | None = None, **headers: str) -> Reply:
    """A reply that says what is wrong, as OpenAI words it."""
    body = {"error": {"message": message, "code": code, "type": "error", "param": None}}
    return Reply(
        status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def words(text: str) -> list[str]:
    """A text in pieces."""
    return [word + " " for word in text.split(" ")[:-1]] + text.split(" ")[-1:]


def copy(body: dict[str, Any]) -> Reply:
    """Repeat the last message, as a faithful model does."""
    text = body["messages"][-1]["content"].strip()
    return Reply(words(text + "\nEND" if len(body["messages"]) > 2 else text))


class OpenAIServer:
    """Serves ``/v1/models`` and ``/v1/chat/completions``; a context manager.

    Args:
        script: makes a reply of a request's body; the greeting at the start of a run is answered
            by itself unless ``greets`` is false.
        key: what requests must show, if anything.
        models: what it offers; a number: it fails with that status when asked for the list.
        context: tokens that its models read, if it says so.
        posts: replies of other paths, by path: a function of the body to JSON.
    """

    def __init__(
        self,
        script: Callable[[dict[str, Any]], Reply] = copy,
        *,
        key: str = "",
        models: Sequence[str] | int = ("tiny",),
        posts: dict[str, Callable[[dict[str, Any]], Any]] | None = None,
        greets: bool = True,
        context: int = 0,
    ) -> None:
        self.script = script
        self.key = key
        self.models = models
        self.posts = posts or {}
        self.greets = greets
        self.context = context
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.broken = 0
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def address(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        """Listen; on the same port as before after a :meth:`kill`."""
        outer = self

        class Handler(_Handler):
            server_of = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def kill(self) -> None:
        """Go away in the middle of everything."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for each in list(self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> OpenAIServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def chats(self) -> list[dict[str, Any]]:
        """What was asked, the greetings aside."""
        return [body for body in self.requests if not _greeting(body)]


def _greeting(body: dict[str, Any]) -> bool:
    return bool(body.get("messages")) and body["messages"][-1]["content"] == "Hello."


class _Handler(BaseHTTPRequestHandler):
    server_of: OpenAIServer
    protocol_version = "HTTP/1.1"
    _inside = False

    def setup(self) -> None:
        super().setup()
        self.server_of._sockets.add(self.connection)

    def finish(self) -> None:
        self.server_of._sockets.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        fake = self.server_of
        if not self._allowed():
            return
        if self.path != "/v1/models" or isinstance(fake.models, int):
            status = fake.models if isinstance(fake.models, int) else 404
            self._json(status, {"detail": "No list"})
            return
        data = [{"id": m, "object": "model", "created": 0, "owned_by": "me"} for m in fake.models]
        if fake.context:
            data = [{**each, "max_model_len": fake.context} for each in data]
        self._json(200, {"object": "list", "data": data})

    def do_POST(self) -> None:
        fake = self.server_of
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with fake._lock:
            fake.requests.append(body)
            fake.headers.append(dict(self.headers))
        if not self._allowed():
            return
        if self.path in fake.posts:
            self._json(200, fake.posts[self.path](body))
            return
        if self.path != "/v1/chat/completions":
            self._json(404, {"detail": "Not Found"})
            return
        reply = Reply(["Hello"], "length") if fake.greets and _greeting(body) else None
        with fake._lock:
            fake.at_once += 1
            self._inside = True
            fake.most_at_once = max(fake.most_at_once, fake.at_once)
        try:
            self._reply(reply or fake.script(body))
        except OSError:
            fake.broken += 1
            raise
        finally:
            self._leave()

    def _leave(self) -> None:
        """The answer is as good as given: whoever has its end may ask for the next at once."""
        with self.server_of._lock:
            self.server_of.at_once -= self._inside
            self._inside = False

    def _allowed(self) -> bool:
        fake = self.server_of
        if fake.key and self.headers.get("authorization") != f"Bearer {fake.key}":
            given = self.headers.get("authorization", "").removeprefix("Bearer ")
            self._json(
                401, {"error": {"message": f"Incorrect API key: {given}", "code": "bad_key"}}
            )
            return False
        return True

    def _reply(self, reply: Reply) -> None:
        time.sleep(reply.wait)
        if reply.status != 200:
            self._leave()
            self._json(reply.status, reply.body, reply.headers)
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number, piece in enumerate(reply.pieces):
            if number == reply.cut:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            time.sleep(reply.pause)
            self._event({"content": piece}, None)
        self._leave()
        if reply.finish is not None:
            self._event({}, reply.finish)
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {
            "id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny",
            "choices": [choice],
        }  # fmt: skip
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _json(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

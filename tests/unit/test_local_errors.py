"""What a producer reads when the model hub says no, says nothing, or sends half a model.

Each case runs against a real HTTP server on the loopback interface and in a process of its own,
because the hub library reads ``HF_ENDPOINT`` once, when it is imported.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SHA = "0123456789abcdef0123456789abcdef01234567"

FETCH = """
import sys
from pdfclean.errors import ModelError
from pdfclean.llm.hub import fetch

seen = []

def progress(done, total):
    seen.append((done, total))

def check(parameters):
    if parameters > 10**12:
        raise ModelError("Too little memory.")

try:
    files = fetch(sys.argv[1], progress, check)
except ModelError as error:
    print(error)
    sys.exit(4)
else:
    print(files.parameters, seen[-1] if seen else "from the cache")
assert "torch" not in sys.modules and "transformers" not in sys.modules
"""


def run(endpoint: str, home: Path, model_id: str = "owner/name") -> tuple[int, str, float]:
    """Fetch in a fresh process: exit code, what it printed, seconds."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    proxies = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    environment = inherited | proxies | {"HF_ENDPOINT": endpoint, "HF_HOME": str(home)}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", FETCH, model_id],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.strip(), time.monotonic() - start


class Hub(BaseHTTPRequestHandler):
    """A model hub: one model at ``owner/name``, or one answer to everything."""

    status = 200
    code = ""
    files: dict[str, bytes] = {}  # noqa: RUF012 - set anew by each subclass
    parameters = 17

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        if self.status != 200:
            headers = {"X-Error-Code": self.code} if self.code else {}
            self.send(self.status, b"{}", headers, body=body)
        elif path in ("/api/models/owner/name", "/api/models/owner/name/revision/main"):
            self.send(200, json.dumps(self.info()).encode(), {}, body=body)
        elif path.startswith("/api/models/owner/name/tree/"):
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": SHA}
                for name, data in self.files.items()
            ]
            self.send(200, json.dumps(tree).encode(), {}, body=body)
        elif (
            path.startswith("/owner/name/resolve/") and (name := path.split("/")[-1]) in self.files
        ):
            headers = {"X-Repo-Commit": SHA, "ETag": f'"{name}"'}
            self.send(200, self.files[name], headers, body=body)
        else:
            self.send(404, b"{}", {"X-Error-Code": "EntryNotFound"}, body=body)

    def info(self) -> dict[str, object]:
        siblings = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
        weights = {"parameters": {"F32": self.parameters}, "total": self.parameters}
        return {"id": "owner/name", "sha": SHA, "siblings": siblings, "safetensors": weights}

    def send(self, status: int, data: bytes, headers: dict[str, str], *, body: bool) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def hub(**attributes: object) -> Iterator[str]:
    """A running hub's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneHub", (Hub,), attributes))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def weights(side: int = 17) -> bytes:
    header = {"a": {"dtype": "F32", "shape": [side], "data_offsets": [0, 4 * side]}}
    head = json.dumps(header).encode()
    return struct.pack("<Q", len(head)) + head + bytes(4 * side)


WHOLE = {"config.json": b"{}", "tokenizer.json": b"{}", "model.safetensors": weights()}

REFUSALS = {
    "gated, no login": (401, "GatedRepo", ["gated", "huggingface.co/owner/name", "hf auth login"]),
    "gated, not accepted": (403, "GatedRepo", ["gated", "licence", "open models"]),
    "forbidden": (403, "", ["licence", "hf auth login"]),
    "unauthorised": (401, "", ["without a login", "hf auth login", "open models"]),
    "no such model": (404, "RepoNotFound", ["no model called owner/name", "spelling"]),
    "plain 404": (404, "", ["no model called owner/name"]),
    "busy": (503, "", ["503", "Try again later"]),
}


@pytest.mark.parametrize("status, code, words", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_what_to_do(
    tmp_path: Path, status: int, code: str, words: list[str]
) -> None:
    with hub(status=status, code=code) as address:
        exit_code, said, seconds = run(address, tmp_path)
    assert exit_code == 4
    assert all(word in said for word in words), said
    assert "\n" not in said
    assert seconds < 20


def test_a_hub_that_refuses_connections_is_unreachable(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        exit_code, said, seconds = run(f"http://127.0.0.1:{closed.getsockname()[1]}", tmp_path)
    assert exit_code == 4
    assert "cannot be reached" in said and "Check the network" in said
    assert seconds < 20


def test_a_hub_that_never_answers_is_given_up_in_time(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        exit_code, said, seconds = run(f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path)
    assert exit_code == 4
    assert "cannot be reached" in said
    assert seconds < 25


def test_a_name_that_cannot_be_one_is_said_so(tmp_path: Path) -> None:
    exit_code, said, _ = run("http://127.0.0.1:9", tmp_path, "my favourite model!")
    assert exit_code == 4
    assert "owner/name" in said


def test_a_model_is_fetched_with_progress_and_needs_no_network_afterwards(tmp_path: Path) -> None:
    with hub(files=WHOLE) as address:
        exit_code, said, _ = run(address, tmp_path)
    size = sum(map(len, WHOLE.values()))
    assert (exit_code, said) == (0, f"17 ({size}, {size})")
    exit_code, said, _ = run("http://127.0.0.1:9", tmp_path)
    assert (exit_code, said) == (0, "17 from the cache")


OFFERS = {
    "pickles only": ({"config.json": b"{}", "pytorch_model.bin": b"x"}, 1, "no .safetensors"),
    "GGUF only": ({"model-q4.gguf": b"x"}, 1, "owner/name/model-q4.gguf"),
    "too large for the memory": (WHOLE, 10**13, "Too little memory."),
    "damaged": ({**WHOLE, "model.safetensors": weights()[:-1]}, 17, "damaged"),
}


@pytest.mark.parametrize("files, parameters, words", OFFERS.values(), ids=OFFERS)
def test_a_model_that_cannot_be_used_is_said_so(
    tmp_path: Path, files: dict[str, bytes], parameters: int, words: str
) -> None:
    with hub(files=files, parameters=parameters) as address:
        exit_code, said, _ = run(address, tmp_path)
    assert exit_code == 4
    assert words in said

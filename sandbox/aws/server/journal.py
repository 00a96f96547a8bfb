"""
moto keeps everything in memory. So every request that changed something is written to a file, one JSON object a line, and made again at the next
start, with the same random numbers, so that ids stay what they were. Objects in buckets aren't kept: only buckets, their settings, and IAM.
Dates of creation become those of the start.
"""

import base64
import json
import os
import threading
from io import BytesIO
from typing import Any, Iterable
from urllib.parse import parse_qs

from moto.moto_api._internal import mock_random
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from gaps import App, bucket_of

KEPT_HEADERS = (
    "Authorization",
    "Content-Type",
    "Host",
    "x-amz-bucket-object-lock-enabled",
    "x-amz-object-ownership",
    "x-amz-transition-default-minimum-object-size",
)


class Journal:
    """WSGI middleware: one request at a time, as moto's state and its random numbers are shared."""

    def __init__(self, app: App, file: str) -> None:
        self.app = app
        self.file = file
        self.lock = threading.Lock()
        self.seed = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        body = request.get_data(cache=False)
        environ["wsgi.input"] = BytesIO(body)
        with self.lock:
            if not changes(request, body):
                return self.run(environ)(environ, start_response)
            self.seed += 1
            mock_random.seed(self.seed)
            response = self.run(environ)
            if response.status_code < 400:
                self.write(request, body)
            return response(environ, start_response)

    def run(self, environ: dict[str, Any]) -> Response:
        content, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        return Response(content, status, headers, direct_passthrough=True)

    def write(self, request: Request, body: bytes) -> None:
        entry = {
            "seed": self.seed,
            "method": request.method,
            "path": request.path,
            "query": request.query_string.decode(),
            "headers": {name: request.headers[name] for name in KEPT_HEADERS if name in request.headers},
            "body": base64.b64encode(body).decode(),
        }
        with open(self.file, "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(json.dumps(entry) + "\n")

    def replay(self) -> None:
        if not os.path.exists(self.file):
            return
        with open(self.file) as file:
            lines = file.read().split("\n")
        # A last line without its end was being written when the process was killed.
        for line in lines[:-1]:
            entry = json.loads(line)
            self.seed = entry["seed"]
            mock_random.seed(self.seed)
            self.run(environ_of(entry))
        if lines[-1] != "":
            with open(self.file, "w") as file:
                file.write("".join(f"{line}\n" for line in lines[:-1]))


def changes(request: Request, body: bytes) -> bool:
    if request.method == "POST" and request.path == "/":
        action = parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
        return "/iam/aws4_request" in request.headers.get("Authorization", "") and not action.startswith(("Get", "List"))
    return request.method in ("PUT", "DELETE") and bucket_of(request) is not None


def environ_of(entry: dict[str, Any]) -> dict[str, Any]:
    body = base64.b64decode(entry["body"])
    return Request.from_values(
        path=entry["path"], query_string=entry["query"], method=entry["method"], headers=entry["headers"], data=body
    ).environ

"""
Where moto's S3 differs from AWS's in what stacks use:
- request metrics of buckets are unknown to it (it takes a request for them as one for the bucket itself);
- it forgets some settings of lifecycle rules (object sizes, newer versions) and of encryption (blocked types),
  so what was put is kept word by word and given back;
- AWS encrypts every bucket with AES256 unless told otherwise;
- AWS refuses malformed policies.
"""

import json
from io import BytesIO
from typing import Any, Callable, Iterable, Optional
from xml.sax.saxutils import escape

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

SUBRESOURCES = ("metrics", "lifecycle", "encryption")
OBJECT_SIZE = "x-amz-transition-default-minimum-object-size"
NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
DEFAULT_ENCRYPTION = (
    f'<ServerSideEncryptionConfiguration xmlns="{NAMESPACE}"><Rule><ApplyServerSideEncryptionByDefault>'
    "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>"
    "<BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"
)

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Gaps:
    """WSGI middleware in front of moto."""

    def __init__(self, app: App) -> None:
        self.app = app
        # (bucket, subresource, id of a metrics configuration) -> XML and headers
        self.kept: dict[tuple[str, str, str], tuple[str, dict[str, str]]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        bucket = bucket_of(request)
        if bucket is None:
            return self.app(environ, start_response)
        body = request.get_data(cache=False)
        response = self.answer(request, bucket, body.decode("utf-8", "replace")) or self.from_moto(request, body)
        if request.method == "DELETE" and not request.args and response.status_code < 300:
            self.kept = {key: value for key, value in self.kept.items() if key[0] != bucket}
        return response(environ, start_response)

    def from_moto(self, request: Request, body: bytes) -> Response:
        content, status, headers = run_wsgi_app(self.app, {**request.environ, "wsgi.input": BytesIO(body)}, buffered=True)
        return Response(content, status, headers, direct_passthrough=True)

    def answer(self, request: Request, bucket: str, body: str) -> Optional[Response]:
        """None where moto is to answer."""
        if not exists(bucket):
            return error(404, "NoSuchBucket", "The specified bucket does not exist") if "metrics" in request.args else None
        if request.method == "PUT" and "policy" in request.args:
            return malformed_policy(body)
        name = next((name for name in SUBRESOURCES if name in request.args), None)
        if name is None:
            return None
        key = (bucket, name, request.args.get("id", ""))
        if name == "metrics":
            return self.metrics(request, key, body)
        if request.method == "GET" and key in self.kept:
            return xml(*self.kept[key])
        if request.method == "GET" and name == "encryption":
            return xml(DEFAULT_ENCRYPTION)
        if request.method == "DELETE":
            self.kept.pop(key, None)
        if request.method != "PUT":
            return None
        response = self.from_moto(request, body.encode())
        if response.status_code < 300:
            size = request.headers.get(OBJECT_SIZE, "all_storage_classes_128K")
            self.kept[key] = (body, {OBJECT_SIZE: size} if name == "lifecycle" else {})
        return response

    def metrics(self, request: Request, key: tuple[str, str, str], body: str) -> Response:
        if request.method == "PUT":
            self.kept[key] = (body, {})
            return xml("")
        if request.method == "GET" and key[2] == "":
            bodies = [kept for (bucket, name, _), (kept, _) in sorted(self.kept.items()) if (bucket, name) == key[:2]]
            found = "".join(bodies) + "<IsTruncated>false</IsTruncated>"
            return xml(f'<ListMetricsConfigurationsResult xmlns="{NAMESPACE}">{found}</ListMetricsConfigurationsResult>')
        if key not in self.kept:
            return error(404, "NoSuchConfiguration", "The specified configuration does not exist.")
        if request.method == "DELETE":
            del self.kept[key]
            return Response(status=204)
        return xml(*self.kept[key])


def bucket_of(request: Request) -> Optional[str]:
    """The bucket that a request is about, where it is about no object and no other service."""
    parts = request.path.strip("/").split("/")
    service = request.headers.get("Authorization", "")
    return parts[0] if len(parts) == 1 and parts[0] != "" and "/s3/aws4_request" in service else None


def exists(bucket: str) -> bool:
    return bucket in get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"].buckets


def malformed_policy(text: str) -> Optional[Response]:
    try:
        document = json.loads(text)
        assert isinstance(document, dict)
    except (ValueError, AssertionError):
        return error(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")
    statements = document.get("Statement")
    if statements is None:
        return error(400, "MalformedPolicy", "Missing required field Statement")
    for statement in statements if isinstance(statements, list) else [statements]:
        for field in ("Effect", "Principal", "Action", "Resource"):
            if field not in statement and f"Not{field}" not in statement:
                return error(400, "MalformedPolicy", f"Missing required field {field}")
    return None


def xml(body: str, headers: Optional[dict[str, str]] = None) -> Response:
    return Response(body, 200, headers, content_type="application/xml")


def error(status: int, code: str, message: str) -> Response:
    body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return Response(body, status, content_type="application/xml")

"""Signs requests as AWS's own library for Python does it (Debian: python3-botocore).

Reads a line of JSON for each request: method, url, body, headers (a list of names and values, as
they are sent, X-Amz-Date among them), and access_key_id, secret_access_key, session_token, service
and region. Prints the header Authorization that the server expects, a line for each.
"""

import datetime
import json
import sys
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# What the library adds by itself.
ADDED = ("x-amz-date", "x-amz-security-token", "x-amz-content-sha256")


def expected_authorization(given):
    headers = [(name.lower(), value) for name, value in given["headers"]]
    parts = urlsplit(given["url"])
    request = AWSRequest(
        method=given["method"],
        # The library would take the query as it is sent: what it means is what counts.
        url=urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
        params=parse_qsl(parts.query, keep_blank_values=True),
        data=given["body"].encode(),
    )
    for name, value in headers:
        if name == "content-type" or name.startswith("x-amz-") and name not in ADDED:
            request.headers[name] = value
    request.context["timestamp"] = dict(headers)["x-amz-date"]
    datetime.datetime.strptime(request.context["timestamp"], "%Y%m%dT%H%M%SZ")
    credentials = Credentials(
        given["access_key_id"], given["secret_access_key"], given["session_token"] or None
    )
    signer = (S3SigV4Auth if given["service"] == "s3" else SigV4Auth)(
        credentials, given["service"], given["region"]
    )
    signer._modify_request_before_signing(request)
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    signer._inject_signature_to_request(request, signer.signature(to_sign, request))
    return request.headers["Authorization"]


for line in sys.stdin:
    print(expected_authorization(json.loads(line)))

"""Amazon's S3, IAM and STS on one loopback port, for one sandbox: moto, with what moto lacks and with a memory that outlives it."""

import argparse
import logging
import os
import signal
import sys

# Read by moto when it is imported: buckets stand in the path, never in the host's name.
os.environ["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true"
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

from gaps import Gaps
from iam_gaps import close_gaps
from journal import Journal


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--journal", required=True, help="file that every change is written to, and read from at start")
    args = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    close_gaps()
    app = Journal(Gaps(DomainDispatcherApplication(create_backend_app)), args.journal)
    app.replay()
    run_simple("127.0.0.1", args.port, app, threaded=True, request_handler=MotoRequestHandler)


main()

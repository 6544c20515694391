"""`holdfast-witness`: makes a witness, tells it which log to watch, and serves it."""

from __future__ import annotations

import html
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from holdfast_verify.notes import LARGEST
from holdfast_verify.witness import Refused, Witness
from holdfast_verify.words import Changed, Unusable

_TEXT = "text/plain; charset=utf-8"


class Handler(BaseHTTPRequestHandler):
    """Answers as C2SP tlog-witness says; everything else is not there."""

    witness: ClassVar[Witness]
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._answer(404, "")
        elif not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True
            self._answer(400, "say how long the request is, and send no more than a megabyte\n")
        else:
            try:
                self._answer(200, self.witness.add_checkpoint(self.rfile.read(int(length))))
            except Refused as why:
                self._answer(why.status, why.body, why.kind)
            except (Changed, Unusable, OSError, UnicodeDecodeError) as why:
                self._answer(503, f"{why}\n")

    def do_GET(self) -> None:
        try:
            if self.path == "/":
                self._answer(200, _status(self.witness), "text/html; charset=utf-8")
                return
            name, _, rest = self.path.removeprefix("/").partition("/")
            note = self.witness.latest(name) if rest == "checkpoint" else None
            self._answer(200, note) if note else self._answer(404, "")
        except Unusable as why:
            self._answer(503, f"{why}\n")

    def _answer(self, status: int, body: str, kind: str = _TEXT) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """What was asked, and the answer's status: neither holds anything of a person."""
        sys.stderr.write(f"{self.address_string()} {format % args}\n")


def _status(witness: Witness) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(each.origin)}</td><td>{each.size:,}</td>"
        f"<td>{datetime.fromtimestamp(each.at, UTC):%d %B %Y, %H:%M:%S} UTC</td></tr>"
        if each.at
        else f"<tr><td>{html.escape(each.origin)}</td><td>0</td><td>never</td></tr>"
        for each in witness.seen()
    )
    return (
        '<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Witness</title>'
        f"<h1>Witness</h1><p>Its key: <code>{html.escape(witness.vkey)}</code></p><p>It cosigns a ledger only where it grew from what it "
        f"saw last.</p><table><tr><th>Ledger</th><th>Entries</th><th>Last seen</th></tr>{rows}</table></html>"
    )


def server(witness: Witness, bind: str, port: int) -> ThreadingHTTPServer:
    """The witness's server, ready to serve. Raises Unusable where its key or its store is not there."""
    _ = witness.vkey, witness.seen()
    return ThreadingHTTPServer((bind, port), type("Serving", (Handler,), {"witness": witness}))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command. Exit code 2 where something is missing, in words."""
    parser = ArgumentParser(prog="holdfast-witness", description="A witness of ledgers: cosigns only growth.")
    what = parser.add_subparsers(dest="what", required=True)
    begin = what.add_parser("begin", help="make a witness in a folder: its key and its store, once")
    begin.add_argument("--name", required=True, help="for example police.example/witness")
    watch = what.add_parser("watch", help="from now on, cosign this log")
    watch.add_argument("--log", required=True, help="the log’s verifier key")
    watch.add_argument(
        "--key-statement",
        action="append",
        type=Path,
        default=[],
        help="a signed statement that one of its keys follows another (give several, in order)",
    )
    serve = what.add_parser("serve", help="serve it")
    serve.add_argument("--bind", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7380)
    for each in (begin, watch, serve):
        each.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    try:
        if given.what == "begin":
            sys.stdout.write(f"{Witness.begin(given.folder, given.name).vkey}\n")
            return
        witness = Witness(given.folder)
        if given.what == "watch":
            witness.trust(given.log, [path.read_text(encoding="utf-8") for path in given.key_statement])
            return
        with server(witness, given.bind, given.port) as serving:
            sys.stderr.write(f"Witnessing at http://{given.bind}:{serving.server_port}/ (Ctrl-C stops it)\n")
            serving.serve_forever()
    except KeyboardInterrupt:
        return
    except Unusable as why:
        sys.stderr.write(f"{why}.\n")
        sys.exit(2)


if __name__ == "__main__":
    main()

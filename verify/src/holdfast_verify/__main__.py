"""`holdfast-verify`: the command. Exit code 0: unchanged; 1: not, and what; 2: what was given cannot be used."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from holdfast_verify.bundles import check_bundle
from holdfast_verify.ledgers import check_ledger, source, statements_in
from holdfast_verify.notes import Head
from holdfast_verify.page_file import page
from holdfast_verify.policies import Trust, one_log, read_policy
from holdfast_verify.receipts import Word, check_receipt, check_word, no_two_at_one_place, read_receipt, read_word
from holdfast_verify.saying import said_of, said_of_bundle, words_of, words_of_bundle, words_of_sealed
from holdfast_verify.sealed import check_sealed, join, read_half
from holdfast_verify.successions import read_succession
from holdfast_verify.words import Changed, Unusable

UNCHANGED, CHANGED, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command, and leave with its exit code."""
    given = _parser().parse_args(arguments)
    try:
        said, words = given.check(given)
    except Changed as why:
        _say(given, CHANGED, {"result": "changed", "why": str(why)}, f"NOT UNCHANGED: {why}.")
    except Unusable as why:
        _say(given, UNUSABLE, {"result": "unusable", "why": str(why)}, f"Nothing can be said: {why}.")
    else:
        _say(given, UNCHANGED, {"result": "unchanged", **said}, words)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="holdfast-verify", description="Checks a receipt, a bundle or the whole ledger of Holdfast, without Holdfast."
    )
    what = parser.add_subparsers(required=True, metavar="receipt|bundle|ledger|sealed|page")
    receipt = what.add_parser("receipt", help="a receipt that somebody kept (.tlog-proof)")
    receipt.add_argument("file", type=Path)
    receipt.add_argument("--acknowledgement", type=Path, help="the signed word that was given at once")
    receipt.add_argument("--acknowledgement-key", help="the verifier key of that word")
    receipt.set_defaults(check=_receipt)
    bundle = what.add_parser("bundle", help="a bundle of a matter that was handed out (.holdfast-bundle)")
    bundle.add_argument("file", type=Path)
    bundle.set_defaults(check=_bundle)
    ledger = what.add_parser("ledger", help="a whole ledger, from its folder or its address")
    ledger.add_argument("where")
    ledger.add_argument(
        "--kept", action="append", type=Path, default=[], help="a receipt or a bundle that somebody kept: is it of this very ledger?"
    )
    ledger.set_defaults(check=_ledger)
    sealed = what.add_parser("sealed", help="what is sealed, for its two guardians: how many matters, and whether all of each is there")
    sealed.add_argument("half", type=Path, nargs=2, help="each guardian’s half")
    sealed.add_argument("where", help="the ledger, from its folder or its address")
    sealed.set_defaults(check=_sealed)
    for each in (bundle, ledger):
        each.add_argument(
            "--acknowledgement", action="append", type=Path, default=[], help="a signed word that was given: is its entry there?"
        )
        each.add_argument("--acknowledgement-key", help="the verifier key of such words")
    written = what.add_parser("page", help="write the page that checks receipts and bundles in a browser, with no network")
    written.add_argument("file", type=Path)
    written.set_defaults(check=_page, json=False)
    for each in (receipt, bundle, ledger, sealed):
        each.add_argument(
            "--key-statement",
            action="append",
            type=Path,
            default=[],
            help="a signed statement that one key follows another (give several, in order)",
        )
        trust = each.add_mutually_exclusive_group(required=True)
        trust.add_argument("--log", help="the log’s verifier key, from somewhere that you trust")
        trust.add_argument("--policy", type=Path, help="a file that names logs, witnesses and their quorum")
        each.add_argument("--json", action="store_true", help="the result as JSON")
    return parser


def _trust(given: Namespace) -> Trust:
    trust = one_log(given.log) if given.log else read_policy(_read(given.policy))
    trust.follow([read_succession(_read(path)) for path in given.key_statement])
    return trust


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise Unusable(f"the file {path} cannot be read as text") from None


def _receipt(given: Namespace) -> tuple[dict[str, object], str]:
    receipt = read_receipt(_read(given.file))
    found = said_of(check_receipt(receipt, _trust(given)))
    found["place"] = receipt.index
    if given.acknowledgement:
        if not given.acknowledgement_key:
            raise Unusable("with --acknowledgement, say --acknowledgement-key")
        found["recorded_at"] = check_word(_read(given.acknowledgement), given.acknowledgement_key, receipt).isoformat()
    return found, words_of(found)


def _bundle(given: Namespace) -> tuple[dict[str, object], str]:
    found = check_bundle(_read(given.file), _trust(given))
    found.keep(_words_given(given))
    return said_of_bundle(found), words_of_bundle(found)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  {done:,} of {of:,} leaves")


def _ledger(given: Namespace) -> tuple[dict[str, object], str]:
    trust, fetch = _trust(given), source(given.where)
    trust.follow(statements_in(fetch))
    kept = [_head_in(path, trust) for path in given.kept]
    promised = {word.commitment: word.when for word in _words_given(given)}
    found = said_of(check_ledger(fetch, trust, _progress, kept=kept, promised=promised))
    return found, words_of(found)


def _sealed(given: Namespace) -> tuple[dict[str, object], str]:
    first, second = (read_half(_read(path)) for path in given.half)
    chain, trust, fetch = join(first, second), _trust(given), source(given.where)
    trust.follow(statements_in(fetch))
    homes: set[bytes] = set()
    found = check_sealed(chain, first.origin, check_ledger(fetch, trust, _progress, homes=homes), homes)
    said = said_of(found.head) | {"sealed_matters": len(found.entries), "entries_of_each": found.entries, "entries": len(homes)}
    return said, f"{words_of(said)}\n{words_of_sealed(found, len(homes))}"


def _words_given(given: Namespace) -> list[Word]:
    """The signed words that were given with a command, of which no two may be promised one place. Raises Changed, Unusable."""
    if given.acknowledgement and not given.acknowledgement_key:
        raise Unusable("with --acknowledgement, say --acknowledgement-key")
    words = [read_word(_read(path), given.acknowledgement_key) for path in given.acknowledgement]
    no_two_at_one_place(words)
    return words


def _page(given: Namespace) -> tuple[dict[str, object], str]:
    try:
        given.file.write_text(page(), encoding="utf-8")
    except OSError as wrong:
        raise Unusable(f"{given.file} cannot be written: {wrong.strerror}") from None
    return {}, f"{given.file}: open it in a browser. It needs no network, and sends nothing."


def _head_in(path: Path, trust: Trust) -> Head:
    """The head under which a receipt, or a bundle, was given."""
    text = _read(path)
    return check_bundle(text, trust).head if text.startswith("{") else check_receipt(read_receipt(text), trust)


def _say(given: Namespace, code: int, result: dict[str, object], words: str) -> None:
    if given.json:
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        sys.stdout.write(words + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()

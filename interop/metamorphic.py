"""Reads our heads and proofs with metamorphic-log (Rust), which knows nothing of Holdfast."""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import metamorphic_log


def refused(check: Callable[..., object], *given: object) -> bool:
    try:
        check(*given)
    except (metamorphic_log.VerifyError, metamorphic_log.InternalError):
        return True
    return False


def flip(data: bytes) -> bytes:
    return bytes([data[0] ^ 1, *data[1:]])


def main(file: Path) -> None:
    given = json.loads(file.read_text())
    roots = {int(size): b64decode(root) for size, root in given["roots"].items()}
    for size, head in given["heads"].items():
        parsed = metamorphic_log.checkpoint_verify(head, [given["vkey"]])
        assert (parsed.origin, parsed.size, bytes(parsed.root)) == (head.split("\n")[0], int(size), roots[int(size)]), parsed
        assert refused(metamorphic_log.checkpoint_verify, head.replace(f"\n{size}\n", f"\n{size}0\n"), [given["vkey"]])
    for each in given["inclusions"]:
        proof, leaf, root = [b64decode(h) for h in each["proof"]], b64decode(each["leaf"]), roots[each["size"]]
        metamorphic_log.verify_inclusion(each["index"], each["size"], leaf, proof, root)
        assert refused(metamorphic_log.verify_inclusion, each["index"], each["size"], flip(leaf), proof, root)
    for each in given["growths"]:
        proof, old, new = [b64decode(h) for h in each["proof"]], roots[each["old"]], roots[each["size"]]
        metamorphic_log.verify_consistency(each["old"], each["size"], proof, old, new)
        assert refused(metamorphic_log.verify_consistency, each["old"], each["size"], proof, flip(old), new)
    print(
        f"metamorphic-log: {len(roots)} heads, {len(given['inclusions'])} inclusions, {len(given['growths'])} growths taken; each one spoiled refused"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

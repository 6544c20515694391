"""Known values, fixed keys, and ways to spoil bytes by one small change."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from holdfast.ledger.tree import leaf_hash, node_hash

#: No deadline: the machines that run the tests are shared, and a slow moment is no fault.
unhurried = settings(deadline=None)

# The eight-leaf tree of the Certificate Transparency test data, used by most implementations of RFC 6962.
LEAVES = [
    bytes.fromhex(data) for data in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAF_HASHES = [leaf_hash(data) for data in LEAVES]
ROOTS = [
    bytes.fromhex(root)
    for root in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]

LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
LOG_VKEY = "log.example/safeguard+5aa1230c+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
WITNESS_VKEY = "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"

#: Accepted word for word by two other implementations of the C2SP formats (in Go and in Rust); signed and cosigned with the two keys above.
CHECKPOINT = """log.example/safeguard
8
XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

— log.example/safeguard WqEjDF49Il8ssR/8FkuE1BSMU8lb8tZzwVIrn3OeYAEU3tCxFlj9/KH4IhbfcAZqY+1i22Ryg2xKHPUJMr9AiCGJ5AA=
— witness.example/w1 3xwKNQAAAABo53gAB4rRA7CJ98MkR8to+U0rGt1nlbHSiIYmraz4RD9SXROkYRHuJ6wU4Jycd7Z2/fevr5uuXt68KrN2S707l3YaCQ==
"""
WITNESS_TIME = 1760000000

#: A text of one's own making: bytes and a str of every kind, lone surrogates too.
any_text = st.text(st.characters(), max_size=200)


def naive_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word for word; slow, and nothing shared with the code under test but the two hashes."""
    if not hashes:
        return ROOTS[0]
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(naive_root(hashes[:split]), naive_root(hashes[split:]))


def distinct_hashes(count: int) -> list[bytes]:
    """Leaf hashes of which no two are the same."""
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


@st.composite
def spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one thing changed: a bit turned, a byte replaced, put in or taken out, two neighbours swapped, the end cut off."""
    at = draw(st.integers(0, len(data) - 1))
    byte = draw(st.integers(0, 255))
    turned = data[:at] + bytes((data[at] ^ 1 << byte % 8,)) + data[at + 1 :]
    ways: dict[str, bytes] = {
        "turned": turned,
        "replaced": data[:at] + bytes((byte,)) + data[at + 1 :],
        "put in": data[:at] + bytes((byte,)) + data[at:],
        "added": data + bytes((byte,)),
        "taken out": data[:at] + data[at + 1 :],
        "swapped": data[:at] + data[at : at + 2][::-1] + data[at + 2 :],
        "cut off": data[:at],
    }
    changed = ways[draw(st.sampled_from(sorted(ways)))]
    return changed if changed != data else turned


def spoiled_text(text: str) -> SearchStrategy[bytes]:
    """A text's UTF-8 bytes with one thing changed."""
    return spoiled(text.encode())

"""The Merkle tree of RFC 6962, section 2.1, with SHA-256: hashing, growth, proofs and their verification.

A leaf is hashed as SHA-256(0x00, data), a node as SHA-256(0x01, left, right); the empty tree's root is SHA-256 of
nothing; a tree is split at the largest power of two smaller than its size. Nodes are named by level (0 for leaves) and
index from the left; only nodes over a full 2^level leaves have a name, because only those never change again (they are
what tiles hold).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.strict import MAX_NUMBER

HASH_SIZE = 32

#: The root of the tree that has no leaves.
EMPTY_ROOT = sha256().digest()

#: Gives the hash of a full node by level and index: from memory (`Tree.node`), or from tiles.
NodeReader = Callable[[int, int], bytes]

#: Is told level, index and hash of each node, as soon as it is full.
NodeVisitor = Callable[[int, int, bytes], None]


class TreeError(LedgerError):
    """A tree was asked for what it does not hold, or its kept state is not one that any tree has."""


class ProofError(LedgerError):
    """A proof does not show what it is given for."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node from those of its two children."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """What must be kept of a tree so that it can grow: its size and the roots of its full subtrees, the largest
    (leftmost) first.

    One hash for each bit that is set in `size`, so at most 63. Adding n leaves costs n leaf appends, whatever the size
    of the tree.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """The frontier of a tree of `size` leaves. Raises TreeError when the hashes cannot be those of such a tree."""
        if not 0 <= size <= MAX_NUMBER:
            raise TreeError(f"a tree cannot have {size} leaves")
        if len(hashes) != size.bit_count():
            raise TreeError(f"a tree of {size} leaves has {size.bit_count()} full subtrees, not {len(hashes)}")
        for each in hashes:
            _require_hash(each, TreeError)
        self._size = size
        self._hashes = list(hashes)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The roots of the full subtrees, the largest first."""
        return tuple(self._hashes)

    def append(self, leaf: bytes, visit: NodeVisitor | None = None) -> None:
        """Add one leaf by its hash. Raises TreeError when it is not 32 bytes."""
        self.extend((leaf,), visit)

    def extend(self, leaves: Iterable[bytes], visit: NodeVisitor | None = None) -> None:
        """Add leaves by their hashes, in order; `visit` is told of every node that this completes, leaves among them.

        Raises TreeError when one is not 32 bytes; those before it have then been added.
        """
        hashes = self._hashes
        for each in leaves:
            _require_hash(each, TreeError)
            current, index, level = each, self._size, 0
            if visit is not None:
                visit(0, index, current)
            # Each set bit at the end of the size is a full subtree that this leaf's own subtree now pairs with.
            while index & 1:
                current = node_hash(hashes.pop(), current)
                index >>= 1
                level += 1
                if visit is not None:
                    visit(level, index, current)
            hashes.append(current)
            self._size += 1

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> Frontier:
        """A frontier that grows apart from this one."""
        return Frontier(self._size, self._hashes)

    def to_bytes(self) -> bytes:
        """The state to keep between batches: the size in 8 bytes, big-endian, then the hashes."""
        return self._size.to_bytes(8, "big") + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Frontier:
        """The frontier that `to_bytes` gave. Raises TreeError."""
        if len(kept) < 8 or (len(kept) - 8) % HASH_SIZE:
            raise TreeError(f"the kept state of a tree cannot be {len(kept)} bytes long")
        hashes = [kept[start : start + HASH_SIZE] for start in range(8, len(kept), HASH_SIZE)]
        return cls(int.from_bytes(kept[:8], "big"), hashes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frontier) and (self._size, self._hashes) == (other._size, other._hashes)

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __repr__(self) -> str:
        return f"<Frontier of {self._size} leaves, root {self.root().hex()[:16]}>"


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes. Raises TreeError when one is not 32 bytes."""
    frontier = Frontier()
    frontier.extend(leaf_hashes)
    return frontier.root()


class Tree:
    """A whole tree in memory, for proofs: every full node, made once from the leaf hashes."""

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        """Raises TreeError when a leaf hash is not 32 bytes."""
        self._levels: list[list[bytes]] = [[]]
        Frontier().extend(leaf_hashes, self._keep)

    def _keep(self, level: int, _: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
        self._levels[level].append(node)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def node(self, level: int, index: int) -> bytes:
        """The hash of a full node. Raises TreeError when the tree has no such node."""
        if not (0 <= level < len(self._levels) and 0 <= index < len(self._levels[level])):
            raise TreeError(f"a tree of {self.size} leaves has no full node {index} at level {level}")
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree as it is, or as it was at `size` leaves. Raises TreeError."""
        return root_at(self.node, self._size_or(size))

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Shows that leaf `index` is in the tree of `size` leaves (all, if not given). Raises TreeError."""
        return inclusion_proof(self.node, index, self._size_or(size))

    def consistency_proof(self, old_size: int, size: int | None = None) -> list[bytes]:
        """Shows that the tree of `size` leaves (all, if not given) is that of `old_size` leaves and more. Raises
        TreeError.
        """
        return consistency_proof(self.node, old_size, self._size_or(size))

    def _size_or(self, size: int | None) -> int:
        if size is None:
            return self.size
        if size > self.size:
            raise TreeError(f"a tree of {self.size} leaves cannot tell of one of {size}")
        return size


def root_at(node: NodeReader, size: int) -> bytes:
    """The root of the tree of `size` leaves. Raises TreeError for a negative size, and whatever the reader raises."""
    if size < 0:
        raise TreeError(f"a tree cannot have {size} leaves")
    return _root_between(node, 0, size) if size else EMPTY_ROOT


def inclusion_proof(node: NodeReader, index: int, size: int) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root's child, in the tree of `size` leaves (RFC 6962, 2.1.1).

    Raises TreeError when the tree has no such leaf, and whatever the reader raises.
    """
    if not 0 <= index < size:
        raise TreeError(f"a tree of {size} leaves has no leaf with index {index}")
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_root_between(node, middle, high))
            high = middle
        else:
            path.append(_root_between(node, low, middle))
            low = middle
    return path[::-1]


def consistency_proof(node: NodeReader, old_size: int, size: int) -> list[bytes]:
    """The hashes by which the root at `size` leaves is shown to grow from that at `old_size` (RFC 6962, 2.1.2).

    Empty when the old tree is empty or the sizes are equal. Raises TreeError when `old_size` is the larger or negative,
    and whatever the reader raises.
    """
    if not 0 <= old_size <= size:
        raise TreeError(f"a tree of {size} leaves did not grow from one of {old_size}")
    if old_size == 0:
        return []
    path, low, high = [], 0, size
    while high > old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(_root_between(node, middle, high))
            high = middle
        else:
            path.append(_root_between(node, low, middle))
            low = middle
    # When nothing was cut off on the left, what remains is the old tree itself, whose root the verifier has.
    if low:
        path.append(_root_between(node, low, high))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this hash is at `index` in the tree of `size` leaves with this root (RFC 9162, 2.1.3.2).

    Nothing is in an empty tree. Raises ProofError.
    """
    for each in (leaf, root, *proof):
        _require_hash(each, ProofError)
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf with index {index}")
    position, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof has more hashes than the way from the leaf to the root")
        if position & 1 or position == last:
            made = node_hash(sibling, made)
            # The last node of a level that has no partner moves up unchanged.
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            made = node_hash(made, sibling)
        position >>= 1
        last >>= 1
    if last != 0:
        raise ProofError("the proof has fewer hashes than the way from the leaf to the root")
    if made != root:
        raise ProofError(f"the leaf is not at index {index} in the tree of {size} leaves with this root")


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `size` leaves with `root` is that of `old_size` leaves with `old_root`, and more (RFC
    9162, 2.1.4.2).

    RFC 9162 does not speak of an empty old tree; as the tlog-witness specification asks, anything grows from it, with
    an empty proof. A tree of no leaves must have the empty tree's root. Raises ProofError.
    """
    for each in (old_root, root, *proof):
        _require_hash(each, ProofError)
    if not 0 <= old_size <= size:
        raise ProofError(f"a tree of {size} leaves did not grow from one of {old_size}")
    for a_size, a_root in ((old_size, old_root), (size, root)):
        if a_size == 0 and a_root != EMPTY_ROOT:
            raise ProofError("a tree of no leaves has a root that is not the empty tree's")
    if old_size in {0, size}:
        if proof:
            raise ProofError("a proof from an empty tree, or from a tree of the same size, has no hashes")
        if old_size == size and old_root != root:
            raise ProofError(f"two trees of {size} leaves have different roots")
        return
    _verify_growth(old_size, old_root, size, root, proof)


def _verify_growth(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """The case that RFC 9162 speaks of: 0 < old_size < size."""
    # An old tree that is one full node is the first hash itself, so the proof leaves it out.
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not path:
        raise ProofError("the proof has no hashes")
    position, last = old_size - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    made_old = made = path[0]
    for each in path[1:]:
        if last == 0:
            raise ProofError("the proof has more hashes than the way to the root")
        if position & 1 or position == last:
            made_old, made = node_hash(each, made_old), node_hash(each, made)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            made = node_hash(made, each)
        position >>= 1
        last >>= 1
    if last != 0:
        raise ProofError("the proof has fewer hashes than the way to the root")
    if made_old != old_root or made != root:
        raise ProofError(f"the tree of {size} leaves does not keep what the tree of {old_size} leaves held")


def _split(width: int) -> int:
    """The largest power of two smaller than `width`, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def _root_between(node: NodeReader, low: int, high: int) -> bytes:
    """The root over the leaves from `low` up to, not with, `high`; `low` is 0 or where RFC 6962's splitting puts it."""
    width = high - low
    if width.bit_count() == 1:
        level = width.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(width)
    return node_hash(_root_between(node, low, middle), _root_between(node, middle, high))


def _require_hash(given: bytes, error: type[LedgerError]) -> None:
    if len(given) != HASH_SIZE:
        raise error(f"a hash is {HASH_SIZE} bytes, not {len(given)}")

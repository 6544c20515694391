"""Signed notes (C2SP signed-note v1.0.0): a text of lines, an empty line, and a line for each signature.

Two kinds of signature are verified: plain Ed25519 (type 0x01) and the Ed25519 cosignature of a witness (type 0x04, C2SP
tlog-cosignature), which also says when. A signature by a key that nobody asked about is ignored; one by a known key
that does not hold refuses the whole note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.strict import MAX_NUMBER, read_base64, write_base64

#: More than the 16 that a verifier must take; few enough that no note makes anyone work.
MAX_SIGNATURES = 100
MAX_NOTE_SIZE = 1_000_000

_KEY_SIZE = 32
_KEY_ID_SIZE = 4
_SIGNATURE_SIZE = 64
_TIME_SIZE = 8
_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_ID = re.compile(r"[0-9a-fA-F]{8}")


class NoteError(LedgerError):
    """The note, or a key for one, is not well formed, or is not signed as it must be."""


class SignatureError(NoteError):
    """The note is well formed, and a known key's signature on it does not hold, or no known key signed it."""


class Algorithm(IntEnum):
    """The types of signature that are known here, by their number in keys and key ids."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature, of which kind, by which public key (32 bytes). Written out, it is the "vkey" people exchange."""

    name: str
    public: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        """Raises NoteError."""
        _require_name(self.name)
        if len(self.public) != _KEY_SIZE:
            raise NoteError(f"an Ed25519 public key is {_KEY_SIZE} bytes, not {len(self.public)}")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return sha256(self.name.encode() + b"\n" + bytes((self.algorithm,)) + self.public).digest()[:_KEY_ID_SIZE]

    def encode(self) -> str:
        """The vkey: name, key id in hexadecimal, and the type and key in base64, joined by "+"."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(bytes((self.algorithm,)) + self.public)}"

    @classmethod
    def decode(cls, vkey: str) -> VerifierKey:
        """The key of a vkey. Raises NoteError, also for a type of key that is not known here."""
        fields = vkey.split("+", 2)
        if len(fields) != 3 or _KEY_ID.fullmatch(fields[1]) is None:
            raise NoteError("a verifier key is a name, a key id of eight hexadecimal digits and a key, joined by '+'")
        name, key_id, encoded = fields
        key = read_base64(encoded)
        if not key:
            raise NoteError("the key in the verifier key is not base64")
        try:
            algorithm = Algorithm(key[0])
        except ValueError as unknown:
            raise NoteError(f"keys of type {key[0]:#04x} are not known here") from unknown
        made = cls(name, key[1:], algorithm)
        if made.key_id != bytes.fromhex(key_id):
            raise NoteError("the key id in the verifier key is not that of its name and key")
        return made

    def check(self, text: str, signature: bytes) -> int | None:
        """Check a signature (without its key id) on a note's text; the Unix time that a cosignature states, else None.
        Raises SignatureError.
        """
        time = None
        message = text.encode()
        if self.algorithm is Algorithm.ED25519_COSIGNATURE:
            time, signature = int.from_bytes(signature[:_TIME_SIZE], "big"), signature[_TIME_SIZE:]
            if time > MAX_NUMBER:
                raise SignatureError(f"the cosignature of {self.name} states a time that is none")
            message = _cosigned(message, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature as wrong:
            raise SignatureError(f"the signature of {self.name} does not hold for this text") from wrong
        return time


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who is said to have signed, the key id (4 bytes), and what depends on the key's type."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """The line, with its newline."""
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is written: nothing of it has been verified. `text` ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> str:
        """The note, as `parse_note` takes it."""
        return f"{self.text}\n{''.join(each.line() for each in self.signatures)}"


@dataclass(frozen=True, slots=True)
class Verified:
    """A known key's signature that holds. `time` is what a cosignature states, in Unix seconds; None for a plain
    signature.
    """

    key: VerifierKey
    time: int | None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note's text, and which of the known keys signed it; each key counts once."""

    text: str
    verified: tuple[Verified, ...]

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether this key is among those whose signature holds."""
        return any(each.key == key for each in self.verified)


def verifier_key(name: str, public: Ed25519PublicKey, algorithm: Algorithm = Algorithm.ED25519) -> str:
    """The vkey of a public key under a name. Raises NoteError for a name that no key may have."""
    return VerifierKey(name, public.public_bytes_raw(), algorithm).encode()


def parse_note(note: str | bytes) -> Note:
    """A note's text and signatures, none of them verified. Raises NoteError."""
    whole = _read(note)
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NoteError("a note is a text, an empty line and signature lines, each ended by a newline")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NoteError(f"a note with more than {MAX_SIGNATURES} signatures is not read")
    return Note(text + "\n", tuple(_parse_signature(line) for line in signatures))


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """A note of this text with one Ed25519 signature under this name. Raises NoteError."""
    return _read(Note(text, (signature_on(text, name, key),)).encode())


def signature_on(text: str, name: str, key: Ed25519PrivateKey) -> Signature:
    """An Ed25519 signature (type 0x01) on a note's text. Raises NoteError."""
    signer = VerifierKey(name, key.public_key().public_bytes_raw())
    return Signature(name, signer.key_id, key.sign(_require_text(text).encode()))


def cosignature_on(text: str, name: str, key: Ed25519PrivateKey, time: int) -> Signature:
    """A witness's cosignature (type 0x04) on a checkpoint's text, at this Unix time in seconds.

    Whether the checkpoint grew from the last one cosigned is for the caller to have checked. Raises NoteError.
    """
    if not 0 <= time <= MAX_NUMBER:
        raise NoteError(f"{time} is not a time that a cosignature can state")
    signer = VerifierKey(name, key.public_key().public_bytes_raw(), Algorithm.ED25519_COSIGNATURE)
    signature = key.sign(_cosigned(_require_text(text).encode(), time))
    return Signature(name, signer.key_id, time.to_bytes(_TIME_SIZE, "big") + signature)


def add_signatures(note: str | bytes, signatures: Iterable[Signature]) -> str:
    """The note with further signature lines, none verified; those already there are not repeated. Raises NoteError."""
    parsed = parse_note(note)
    every = tuple(dict.fromkeys((*parsed.signatures, *signatures)))
    if len(every) > MAX_SIGNATURES:
        raise NoteError(f"a note has at most {MAX_SIGNATURES} signatures")
    return Note(parsed.text, every).encode()


def open_note(note: str | bytes, keys: Sequence[VerifierKey]) -> OpenedNote:
    """The text of a note that at least one of these keys signed, with all of them that did.

    Raises SignatureError when none did, or when a signature that names one of them does not hold; NoteError when the
    note is malformed, or when two of the keys cannot be told apart by name and key id.
    """
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise NoteError(f"two keys of {key.name} have one key id")
    parsed = parse_note(note)
    verified: dict[VerifierKey, Verified] = {}
    for each in parsed.signatures:
        signer = known.get((each.name, each.key_id))
        if signer is not None:
            verified.setdefault(signer, Verified(signer, signer.check(parsed.text, each.signature)))
    if not verified:
        raise SignatureError("no key that is known here signed the note")
    return OpenedNote(parsed.text, tuple(verified.values()))


def _cosigned(text: bytes, time: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time + text


def _read(note: str | bytes) -> str:
    if len(note) > MAX_NOTE_SIZE:
        raise NoteError(f"a note of more than {MAX_NOTE_SIZE} bytes is not read")
    try:
        # Text as well, because half a character can be in a str and not in a note.
        whole = (note.encode() if isinstance(note, str) else note).decode()
    except UnicodeError as wrong:
        raise NoteError("a note is text in UTF-8") from wrong
    if _CONTROL.search(whole):
        raise NoteError("a note has no control characters but the newline")
    return whole


def _require_text(text: str) -> str:
    if not text.endswith("\n"):
        raise NoteError("a note's text ends with a newline")
    return _read(text)


def _require_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() or letter < " " or "\ud800" <= letter <= "\udfff" for letter in name):
        raise NoteError("a key's name is text without spaces, control characters and '+'")


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    signature = read_base64(encoded)
    if not line.startswith(_DASH) or not space or signature is None:
        raise NoteError("a signature line is an em dash, a name and base64, with one space between")
    _require_name(name)
    if len(signature) <= _KEY_ID_SIZE:
        raise NoteError(f"the signature of {name} is too short to be one")
    return Signature(name, signature[:_KEY_ID_SIZE], signature[_KEY_ID_SIZE:])

"""A passkey in software, for tests: what a browser and an authenticator would answer."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"


def _words(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class SoftPasskey:
    """One key pair. `counts` tells whether it says how often it was used; a copy is made by `copy.deepcopy`."""

    def __init__(self, *, counts: bool = True) -> None:
        self.key = ec.derive_private_key(int.from_bytes(os.urandom(31)), ec.SECP256R1())
        self.id = os.urandom(32)
        self.counts = counts
        self.counter = 0

    def copied(self) -> SoftPasskey:
        """Another that holds the same key, and counts on from here by itself."""
        other = SoftPasskey(counts=self.counts)
        other.key, other.id, other.counter = self.key, self.id, self.counter
        return other

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _counted(self) -> int:
        self.counter += 1
        return self.counter if self.counts else 0

    def made(self, options: str, origin: str = ORIGIN) -> str:
        """What is sent when a page asks to make a passkey."""
        asked = json.loads(options)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
        data = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, ES256.from_cryptography_key(self.key.public_key()))
        rp = hashlib.sha256(asked["rp"]["id"].encode()).digest()
        auth = AuthenticatorData.create(rp, flags, self._counted(), data)
        attestation = AttestationObject.create("none", auth, {})
        client = self._client("webauthn.create", asked["challenge"], origin)
        return self._said({"clientDataJSON": _words(client), "attestationObject": _words(bytes(attestation))})

    def used(self, options: str, origin: str = ORIGIN, *, verified: bool = True, rp: str = "") -> str:
        """What is sent when a page asks to use one."""
        asked = json.loads(options)
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.UV if verified else AuthenticatorData.FLAG(0))
        auth = AuthenticatorData.create(hashlib.sha256((rp or asked["rpId"]).encode()).digest(), flags, self._counted())
        client = self._client("webauthn.get", asked["challenge"], origin)
        signature = self.key.sign(auth + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said({"clientDataJSON": _words(client), "authenticatorData": _words(auth), "signature": _words(signature)})

    def _said(self, response: dict[str, Any]) -> str:
        said = {"id": _words(self.id), "rawId": _words(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**said, "response": response})

"""A provider of OpenID Connect that answers as it is told, truly or not: in the place of the network, so that each lie can be told by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jws
from joserfc.jwk import RSAKey

ISSUER = "https://login.council.example"
SECRET = "the secret of the council"


@dataclass
class ForgingProvider:
    """Its keys, what it says of itself, and what is true unless a test says otherwise."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))
    #: What it signs with, where that is another than the key that it shows.
    signs_with: Any = None
    algorithm: str = "RS256"
    of_itself: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    down: bool = False
    #: What was sent to it, by code: the challenge and nonce of the question.
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def signed_in_at(self, address: str, **claims: Any) -> str:
        """Somebody who was sent to `address` signs in there: the query with which their browser comes back."""
        assert address.startswith(f"{ISSUER}/authorize?"), address
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        self.claims = {"sub": "b.carys", **claims}
        return f"code={code}&state={query['state']}"

    def send(self, _adapter: Any, request: requests.PreparedRequest, **_rest: Any) -> requests.Response:
        """What `requests` would send."""
        if self.down:
            raise requests.ConnectionError("nothing answers")
        path = urlsplit(str(request.url)).path
        answer = {"/.well-known/openid-configuration": self._itself, "/keys": self._keys, "/token": lambda: self._token(request)}[path]
        found, status = answer()
        response = requests.Response()
        response.status_code = status
        response.raw = io.BytesIO(json.dumps(found).encode())
        response.headers["Content-Type"] = "application/json"
        response.request, response.url = request, str(request.url)
        return response

    def _itself(self) -> tuple[Any, int]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.of_itself, 200

    def _keys(self) -> tuple[Any, int]:
        return {"keys": [self.key.as_dict(private=False)]}, 200

    def _token(self, request: requests.PreparedRequest) -> tuple[Any, int]:
        sent = {name: values[0] for name, values in parse_qs(str(request.body)).items()}
        asked = self.asked.pop(sent["code"], None)  # a code counts once
        challenge = _text(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode()
        if asked is None or challenge != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}, 400
        moment = int(time.time())
        claims = {"iss": ISSUER, "aud": asked["client_id"], "iat": moment, "exp": moment + 300, "nonce": asked["nonce"]} | self.claims
        token = self._signed({name: value for name, value in claims.items() if value is not None})
        self.told.append(token)
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}, 200

    def _signed(self, claims: dict[str, Any]) -> str:
        content = json.dumps(claims).encode()
        if isinstance(self.signs_with, bytes) or self.algorithm == "none":
            head = json.dumps({"alg": self.algorithm, "kid": self.key.kid}).encode()
            signed = _text(head) + b"." + _text(content)
            secret = self.signs_with or b""
            signature = hmac.digest(secret, signed, hashlib.sha256) if secret else b""
            return (signed + b"." + _text(signature)).decode()
        head = {"alg": self.algorithm, "kid": self.key.kid}
        return jws.serialize_compact(head, content, self.signs_with or self.key)

    def with_a_secret(self, secret: bytes) -> None:
        """It signs with what both sides, or everybody, know."""
        self.algorithm, self.signs_with = "HS256", secret


def _text(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")

"""A provider of OpenID Connect that no one here wrote (Canaille), on this machine alone, with invented people: provider.py PORT SECRET BACK."""

from __future__ import annotations

import datetime
import secrets
import sys
import wsgiref.simple_server

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import JWKRegistry

PEOPLE = {"carys": "practitioners", "bryn": "managers"}


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    """Requests are not logged: they would carry codes."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nothing."""


def main(port: int, secret: str, back: str) -> None:
    """Serve until stopped."""
    key = JWKRegistry.generate_key("RSA", 2048)
    key.ensure_kid()
    config = {
        "ENV_FILE": None,
        "SECRET_KEY": secrets.token_hex(16),
        "WTF_CSRF_ENABLED": False,
        "PREFERRED_URL_SCHEME": "http",
        "SERVER_NAME": f"localhost:{port}",
        "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}}},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
    }
    app = create_app(config=config)
    with app.app_context():
        save = Backend.instance.save
        for name, group in PEOPLE.items():
            user = models.User(
                user_name=name, formatted_name=name.title(), family_name=name, emails=[f"{name}@example.org"], password=f"{name} at work"
            )
            save(user)
            save(models.Group(display_name=group, members=[user]))
        client = models.Client(
            client_id="holdfast",
            client_name="Holdfast",
            client_secret=secret,
            client_id_issued_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            redirect_uris=[back],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "groups"],
            token_endpoint_auth_method="client_secret_basic",
        )
        save(client)
        Backend.instance.update(client, audience=[client])
        save(client)
    wsgiref.simple_server.make_server("localhost", port, app, handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])

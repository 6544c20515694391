"""Sessions in the database, under a hash of the session's key: what lies in the table, or in a backup of it, opens nobody's session."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone


def stored_key(session_key: str) -> str:
    """The key as it is stored: 160 bits of its SHA-256. The key itself has 165 random bits, so no salt is needed."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(InDatabase):
    """Django's store, with the stored key in the place of the key."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, where there is no such session."""
        # The wall clock on purpose: a session's end is about a person at a machine, not about domain time.
        moment = timezone.now()  # noqa: TID251
        row = Session.objects.filter(session_key=stored_key(self.session_key or ""), expire_date__gt=moment).first()
        if row is None:
            self._session_key = None
            return {}
        return dict(self.decode(row.session_data))

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(stored_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        instance = super().create_model_instance(data)
        instance.session_key = stored_key(instance.session_key)
        return instance

    def delete(self, session_key: str | None = None) -> None:
        key = session_key if session_key is not None else self.session_key
        if key is not None:
            super().delete(stored_key(key))

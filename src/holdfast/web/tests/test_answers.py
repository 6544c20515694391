"""Each act is answered by a notice of what was recorded and what follows."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]

#: Redirects that answer no act: a page that belongs elsewhere, signing in and out, the public's own pages (which say it on the page), demonstrations.
NO_ACT = {
    "support/views.py": 1,
    "support/hers_views.py": 1,
    "places/views.py": 1,
    "panel/views.py": 1,
    "accounts/views.py": 5,
    "accounts/second_views.py": 6,
    "accounts/sign_on_views.py": 2,
    "accounts/again.py": 1,
    "accounts/admitting_views.py": 1,
    "concerns/public_views.py": 5,
    "concerns/views.py": 3,
    "partnership/shell.py": 2,
    "returns/history_views.py": 1,
    "returns/upload_views.py": 1,
    "demonstration/views.py": 2,
}


def test_no_view_answers_an_act_with_a_bare_redirect() -> None:
    """After an act nothing was said."""
    found = {}
    for file in HOUSE.rglob("*.py"):
        name = str(file.relative_to(HOUSE))
        if "tests" in file.parts or not name.endswith(("views.py", "shell.py")):
            continue
        if bare := len(re.findall(r"return redirect\(|_remember\(redirect\(|= redirect\(", file.read_text(encoding="utf-8"))):
            found[name] = bare
    over = {name: count for name, count in found.items() if count > NO_ACT.get(name, 0)}
    assert over == {}

"""What the first people of a partnership do after `holdfast set-up`, by the pages alone, until the first concern is told: for `script/try-deploying`.

Counts the pages that were sent. Speaks to https://record.example.org, wherever that name points for this process (127.0.0.1).
"""

from __future__ import annotations

import base64
import glob
import http.client
import http.cookies
import ssl
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from lxml import html

HOST = "record.example.org"
INVITATIONS = "/var/lib/holdfast-record/invitations"
SENT = 0


class Browser:
    """Somebody's browser: cookies, and the page that it shows."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.page: html.HtmlElement = html.fromstring("<p/>")
        self.address = "/"

    def ask(self, address: str, sent: dict[str, str] | None = None, *, status: int = 200) -> None:
        for _ in range(6):
            connection = http.client.HTTPSConnection("127.0.0.1", 443, context=ssl._create_unverified_context(), timeout=60)
            headers = {
                "Host": HOST,
                "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                "Referer": f"https://{HOST}{address}",
            }
            body = None
            if sent is not None:
                body, headers["Content-Type"] = urlencode(sent), "application/x-www-form-urlencoded"
            connection.request("POST" if sent is not None else "GET", address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            for header in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in http.cookies.SimpleCookie(header).items():
                    self.cookies[name] = morsel.value
            self.address = address
            if answer.status not in (301, 302, 303):
                break
            there = urlsplit(urljoin(f"https://{HOST}{address}", answer.headers["Location"]))
            address, sent = there.path + (f"?{there.query}" if there.query else ""), None
        self.page = html.fromstring(content)
        if answer.status != status:
            sys.exit(f"{address} answered {answer.status}: {self.words()[:2000]}")

    def words(self) -> str:
        return " ".join(self.page.text_content().split())

    def send(self, button: str = "", **answers: str) -> None:
        """Fill the form that has these answers (or this button) and send it."""
        global SENT
        for form in self.page.iter("form"):
            names = {each.get("name") for each in form.iter("input", "select", "textarea")}
            buttons = {" ".join(each.text_content().split()): each for each in form.iter("button")}
            if (answers and set(answers) <= names) or (button and button in buttons):
                break
        else:
            sys.exit(f"{self.address} has no form for {button or sorted(answers)}: {self.words()[:2000]}")
        sent = {each.get("name"): each.get("value", "") for each in form.iter("input") if each.get("type") == "hidden"}
        sent |= {each.get("name"): each.text or "" for each in form.iter("textarea")}
        if button and buttons[button].get("name"):
            sent[buttons[button].get("name")] = buttons[button].get("value", "")
        SENT += 1
        self.ask(form.get("action") or self.address, {**sent, **answers})

    def chosen(self, name: str, words: str) -> str:
        """The value of a choice by its words."""
        for option in self.page.iter("option"):
            if option.getparent().get("name") == name and words in option.text_content():
                return str(option.get("value"))
        sys.exit(f"{self.address} offers no {words!r} as {name}: {self.words()[:2000]}")

    def follow(self, words: str) -> None:
        for link in self.page.iter("a"):
            if words in " ".join(link.text_content().split()):
                self.ask(link.get("href"))
                return
        sys.exit(f"{self.address} has no link {words!r}: {self.words()[:2000]}")


def comes_in(link: str, code: str) -> Browser:
    """Somebody opens their account with both halves, and sets up an app that gives codes."""
    browser = Browser()
    browser.ask(urlsplit(link.strip()).path)
    browser.send(code=code.strip(), password="three invented lanterns")
    (secret,) = [each.text_content() for each in browser.page.find_class("hf-secret")]
    now = int(time.time())
    browser.send(code=TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(now).decode())
    assert browser.address == "/", browser.words()[:2000]
    return browser


def halves(name: str) -> tuple[str, str]:
    (link,), (code,) = (glob.glob(f"{INVITATIONS}/{name}-*-{half}.txt") for half in ("link", "code"))
    return Path(link).read_text(), Path(code).read_text()


def main() -> None:
    began = time.monotonic()
    efua, ines = comes_in(*halves("efua.north")), comes_in(*halves("ines.rowan"))
    print("Efua and Ines open their accounts: link, code, a password, and an app that gives codes.")
    # The council's account manager makes the front door's post, and says who holds it; the police's agrees.
    efua.ask("/people/managing/posts/new/")
    role = efua.chosen("role", "Front door manager")
    efua.send(title="Front door manager", role=role, manager_post="nobody", team="nobody")
    efua.ask("/people/managing/starts/")
    post = efua.chosen("post", "Front door manager")
    efua.send(name="Bryn Castle", post=post, reason="The first at the front door")
    bryn_page = efua.address
    ines.ask("/")
    ines.follow("waits for somebody of your organisation to agree")
    ines.follow("Somebody would take up the post Front door manager")
    ines.send(agree="yes", reason="Agreed between us")
    print("Efua makes the front door’s post and says that Bryn holds it; Ines, of the police, agrees.")
    # He is invited by the one, and vouched for by the other.
    efua.ask(bryn_page)
    efua.follow("Invite them to sign in")
    efua.send(email="bryn.castle@example.org")
    (link,) = [each.text_content() for each in efua.page.find_class("hf-secret")]
    ines.ask("/people/admissions/")
    (name,) = [" ".join(b.text_content().split()) for b in ines.page.iter("button") if "I know Bryn Castle" in b.text_content()]
    ines.send(name)
    (code,) = [each.text_content() for each in ines.page.find_class("hf-secret")]
    bryn = comes_in(link, code)
    print("Efua invites Bryn, Ines vouches for him, and he opens his account.")
    # He puts himself on call, and with that the public form opens.
    public = Browser()
    public.ask("/tell/", status=503)
    assert "Nobody reads messages here yet" in public.words(), public.words()[:500]
    bryn.ask("/people/rota/")
    last = date.today() + timedelta(days=13)
    days = {
        f"{name}_{part}": str(getattr(on, part))
        for name, on in (("first", date.today()), ("last", last))
        for part in ("day", "month", "year")
    }
    fields = {each.get("name") for each in bryn.page.iter("input")}
    if not set(days) <= fields:
        days = {key.replace("_", "-", 1): value for key, value in days.items()}
    bryn.send(worker=bryn.chosen("worker", "Bryn Castle"), **days)
    print("Until now the public form said that nobody reads messages. Bryn is on call for two weeks, and it opens.")
    # Somebody tells.
    public.ask("/tell/")
    public.send("Tell us") if "Tell us" in public.words() and not list(public.page.iter("input")) else None
    tells(public)
    assert "received" in public.words().lower() or "We have it" in public.words(), public.words()[:2000]
    print("Somebody without an account tells of a worry, and is shown a number to come back with.")
    print(f"From two invitations to the first concern told: {SENT} forms sent, {time.monotonic() - began:.1f} s of the machine’s time.")


def tells(public: Browser) -> None:
    """Question by question, with the fewest answers."""
    answers = {"now": "no", "who": "friend", "worry": "An invented worry about a lift home", "safe": "not_at_all"}
    for _ in range(15):
        names = {each.get("name") for each in public.page.iter("input", "textarea") if each.get("type") != "hidden"}
        if any("Send it to us" in b.text_content() for b in public.page.iter("button")):
            public.send("Send it to us")
            return
        given = {name: answers[name] for name in names & answers.keys()}
        if "safe" in given:
            radios = [each.get("value") for each in public.page.iter("input") if each.get("name") == "safe"]
            given["safe"] = radios[-1]
        elif not given:
            radio = next((each for each in public.page.iter("input") if each.get("type") == "radio"), None)
            if radio is not None:
                same = [each.get("value") for each in public.page.iter("input") if each.get("name") == radio.get("name")]
                given = {radio.get("name"): same[-1]}
        public.send("" if given else "Continue", **given)


if __name__ == "__main__":
    main()

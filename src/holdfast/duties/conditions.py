"""Named conditions of rules: each a question about one entry, answered from its facts alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

SERIOUS_ALLEGATIONS = frozenset({"sexual_abuse", "sexual_exploitation", "repeat_missing", "person_in_authority"})


class Happened(Protocol):
    """An entry, as far as a condition looks at it."""

    @property
    def facts(self) -> Any: ...


Condition = Callable[[Happened], bool]
_conditions: dict[str, Condition] = {}


def condition(function: Condition) -> Condition:
    """Register a condition under its function's name, which rules use."""
    _conditions[function.__name__] = function
    return function


#: What must be so of what ends a duty, as its page says it.
WORDS: dict[str, str] = {
    "seen_alone": "with the child seen alone",
    "about_the_child": "about this child",
    "decision_stands": "and what was decided stands",
}


def exists(name: str) -> bool:
    return name in _conditions


def holds(name: str | None, entry: Happened) -> bool:
    """Whether the condition of that name holds; no condition always holds."""
    return name is None or _conditions[name](entry)


def _fact(entry: Happened, name: str, default: Any = None) -> Any:
    return getattr(entry.facts, name, default)


@condition
def danger_now(e: Happened) -> bool:
    """The teller says that somebody is in danger right now; where that was said before all else, its own entry says it."""
    return bool(_fact(e, "danger_now", True)) and first_told(e)


@condition
def first_told(e: Happened) -> bool:
    """What is told after danger was told goes on with it: it is no second concern."""
    return not _fact(e, "follows_danger", False)


@condition
def asks_decision(e: Happened) -> bool:
    """Contacts and referrals are decided on. Intelligence is not a referral, but must be read and decided on all the same."""
    return _fact(e, "nature", "contact") in ("contact", "referral", "intelligence") and first_told(e)


@condition
def told_by_professional(e: Happened) -> bool:
    return bool(_fact(e, "channel") == "professional") and first_told(e)


@condition
def decision_stands(e: Happened) -> bool:
    """A decision that needs no second person, or the second person's agreement."""
    agrees = _fact(e, "agrees")
    return bool(agrees) if agrees is not None else not _fact(e, "needs_second", True)


@condition
def professional_decision_stands(e: Happened) -> bool:
    return decision_stands(e) and told_by_professional(e)


@condition
def alleges_what_is_serious(e: Happened) -> bool:
    """Sexual abuse or exploitation, going missing again and again, or a person in authority is alleged."""
    return any(alleged in SERIOUS_ALLEGATIONS for alleged in _fact(e, "alleged", ()))


@condition
def first_alleges_authority(e: Happened) -> bool:
    """Something done by a person in authority is alleged, and was not before."""
    return bool(_fact(e, "authority_first", "person_in_authority" in _fact(e, "alleged", ())))


@condition
def names_exploitation(e: Happened) -> bool:
    """The exploitation of a child is part of it."""
    return bool(_fact(e, "exploitation", False))


@condition
def asks_second(e: Happened) -> bool:
    """A decision that needs a second person, or another who is asked in their place."""
    return bool(_fact(e, "needs_second", _fact(e, "second") is not None))


@condition
def second_disagrees(e: Happened) -> bool:
    return _fact(e, "agrees") is False


@condition
def adds_to_a_concern(e: Happened) -> bool:
    """What is added is its own kind of entry; or is told after danger was."""
    return bool(_fact(e, "follows_danger", True))


@condition
def to_be_assessed(e: Happened) -> bool:
    """The child is to be assessed or protected: from an assessment upwards."""
    return _fact(e, "decision") in ("assessment", "section47", "immediate_protection")


@condition
def protect_now(e: Happened) -> bool:
    return bool(_fact(e, "decision") == "immediate_protection")


@condition
def suspects_significant_harm(e: Happened) -> bool:
    return _fact(e, "decision") in ("section47", "immediate_protection")


@condition
def is_sampled(e: Happened) -> bool:
    """Somebody else was drawn to look at what was shown in another system."""
    return _fact(e, "sampled_to") is not None


@condition
def is_unasked(e: Happened) -> bool:
    """It is opened; or passes to another organisation with bodies that were not asked."""
    return bool(_fact(e, "unasked", True))


@condition
def is_uncounted(e: Happened) -> bool:
    """It is opened; or passes to another organisation before it was counted."""
    return bool(_fact(e, "uncounted", True))


@condition
def passes_or_ends(e: Happened) -> bool:
    """It passes to another organisation, whose it is then; or it ends, and whoever else was asked agreed."""
    return bool(_fact(e, "passes", True) and _fact(e, "agrees", True))


@condition
def is_not_sound(e: Happened) -> bool:
    """The scrutineer finds that a decision does not bear its reason."""
    return _fact(e, "sound") is False


@condition
def ends_conference_clock(e: Happened) -> bool:
    """Enquiries that do not lead to a conference; or whatever else makes it needless."""
    return bool(_fact(e, "outcome", "") != "conference")


@condition
def decided_positive(e: Happened) -> bool:
    return bool(_fact(e, "positive", False))


@condition
def not_identified(e: Happened) -> bool:
    """Nobody can say yet who the child is."""
    return not _fact(e, "identified", True)


@condition
def has_no_worker_yet(e: Happened) -> bool:
    """A case begins, not from a census; a further referral opens a closed one again; or whoever had the child has left."""
    if _fact(e, "reason") == "left":
        return True
    origin = _fact(e, "origin")
    return bool(origin != "import") if origin is not None else bool(_fact(e, "reopens", False))


@condition
def about_the_child(e: Happened) -> bool:
    """A strategy discussion about an alleged abuser under 18 is another one than the child's own."""
    return bool(_fact(e, "about", "child") == "child")


@condition
def needs_assessment(e: Happened) -> bool:
    """A referral on which something was to be done, or whose "no further action" the same file contradicts; early help is no statutory assessment."""
    if not _fact(e, "assess", True):
        return False
    return not _fact(e, "nfa", False) or bool(_fact(e, "nfa_contradicted", False))


@condition
def section47_decided(e: Happened) -> bool:
    return _fact(e, "decision") in ("section47_joint", "section47_single")


@condition
def without_strategy(e: Happened) -> bool:
    """A section 47 enquiry with no strategy discussion on this record: the clock runs from the enquiry's start."""
    return _fact(e, "strategy") is None


@condition
def starts_conference_clock(e: Happened) -> bool:
    """The strategy discussion at which enquiries were begun; or, where a file shows none, their start."""
    return section47_decided(e) if _fact(e, "decision") is not None else without_strategy(e)


@condition
def seen(e: Happened) -> bool:
    """Seen, where the entry can say so (a visit may find nobody in)."""
    return bool(_fact(e, "seen", True))


@condition
def seen_alone(e: Happened) -> bool:
    return bool(_fact(e, "seen_alone", False))


@condition
def plan_made(e: Happened) -> bool:
    return bool(_fact(e, "plan", False))


@condition
def plan_continues(e: Happened) -> bool:
    return bool(_fact(e, "continues", True))


@condition
def suspects_harm_or_needed(e: Happened) -> bool:
    """Somebody said that a strategy discussion is needed, or the decision itself suspects significant harm."""
    return (_fact(e, "decision") is None and _fact(e, "origin") is None) or suspects_significant_harm(e)


@condition
def is_to_be_assessed(e: Happened) -> bool:
    """Somebody who was named for the first time; or again, where it had come to nothing."""
    return bool(_fact(e, "reopens", True))


@condition
def adds_to_what_is_open(e: Happened) -> bool:
    return not is_to_be_assessed(e)


@condition
def is_connected(e: Happened) -> bool:
    """Whoever was asked is connected with them, and another is asked."""
    return bool(_fact(e, "connected", False))


@condition
def has_an_end(e: Happened) -> bool:
    return _fact(e, "warn_on") is not None


@condition
def says_wait(e: Happened) -> bool:
    """Others wait for the first time; or go on waiting, as the vetted group decided."""
    return _fact(e, "until") is not None and not _fact(e, "renewed", False)


@condition
def says_wait_again(e: Happened) -> bool:
    return bool(_fact(e, "renewed", False))


@condition
def says_speak(e: Happened) -> bool:
    return bool(_fact(e, "answer") == "speak")


@condition
def waits_for_money(e: Happened) -> bool:
    return bool(_fact(e, "waits") == "money")


@condition
def is_offered_again(e: Happened) -> bool:
    """What she did not want, did not answer, or the service ended; not what she declined a second time."""
    return not _fact(e, "final", False) and bool(_fact(e, "why", "withdrawn") == "withdrawn")


@condition
def grows_up(e: Happened) -> bool:
    return _fact(e, "handover_on") is not None


@condition
def is_licensed_here(e: Happened) -> bool:
    return bool(_fact(e, "licensed") == "here")


@condition
def is_licensed_elsewhere(e: Happened) -> bool:
    return bool(_fact(e, "licensed") == "elsewhere")


@condition
def enters_register(e: Happened) -> bool:
    return bool(_fact(e, "enters", False))


@condition
def names_next(e: Happened) -> bool:
    return _fact(e, "next_on") is not None


@condition
def names_review(e: Happened) -> bool:
    return _fact(e, "review_on") is not None


@condition
def needs_advice(e: Happened) -> bool:
    return bool(_fact(e, "close") == "close_again")


@condition
def was_agreed(e: Happened) -> bool:
    """Where somebody else was asked, they agreed; where nobody was, it stands."""
    return bool(_fact(e, "agrees", True))


@condition
def told_remains(e: Happened) -> bool:
    """The organisation has been told more than it has acknowledged."""
    return bool(_fact(e, "remaining", 0))

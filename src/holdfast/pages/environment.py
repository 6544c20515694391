"""The Jinja2 environment of every page (`TEMPLATES` → `OPTIONS["environment"]`).

Autoescape is on and cannot be turned off; an undefined name is an error, not an empty space on the page. Templates live
in `holdfast/<package>/templates/<package>/…`. GOV.UK Frontend's own macros, which rely on undefined values being falsy,
run in an environment of their own behind the prefix `govuk_frontend_jinja/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)

from holdfast.pages import components, dates, shell, text

HOUSE: Final = Path(__file__).resolve().parent.parent
GOVUK: Final = "govuk_frontend_jinja"


class PageEnvironment(Environment):
    """Strict for our templates; GOV.UK Frontend's macros are compiled in a lenient environment."""

    lenient: Environment | None = None

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template of that name; one of GOV.UK Frontend's comes from the lenient environment."""
        if self.lenient is not None and isinstance(name, str) and name.startswith(f"{GOVUK}/"):
            return self.lenient.get_template(name)
        return super().get_template(name, parent, globals)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: `{{ url("children:case", child.id) }}`. `query` is not taken: addresses hold no
    data.
    """
    return reverse(name, args=args or None, kwargs=kwargs or None)


def template_folders() -> list[Path]:
    """Every package's `templates` folder, in alphabetical order of package."""
    return sorted(folder for folder in HOUSE.glob("*/templates") if folder.is_dir())


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this with its options.

    Its own loader (the project's DIRS and each app's `jinja2` folder) comes first, then the packages' `templates`
    folders.
    """
    given: BaseLoader | None = options.pop("loader", None)
    options.update(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    govuk = PrefixLoader({GOVUK: PackageLoader(GOVUK)})
    houses = FileSystemLoader(template_folders())
    env = PageEnvironment(loader=ChoiceLoader([*([given] if given else []), houses, govuk]), **options)
    env.lenient = Environment(loader=govuk, autoescape=True, undefined=ChainableUndefined)
    env.globals.update(GLOBALS)
    env.filters.update(FILTERS)
    return env


GLOBALS: Final[Mapping[str, object]] = {
    "static": static,
    "url": url,
    "shell": shell.Shell(),
    "count_left": dates.count_left,
    "happened": dates.happened,
    "gap": dates.gap,
    "tone_class": components.tone_class,
}

FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "day": dates.day,
    "time": dates.clock_time,
    "moment": dates.moment,
    "iso": dates.iso,
    "ago": dates.ago,
    "left": dates.left,
    "plural": dates.plural,
    "capitalised": text.capitalised,
}

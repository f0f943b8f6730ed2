"""Translate texts through gettext catalogs that are read at the start."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Self

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
_CATALOGS = Path(__file__).parent / "locale"


class Translator:
    """Translates texts into one language: `t("Hello {name}", name=…)`."""

    def __init__(self, tag: str, translations: NullTranslations) -> None:
        self.tag = tag
        self._locale = Locale.parse(tag)
        self._translations = translations

    def __call__(self, text: str, **values: Any) -> str:
        return self._translations.gettext(text).format(**values)

    def plural(self, one: str, other: str, n: int, **values: Any) -> str:
        """Return `one` or `other`, as the number `n` requires."""
        return self._translations.ngettext(one, other, n).format(n=n, **values)

    @property
    def own_name(self) -> str:
        """The language's own name."""
        return (self._locale.get_display_name(self._locale) or self.tag).capitalize()

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166 code."""
        return str(self._locale.territories[code])

    def list_of(self, items: Sequence[str]) -> str:
        """Join items as the language does: "Canada and Mexico"."""
        return format_list(list(items), locale=self._locale) if items else ""

    def day(self, moment: datetime, timezone: str = "UTC") -> str:
        local = moment.astimezone(get_timezone(timezone))
        return format_date(local, format="long", locale=self._locale)

    def time(self, moment: datetime, timezone: str = "UTC") -> str:
        zone = get_timezone(timezone)
        return format_datetime(moment, format="long", tzinfo=zone, locale=self._locale)


class Translators:
    """The translators of every language that the bot speaks."""

    def __init__(self, languages: Mapping[str, Translator], default: str) -> None:
        self._languages = dict(languages)
        self.default = languages[default]

    @classmethod
    def read(cls, default: str) -> Self:
        """Read the catalogs next to the views."""
        languages = {SOURCE_LANGUAGE: Translator(SOURCE_LANGUAGE, NullTranslations())}
        for catalog in sorted(_CATALOGS.glob("*/LC_MESSAGES/messages.po")):
            tag = catalog.parts[-3]
            languages[tag] = Translator(tag, _translations(catalog))
        return cls(languages, default)

    def __iter__(self) -> Any:
        return iter(self._languages.values())

    def __contains__(self, tag: str) -> bool:
        return tag in self._languages

    def of(self, tag: str) -> Translator:
        """Return the translator nearest to an IETF tag such as `sv-SE`, or the default."""
        return self._languages.get(tag.replace("_", "-").split("-")[0].lower(), self.default)


@cache
def _translations(catalog: Path) -> GNUTranslations:
    """Read a catalog, once per process."""
    compiled = io.BytesIO()
    with catalog.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)

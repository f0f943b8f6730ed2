"""Every text, in every language: `python -m tests.texts` tells what a catalog lacks.

`python -m tests.texts update [TAG…]` brings the catalogs (and those of new languages) up to date
with the code; what is then empty waits for its translation.
"""

import ast
import sys
from collections.abc import Container, Iterator
from pathlib import Path
from string import Formatter
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "views" / "locale"
SPEAKING = ("views", "handlers", "scheduler")
"""The folders whose code says something to people."""
METHODS = [
    ("**.py", "tests.texts:said_in_python"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
]
KEYWORDS = {"t": None, "plural": (1, 2)}
WIDTH = 96
HEADER = r"""msgid ""
msgstr ""
"Language: {tag}\n"
"Plural-Forms: {plural_forms}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
"""Of gettext's header, what a catalog needs to be read: no names, and no dates to go stale."""


def said_in_python(
    file: IO[bytes], keywords: Container[str], _tags: object, **_options: object
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """Find what Python says, within f-strings too: Babel's own extractor passes those over."""
    calls = [node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call.func:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in keywords:
                yield call.lineno, name, _constants(call), []


def _constants(call: ast.Call) -> tuple[str, ...]:
    values = [value.value for value in call.args if isinstance(value, ast.Constant)]
    return tuple(value for value in values if isinstance(value, str))


def template() -> Catalog:
    """Collect what the code says: `t("…")` and `t.plural("one", "other", n)`."""
    catalog = Catalog(project="amazon-store-bot")
    for folder in SPEAKING:
        found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
        for name, _line, text, _comments, _context in found:
            catalog.add(text, locations=[(f"{folder}/{name}", 0)])
    return catalog


def path_of(tag: str, locale: Path = LOCALE) -> Path:
    return locale / tag / "LC_MESSAGES" / "messages.po"


def tags(locale: Path = LOCALE) -> list[str]:
    """List the languages that have a catalog."""
    return sorted(path.parts[-3] for path in locale.glob("*/LC_MESSAGES/messages.po"))


def read(tag: str, locale: Path = LOCALE) -> Catalog:
    with path_of(tag, locale).open("rb") as file:
        return read_po(file, locale=tag)


def problems(catalog: Catalog, said: Catalog) -> Iterator[str]:
    """Tell what keeps a catalog from saying exactly what the code says."""
    for message in said:
        if message.id:
            yield from _untranslated(message, catalog.get(message.id))
    for message in catalog:
        if message.id and message.id not in said:
            yield f"nobody says this any more: {_shown(message)}"
    for obsolete in catalog.obsolete.values():
        yield f"obsolete: {_shown(obsolete)}"


def _untranslated(message: Message, translated: Message | None) -> Iterator[str]:
    strings = _strings(translated) if translated else []
    if translated is None or not all(strings):
        yield f"not translated: {_shown(message)}"
    elif translated.fuzzy:
        yield f"fuzzy: {_shown(message)}"
    else:
        given = [_placeholders(text) for text in _ids(message)]
        some, all_of_them = set.union(*given), set.intersection(*given)
        if any(not all_of_them <= _placeholders(text) <= some for text in strings):
            yield f"other placeholders than in: {_shown(message)}"


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a brace that is not closed"}


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _shown(message: Message) -> str:
    return " | ".join(_ids(message))


def update(tag: str, locale: Path = LOCALE) -> None:
    """Bring a catalog up to date, or begin one."""
    path = path_of(tag, locale)
    catalog = read(tag, locale) if path.exists() else Catalog(locale=tag)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(tag=tag, plural_forms=catalog.plural_forms).encode())
        write_po(
            file, catalog, width=WIDTH, sort_by_file=True, include_lineno=False, omit_header=True
        )


def check() -> int:
    """Write what is wrong to standard output; the number of faults."""
    said = template()
    faults = [f"{tag}: {fault}" for tag in tags() for fault in problems(read(tag), said)]
    faults += [f"`t.plural` is not found in templates: {path}" for path in _plural_templates()]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(said)} texts, {len(tags())} catalogs, {len(faults)} faults\n")
    return len(faults)


def _plural_templates() -> Iterator[Path]:
    for path in (ROOT / "views" / "templates").glob("**/*.html"):
        if "t.plural(" in path.read_text(encoding="utf-8"):
            yield path.relative_to(ROOT)


def main(arguments: list[str]) -> int:
    if not arguments:
        return 1 if check() else 0
    if arguments[0] != "update":
        sys.stderr.write(f"{__doc__}\n")
        return 2
    for tag in arguments[1:] or tags():
        update(tag)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

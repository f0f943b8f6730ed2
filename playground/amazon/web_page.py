"""A page as the driver's browser reads it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from yarl import URL

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    action: str
    hidden: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """`name` and `code` are what the page says of itself; forms and links go by their ids."""

    def __init__(self, url: URL, status: int, html: str) -> None:
        super().__init__()
        self.url, self.status, self.html = url, status, html
        self.name = ""
        self.code = ""
        self.text = ""
        self.token = ""
        self.forms: dict[str, Form] = {}
        self.links: dict[str, str] = {}
        self._form = Form("")
        self._in_token = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_token = tag == "textarea" and given.get("id") == "token"
        if tag == "main":
            self.name, self.code = given.get("data-page", ""), given.get("data-code", "")
        elif tag == "form":
            self._form = Form(given["action"])
            self.forms[given.get("id", given["action"])] = self._form
        elif tag == "input" and given.get("type") == "hidden":
            self._form.hidden[given["name"]] = given["value"]
        elif tag == "a" and "href" in given:
            self.links[given.get("id", given["href"])] = given["href"]

    def handle_data(self, data: str) -> None:
        self.text = f"{self.text} {data.strip()}".strip()
        if self._in_token:
            self.token += data

    def handle_endtag(self, tag: str) -> None:
        self._in_token = self._in_token and tag != "textarea"

"""The API's reference page, rendered from its OpenAPI description."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_JSON = "application/json"
_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter or body member, and what it is."""

    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `sent` and `answer` are examples as they go over the wire."""

    name: str
    method: str
    path: str
    summary: str
    told: str
    parameters: Sequence[Named]
    sent: str
    answer: str
    members: Sequence[Named]
    statuses: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations under one tag, for the API's reference page."""

    name: str
    told: str
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """One kind of problem; `advice` says what a program should do about it."""

    kind: str
    status: int
    title: str
    detail: str
    advice: str


@dataclass(frozen=True)
class Description:
    """Reads an OpenAPI 3.1 document for people; its references lead to its own components."""

    document: Json

    @property
    def title(self) -> str:
        return str(self.document["info"]["title"])

    @property
    def summary(self) -> str:
        return str(self.document["info"]["summary"])

    @property
    def paragraphs(self) -> Sequence[str]:
        return str(self.document["info"]["description"]).strip().split("\n\n")

    @property
    def address(self) -> str:
        return str(self.document["servers"][0]["url"])

    @property
    def groups(self) -> Sequence[Group]:
        """The operations, grouped by tag."""
        found = list(self._operations())
        return [
            Group(
                tag["name"],
                tag["description"],
                [shown for name, shown in found if name == tag["name"]],
            )
            for tag in self.document["tags"]
        ]

    @property
    def problems(self) -> Sequence[ToldProblem]:
        """Every kind of problem in the examples, in order."""
        responses = self.document["components"]["responses"].values()
        bodies = [response.get("content", {}).get(_PROBLEM, {}) for response in responses]
        return [
            _problem(kind, example)
            for body in bodies
            for kind, example in body.get("examples", {}).items()
        ]

    def _operations(self) -> Iterator[tuple[str, Operation]]:
        for path, item in self.document["paths"].items():
            for method in ("get", "post"):
                if method in item:
                    tag = item[method]["tags"][0]
                    shared = item.get("parameters", [])
                    yield tag, self._operation(method, path, item[method], shared)

    def _operation(self, method: str, path: str, told: Json, shared: Sequence[Json]) -> Operation:
        parameters = [self._at(each) for each in (*shared, *told.get("parameters", []))]
        answer = self._schema(told["responses"]["200"])
        return Operation(
            name=told["operationId"],
            method=method.upper(),
            path=path,
            summary=told["summary"],
            told=told.get("description", ""),
            parameters=[Named(each["name"], each["description"]) for each in parameters],
            sent=self._sent(told.get("requestBody")),
            answer=_written(self._example(answer)),
            members=self._members(answer),
            statuses=list(told["responses"]),
        )

    def _sent(self, body: Json | None) -> str:
        """Render the example of a request body as JSON or form; empty where it has none."""
        if body is None:
            return ""
        example = self._example(self._schema(body))
        if _JSON in body["content"]:
            return _written(example)
        return "\n&".join(f"{name}={value}" for name, value in example.items())

    def _schema(self, told: Json) -> Json:
        content = next(iter(told["content"].values()))
        return self._at(content["schema"])

    def _members(self, schema: Json) -> Sequence[Named]:
        members = {name: self._at(each) for name, each in schema["properties"].items()}
        return [
            Named(n, each["description"]) for n, each in members.items() if "description" in each
        ]

    def _example(self, schema: Json) -> Any:
        """Return a schema's example; a page's is made from that of its items."""
        if "example" in schema:
            return schema["example"]
        properties = {name: self._at(each) for name, each in schema["properties"].items()}
        return {
            name: [self._at(each["items"])["example"]] if "items" in each else None
            for name, each in properties.items()
        }

    def _at(self, told: Json) -> Json:
        """Resolve a reference."""
        if "$ref" not in told:
            return told
        found: Json = self.document
        for part in told["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found


def _problem(kind: str, example: Json) -> ToldProblem:
    value = example["value"]
    return ToldProblem(
        kind, value["status"], value["title"], value["detail"], example["description"]
    )


def _written(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)

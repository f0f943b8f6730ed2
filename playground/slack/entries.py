"""What each person has typed and chosen where, before and after it is sent."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from playground.slack import values
from playground.slack.selectable import offers
from playground.slack.wire import Json
from playground.slack.world import World

Field = tuple[str, str]
Place = tuple[str, str]


class Entries:
    """Kept per person and container (a view's id or a message's ts), per block_id and action_id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._typed: dict[Place, dict[Field, Json]] = defaultdict(dict)
        self._options: dict[Place, dict[Field, list[Json]]] = defaultdict(dict)

    def offer(self, place: Place, field: Field, options: list[Json]) -> None:
        """Remember the options that the app gave for an external select."""
        known = {item["value"]: item for item in self._options[place].get(field, [])}
        known |= {item["value"]: item for item in options}
        self._options[place][field] = list(known.values())

    def enter(self, place: Place, field: Field, element: Any, value: Any) -> Json:
        """Note a value as the page says it; ValueError where it is not among the options."""
        state = values.entered(element, value, self.offered(place, field, element))
        if element["type"] in values.STATE_KEYS:
            self._typed[place][field] = state
        return state

    def offered(self, place: Place, field: Field, element: Any) -> list[Json]:
        initial = [element["initial_option"]] if "initial_option" in element else []
        initial += element.get("initial_options") or []
        return [*initial, *self._options[place].get(field, [])]

    def state(self, place: Place, blocks: list[Json]) -> Json:
        """Tell all values as `state.values`; a field keeps its entry while both its ids stay."""
        shown: dict[str, Json] = defaultdict(dict)
        typed = self._typed[place]
        for field, element in values.stateful(blocks).items():
            kept = typed.get(field)
            fits = kept is not None and kept["type"] == element["type"]
            shown[field[0]][field[1]] = kept if fits else self._first(place, element)
        return dict(shown)

    def settle(self, place: Place, blocks: list[Json], current: str | None = None) -> None:
        """Keep the fields that an update left, forget those it took away.

        An initial value counts only for a field that is new; `current` is the conversation that
        the person looks at.
        """
        typed = self._typed[place]
        fields = values.stateful(blocks)
        kept = {field: typed[field] for field in typed if field in fields}
        first = {field: self._first(place, e, current) for field, e in fields.items()}
        self._typed[place] = first | kept

    def _first(self, place: Place, element: Mapping[str, Any], current: str | None = None) -> Json:
        """Make the state before anybody touched it; what is not offered is not proposed either."""
        state = values.blank(element, current)
        if offers(self._world, place[0], element, values.content_of(state)):
            return state
        return values.blank({"type": element["type"]})

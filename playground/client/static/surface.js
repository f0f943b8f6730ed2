// Where blocks stand (a message, a modal, Home), who reads them, and whom they talk to.

import { Values } from "./field.js";

/** What texts need to know of the person who reads them. */
export function readerOf(state) {
  return {
    me: state.me.id,
    locale: state.me.locale ?? "en-US",
    timeZone: state.me.tz ?? "UTC",
    now: () => state.now(),
    userName: (id) => nameOf(state.users.get(id)),
    conversationName: (id) => state.conversations.get(id)?.name ?? null,
  };
}

export function nameOf(user) {
  return user ? user.real_name || user.name : null;
}

export class Surface {
  constructor(scope, container, state, client) {
    Object.assign(this, { scope, container, state, client });
    this.values = new Values();
    this.reader = readerOf(state);
  }

  people() {
    return this.state.people.map((user) => option(user.id, nameOf(user)));
  }

  /** Channels and direct messages to choose from, by a select's `filter`. */
  places(filter = {}) {
    const include = filter.include ?? ["public", "private", "im"];
    const takesShared = !filter.exclude_external_shared_channels;
    const places = [...this.state.conversations.values()];
    return places
      .filter((place) => !place.is_archived && include.includes(kindOf(place)))
      .filter((place) => takesShared || !place.is_ext_shared)
      .map((place) => option(place.id, place.kind === "im" ? place.name : `# ${place.name}`));
  }
}

function kindOf(place) {
  if (place.kind !== "channel") return place.kind;
  return place.is_private ? "private" : "public";
}

function option(value, text) {
  return { value, text: { type: "plain_text", text, emoji: false } };
}

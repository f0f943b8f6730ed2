// Where one can go: channels, direct messages, the app's Home; and who one is.

import { becomePerson } from "./address.js";
import { el, icon, reconcile } from "./dom.js";
import { icons } from "./icons.js";
import { nameOf } from "./surface.js";

export class Sidebar {
  constructor(node, onGo) {
    this.onGo = onGo;
    this.head = el("div", { class: "workspace" });
    this.groups = el("div", { class: "groups" });
    this.foot = el("div", { class: "you" });
    node.append(this.head, this.groups, this.foot);
  }

  draw(state) {
    const { workspace } = state;
    reconcile(this.head, [{ key: workspace.name, build: () => el("div", {}, workspace.name) }]);
    const places = [...state.conversations.values()];
    reconcile(this.groups, [
      this.#group(
        "Channels",
        places.filter((place) => place.kind === "channel"),
        state,
      ),
      this.#group(
        "Direct messages",
        places.filter((place) => place.kind === "im"),
        state,
      ),
      this.#group(
        "Apps",
        places.filter((place) => place.kind === "app_home"),
        state,
      ),
    ]);
    const key = JSON.stringify(state.people);
    reconcile(this.foot, [{ key, build: () => personSwitch(state.people, state.me) }]);
  }

  #group(title, places, state) {
    const key = `${title} ${state.current} ${JSON.stringify(places)}`;
    return { key, build: () => this.#groupNode(title, places, state) };
  }

  #groupNode(title, places, state) {
    if (places.length === 0) return el("div");
    const items = places.map((place) => el("li", {}, this.#link(place, state)));
    return el("section", { class: "group" }, el("h2", {}, title), el("ul", {}, items));
  }

  #link(place, state) {
    const isCurrent = place.id === state.current;
    const classes = ["place", place.unread > 0 && "unread", place.is_archived && "archived"];
    const attributes = {
      href: `#${place.id}`,
      class: classes.filter(Boolean).join(" "),
      "aria-current": isCurrent ? "page" : null,
      onclick: this.onGo,
    };
    const name = el("span", { class: "place-name" }, placeName(place, state));
    return el("a", attributes, icon(placeIcon(place)), name, mark(place), badge(place));
  }
}

export function placeName(place, state) {
  if (place.kind === "app_home") return `${state.app.name} Home`;
  return place.kind === "im" ? state.app.name : place.name;
}

export function placeIcon(place) {
  if (place.is_archived) return icons.archive;
  if (place.kind === "app_home") return icons.home;
  if (place.kind === "im") return icons.store;
  return place.is_private ? icons.lock : icons.channel;
}

function mark(place) {
  if (place.is_archived) return el("span", { class: "mark" }, "archived");
  if (place.is_ext_shared) return el("span", { class: "mark" }, "shared");
  if (place.is_private) return el("span", { class: "hidden-text" }, "private");
  return null;
}

function badge({ unread }) {
  if (!unread) return null;
  return el(
    "span",
    { class: "badge" },
    String(unread),
    el("span", { class: "hidden-text" }, " unread"),
  );
}

function personSwitch(people, me) {
  const options = people.map((user) => {
    const text = nameOf(user) + roleOf(user);
    return el("option", { value: user.id, selected: user.id === me.id }, text);
  });
  const onchange = (event) => becomePerson(event.target.value);
  const select = el("select", { id: "you", onchange }, options);
  return el("div", {}, el("label", { for: "you" }, "You are"), select);
}

function roleOf(user) {
  if (user.is_stranger) return " (other organization)";
  if (user.is_restricted) return " (guest)";
  return user.is_admin ? " (admin)" : "";
}

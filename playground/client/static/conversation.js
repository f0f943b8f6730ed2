// The middle of the page: a channel, a direct message, or the app's Home.

import { firstCommand } from "./command_menu.js";
import { Composer } from "./composer.js";
import { el, icon, reconcile } from "./dom.js";
import { FirstHint } from "./first_hint.js";
import { Home } from "./home.js";
import { icons } from "./icons.js";
import { MessageList, isReply } from "./message_list.js";
import { placeIcon, placeName } from "./sidebar.js";

export class Conversation {
  constructor(node, state, client, goBack) {
    Object.assign(this, { node, state, client, goBack });
    this.head = el("header", { class: "pane-head" });
    this.list = new MessageList("list", state, client);
    this.home = new Home(state, client);
    const send = (text) => this.#send(text);
    this.composer = new Composer({ send, commands: state.commands });
    this.hint = new FirstHint(state.commands, (text) => this.composer.write(text));
    this.foot = el("div", { class: "pane-foot" }, this.hint.node, this.composer.node);
    this.closed = el("div", { class: "closed", hidden: true });
    node.append(this.head, this.list.node, this.home.node, this.foot, this.closed);
  }

  #send(text) {
    if (text.startsWith("/")) this.hint.done();
    return this.client.send(text);
  }

  draw(state) {
    const place = state.conversation;
    if (!place) return;
    const isOther = place.id !== this.shown;
    this.shown = place.id;
    this.#drawHead(place);
    if (isOther) this.#start(place);
    const isHome = place.kind === "app_home";
    if (isHome) this.home.draw(state.home);
    else this.#drawMessages(place);
    if (isOther || !this.filled) this.list.toEnd();
    this.filled = state.messages.has(place.id);
    if (state.sought && this.list.show(state.sought)) state.sought = null;
  }

  #start(place) {
    const isHome = place.kind === "app_home";
    const name = this.#title(place);
    this.list.start(`Messages in ${name}`, beginning(place, name));
    this.home.node.hidden = !isHome;
    this.list.node.hidden = isHome;
    const closed = closedText(place, name);
    this.foot.hidden = isHome || closed !== "";
    this.closed.hidden = closed === "";
    this.closed.textContent = closed;
    this.composer.name(`Message ${name}`, invitation(this.state.commands, name));
    document.title = `${name} · Local Slack`;
    this.composer.invite();
  }

  #drawMessages(place) {
    const messages = this.state.messagesOf(place.id).filter((message) => !isReply(message));
    this.list.draw(place.id, messages, (ts) => this.client.openThread(ts));
  }

  #title(place) {
    const name = placeName(place, this.state);
    return place.kind === "channel" ? `#${name}` : name;
  }

  #drawHead(place) {
    const key = JSON.stringify([place.id, place.name, place.has_app, place.is_archived]);
    reconcile(this.head, [{ key, build: () => this.#headNode(place) }]);
  }

  #headNode(place) {
    const back = {
      type: "button",
      class: "back",
      "aria-label": "Back to the list",
      onclick: this.goBack,
    };
    return el(
      "div",
      { class: "pane-title" },
      el("button", back, icon(icons.back)),
      icon(placeIcon(place)),
      el("h1", {}, placeName(place, this.state)),
      place.kind === "channel" ? null : this.#tabs(),
      place.has_app === false && !place.is_archived ? this.#invitation() : null,
    );
  }

  /** A channel without the app: said, with the way to ask it in. */
  #invitation() {
    const { name } = this.state.app;
    const onclick = () => this.client.invite();
    const button = el("button", { type: "button", class: "button", onclick }, `Add ${name}`);
    return el("span", { class: "pane-note" }, `${name} is not in this channel. `, button);
  }

  /** The app's Home and its messages, where it has both. */
  #tabs() {
    const places = [...this.state.conversations.values()];
    const tabs = ["app_home", "im"].flatMap((kind) => places.filter((one) => one.kind === kind));
    if (tabs.length < 2) return null;
    return el("nav", { class: "tabs", "aria-label": "App" }, tabs.map((one) => this.#tab(one)));
  }

  #tab(place) {
    const text = place.kind === "app_home" ? "Home" : "Messages";
    const isHere = place.id === this.state.current;
    return el("a", { href: `#${place.id}`, "aria-current": isHere ? "page" : null }, text);
  }
}

function beginning(place, name) {
  if (place.kind === "channel") return `This is the very beginning of ${name}.`;
  return `${name} writes to you here. Nobody else sees it.`;
}

/** Why nobody can write here; empty where one can. */
function closedText(place, name) {
  if (place.is_archived) return `${name} is archived. Nobody can write here.`;
  return place.is_read_only ? "Sending messages to this app has been turned off." : "";
}

function invitation(commands, name) {
  const [first] = commands;
  return first ? `Type ${firstCommand(first)} to begin` : `Message ${name}`;
}

// The messages of a channel or a thread, with a line between days.

import { dayKey, dayName } from "./dates.js";
import { el, keepingFocus, reconcile } from "./dom.js";
import { authorOf, messageNode } from "./message.js";
import { Surface, readerOf } from "./surface.js";

const TOGETHER_S = 300;
const NEAR_BOTTOM_PX = 120;

export class MessageList {
  /** `scope` keeps ids apart where a message stands twice on the page. */
  constructor(scope, state, client) {
    Object.assign(this, { scope, state, client });
    this.surfaces = new Map();
    this.node = el("div", { class: "messages", onscroll: () => this.#look() });
    this.#look();
    new ResizeObserver(() => this.isNearEnd && this.toEnd()).observe(this.node);
  }

  /**
   * A new log for each conversation, so that its first messages are not read out as news.
   * `beginning` stands above it.
   */
  start(name, beginning = null) {
    this.log = el("div", { role: "log", class: "log", "aria-label": name, tabindex: "0" });
    const above = beginning && el("p", { class: "beginning" }, beginning);
    this.node.replaceChildren(...[above, this.log].filter(Boolean));
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    this.isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  }

  /** `openThread(ts)` is missing inside a thread. */
  draw(conversation, messages, openThread = null) {
    this.#look();
    const { isNearEnd } = this;
    const { scrollHeight } = this.node;
    const items = messages.flatMap((message, index) => [
      ...this.#dayLine(message, messages[index - 1]),
      this.#item(conversation, message, messages[index - 1], openThread),
    ]);
    keepingFocus(() => reconcile(this.log, items));
    if (isNearEnd && scrollHeight !== this.node.scrollHeight) this.toEnd();
  }

  /** Leads to a message; false while it is not here. */
  show(ts) {
    const found = this.log.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!found) return false;
    found.scrollIntoView({ block: "center" });
    found.classList.add("sought");
    return true;
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  #dayLine(message, before) {
    const reader = readerOf(this.state);
    const [ts, earlier] = [Number(message.ts), Number(before?.ts ?? 0)];
    if (before && dayKey(ts, reader) === dayKey(earlier, reader)) return [];
    const name = dayName(ts, reader);
    const build = () => el("div", { class: "day", role: "separator" }, el("span", {}, name));
    return [{ key: `day ${name}`, build }];
  }

  #item(conversation, message, before, openThread) {
    const follows = before ? this.#follows(message, before) : false;
    const replies = openThread ? this.#replies(conversation, message) : 0;
    const reader = readerOf(this.state);
    const build = () =>
      messageNode(message, {
        surface: this.#surface(conversation, message),
        state: this.state,
        follows,
        replies,
        openThread: openThread && (() => openThread(message.ts)),
      });
    const today = dayKey(reader.now(), reader);
    return { key: `${follows} ${replies} ${today} ${JSON.stringify(message)}`, build };
  }

  #follows(message, before) {
    if (message.ephemeral || before.ephemeral || message.blocks?.length > 0) return false;
    const isSame = authorOf(message, this.state).id === authorOf(before, this.state).id;
    return isSame && Number(message.ts) - Number(before.ts) < TOGETHER_S;
  }

  #replies(conversation, message) {
    return repliesTo(this.state.messagesOf(conversation), message.ts).length;
  }

  #surface(conversation, { ts }) {
    if (!this.surfaces.has(ts)) {
      const container = { type: "message", conversation, ts };
      const scope = `${this.scope}-${conversation}-${ts}`;
      this.surfaces.set(ts, new Surface(scope, container, this.state, this.client));
    }
    return this.surfaces.get(ts);
  }
}

export function repliesTo(messages, ts) {
  return messages.filter((message) => message.thread_ts === ts && message.ts !== ts);
}

export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

// The thread beside a channel: a message and its replies.

import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { MessageList, repliesTo } from "./message_list.js";

export class Thread {
  constructor(node, state, client) {
    Object.assign(this, { node, state, client });
    this.list = new MessageList("thread", state, client);
    const close = { type: "button", class: "icon-button", "aria-label": "Close thread" };
    this.composer = new Composer({ send: (text) => client.send(text, state.thread) });
    this.composer.name("Reply in thread", "Reply…");
    const leave = el("button", { ...close, onclick: () => this.#close() }, icon(icons.close));
    const title = el("div", { class: "pane-title" }, el("h2", {}, "Thread"), leave);
    const foot = el("div", { class: "pane-foot" }, this.composer.node);
    node.append(el("header", { class: "pane-head" }, title), this.list.node, foot);
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
  }

  draw(state) {
    this.node.hidden = !state.thread;
    const isOther = state.thread !== this.shown;
    this.shown = state.thread;
    if (!state.thread) return;
    if (isOther) this.list.start("Messages in this thread");
    const messages = state.messagesOf(state.current);
    const root = messages.filter((message) => message.ts === state.thread);
    this.list.draw(state.current, [...root, ...repliesTo(messages, state.thread)]);
    if (!isOther) return;
    this.list.toEnd();
    this.composer.invite();
  }

  #close() {
    this.client.openThread(null);
  }
}

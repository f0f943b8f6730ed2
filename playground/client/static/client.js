// What the page does: asks the local Slack and keeps the state up to date.

import { listen } from "./events.js";

export class Client {
  constructor(api, state) {
    this.api = api;
    this.state = state;
    this.viewsAsked = 0;
    this.errorListeners = [];
    this.noticeListeners = [];
  }

  start() {
    listen(this.api, this.state, this);
    this.loadViews();
  }

  onErrors(listener) {
    this.errorListeners.push(listener);
  }

  /** `listener(notice)` answers true when it has shown the notice itself. */
  onNotice(listener) {
    this.noticeListeners.push(listener);
  }

  async refresh() {
    await Promise.all([this.loadState(), this.loadViews(), this.loadCurrent()]);
  }

  async loadState() {
    this.state.take(await this.api.state());
    if (this.state.conversation) this.state.conversation.unread = 0;
    this.state.changed();
  }

  /** Asks for the open modals; an answer that was overtaken by newer news is dropped. */
  async loadViews() {
    this.viewsAsked += 1;
    const asked = this.viewsAsked;
    const { stack } = await this.api.view();
    if (asked === this.viewsAsked) this.takeViews(stack);
  }

  takeViews(stack) {
    this.viewsAsked += 1;
    this.state.views = stack;
    this.state.changed();
  }

  async select(id) {
    this.state.current = id;
    this.state.thread = null;
    this.state.conversation.unread = 0;
    this.state.changed();
    await this.loadCurrent();
  }

  async loadCurrent() {
    const { state } = this;
    const { id, kind } = state.conversation;
    if (kind === "app_home") state.home = (await this.api.home()).view ?? state.home;
    else state.setMessages(id, (await this.api.messages(id)).messages);
    state.changed();
  }

  openThread(ts) {
    this.state.thread = ts;
    this.state.changed();
  }

  send(text, threadTs) {
    const place = { conversation: this.state.current, text };
    return this.#post("send", threadTs ? { ...place, thread_ts: threadTs } : place);
  }

  press(press) {
    return this.#post("press", press);
  }

  options(question) {
    return this.api.post("options", question);
  }

  async submit(viewId, values) {
    const answer = await this.#post("submit", { view_id: viewId, values });
    if (answer.errors) this.showErrors(viewId, answer.errors);
    else await this.loadViews();
  }

  async close(viewIds) {
    for (const viewId of viewIds) await this.#post("close", { view_id: viewId });
    await this.loadViews();
  }

  showErrors(viewId, errors) {
    for (const listener of this.errorListeners) listener(viewId, errors);
  }

  notice(notice) {
    const shown = this.noticeListeners.some((listener) => listener(notice));
    if (!shown) this.state.addNotice(notice);
    this.state.changed();
  }

  async #post(path, body) {
    try {
      const answer = await this.api.post(path, body);
      if (!answer.ok && !answer.errors) this.#refused(answer);
      return answer;
    } catch (error) {
      this.notice({ text: "That could not be sent.", reason: error.message, tone: "error" });
      return { ok: false };
    }
  }

  #refused({ error, explain }) {
    this.notice({ text: explain ?? "That did not work.", reason: error, tone: "error" });
  }
}

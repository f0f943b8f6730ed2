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

  /** Resolves once the local Slack tells us what happens: nothing after that is missed. */
  async start() {
    await new Promise((resolve) => listen(this.api, this.state, this, resolve));
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

  /** Goes to a conversation, and there to the message `ts` if one is named. */
  async select(id, ts = null) {
    this.state.current = id;
    this.state.thread = null;
    this.state.sought = ts;
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

  /** Asking for messages is what marks them as read. */
  markRead(id) {
    return this.api.messages(id);
  }

  send(text, threadTs) {
    return this.#post("send", { conversation: this.state.current, text, thread_ts: threadTs });
  }

  invite() {
    return this.send(`/invite @${this.state.app.name}`);
  }

  /** Moves the demo's time; the new one is known once this resolves. */
  async moveTime(days, zone) {
    const answer = await this.api.post("clock", { days, zone }).catch(unreachable);
    if (answer.ok) await this.loadState();
    return answer;
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

  /** A refusal says in `explain` what Slack tells the person, in `error` why. */
  async #post(path, body) {
    const answer = await this.api.post(path, body).catch(unreachable);
    const { ok, errors, explain, error } = answer;
    if (!ok && !errors) this.notice({ text: explain, reason: error, tone: "error" });
    return answer;
  }
}

function unreachable(error) {
  return { ok: false, explain: "The local Slack cannot be reached.", error: error.message };
}

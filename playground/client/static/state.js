// What the page knows. Views read it; only client.js and events.js change it.

const NOTHING = new Map();

export class State {
  constructor(snapshot) {
    this.messages = new Map();
    this.views = [];
    this.home = null;
    this.thread = null;
    this.sought = null;
    this.current = null;
    this.online = true;
    this.listeners = [];
    this.noticeCount = 0;
    this.take(snapshot);
  }

  /** Takes over what GET /client/state answered. */
  take(snapshot) {
    this.workspace = snapshot.workspace;
    this.me = snapshot.user;
    this.users = new Map(snapshot.users.map((user) => [user.id, user]));
    this.people = snapshot.users.filter((user) => !user.is_bot && !user.deleted);
    this.conversations = new Map(snapshot.conversations.map((one) => [one.id, one]));
    this.commands = snapshot.commands;
    this.app = snapshot.app;
    this.ahead = snapshot.now - Date.now() / 1000;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  changed() {
    for (const listener of this.listeners) listener(this);
  }

  /** Unix seconds by the clock of the local Slack, which may have been moved. */
  now() {
    return Date.now() / 1000 + this.ahead;
  }

  get conversation() {
    return this.conversations.get(this.current) ?? null;
  }

  messagesOf(conversation) {
    const found = this.messages.get(conversation) ?? NOTHING;
    return [...found.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  /** Replaces what is known of a conversation; the page's own notices stay. */
  setMessages(conversation, messages) {
    const notices = this.messagesOf(conversation).filter((message) => message.notice);
    const entries = [...messages, ...notices].map((message) => [message.ts, message]);
    this.messages.set(conversation, new Map(entries));
  }

  putMessage(conversation, message) {
    const known = this.messages.get(conversation);
    if (known) known.set(message.ts, message);
  }

  addUnread(conversation) {
    const place = this.conversations.get(conversation);
    if (place) place.unread += 1;
  }

  removeMessage(conversation, ts) {
    this.messages.get(conversation)?.delete(ts);
  }

  /** What Slack itself would say, shown to this person only and only in this page. */
  addNotice(notice) {
    const place = this.conversation?.kind === "app_home" ? this.appMessages() : this.conversation;
    if (!place) return;
    this.noticeCount += 1;
    const ts = `${this.now().toFixed(3)}${String(this.noticeCount).padStart(3, "0")}`;
    if (!this.messages.has(place.id)) this.messages.set(place.id, new Map());
    this.messages.get(place.id).set(ts, { ts, notice, ephemeral: true, text: notice.text });
  }

  appMessages() {
    return [...this.conversations.values()].find((one) => one.kind === "im") ?? null;
  }
}

// What the local Slack tells while the page is open, by Server-Sent Events.

const RETRY_MS = 1500;

/**
 * Listens for ever: connects again by itself, and then asks anew for what it may have missed.
 * Calls `onOpen` whenever it is connected.
 */
export function listen(api, state, client, onOpen) {
  const source = new EventSource(api.eventsAddress());
  source.onmessage = (message) => take(JSON.parse(message.data), state, client);
  source.onopen = () => {
    onOpen();
    setOnline(state, client, true);
  };
  source.onerror = () => {
    setOnline(state, client, false);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(api, state, client, onOpen), RETRY_MS);
  };
}

function setOnline(state, client, online) {
  if (online && !state.online) client.refresh();
  state.online = online;
  state.changed();
}

const takers = {
  message: arrived,
  ephemeral: arrived,
  message_changed: (event, state) => state.putMessage(event.conversation, event.message),
  message_deleted: (event, state) => state.removeMessage(event.conversation, event.ts),
  view_opened: (event, state, client) => client.takeViews(event.stack),
  view_updated: (event, state, client) => client.takeViews(event.stack),
  view_closed: (event, state, client) => client.takeViews(event.stack),
  view_errors: (event, state, client) => client.showErrors(event.view_id, event.errors),
  home: (event, state) => {
    state.home = event.view;
  },
  conversation: (event, state, client) => client.loadState(),
  notice: (event, state, client) => client.notice(event),
  reset: () => location.reload(),
};

function take(event, state, client) {
  takers[event.type]?.(event, state, client);
  state.changed();
}

function arrived(event, state, client) {
  const { conversation, message } = event;
  state.putMessage(conversation, message);
  if (conversation === state.current) client.markRead(conversation);
  else if (message.user !== state.me.id) state.addUnread(conversation);
}

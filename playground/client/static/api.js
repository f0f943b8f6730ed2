// The seam to the local Slack: every address under /client/ that the page uses.

export class Api {
  constructor(user) {
    this.user = user;
  }

  state() {
    return this.#get("state");
  }

  messages(conversation) {
    return this.#get("messages", { conversation });
  }

  home() {
    return this.#get("home");
  }

  view() {
    return this.#get("view");
  }

  /** What the bar at the top holds: {links, has_clock}; a server without this address has none. */
  bar() {
    return this.#get("bar").catch(() => ({ links: [], has_clock: false }));
  }

  post(path, body) {
    const request = { user: this.user, ...body };
    return answer(
      fetch(`/client/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      }),
    );
  }

  eventsAddress() {
    return this.#address("events");
  }

  #get(path, parameters) {
    return answer(fetch(this.#address(path, parameters)));
  }

  #address(path, parameters = {}) {
    const query = new URLSearchParams(parameters);
    if (this.user) query.set("user", this.user);
    return `/client/${path}?${query}`;
  }
}

async function answer(request) {
  const response = await request;
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new Error(`The local Slack answered ${response.status}.`);
  return response.json();
}

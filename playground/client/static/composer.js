// Where people write: Enter sends, Shift+Enter begins a new line, the up arrow brings back.

import { CommandMenu } from "./command_menu.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";

const MOST_ROWS = 8;
const WIDE = "(min-width: 701px)";

export class Composer {
  /** `send(text)` answers a promise of {ok}; `commands` are offered after a slash. */
  constructor({ send, commands = [] }) {
    this.send = send;
    this.history = [];
    this.back = 0;
    this.input = el("textarea", {
      rows: 1,
      onkeydown: (event) => this.#key(event),
      oninput: () => this.#changed(),
      onblur: () => this.menu.close(),
    });
    this.menu = new CommandMenu(this.input, commands, (text) => this.write(text));
    this.button = el(
      "button",
      { type: "submit", class: "send", "aria-label": "Send" },
      icon(icons.send),
    );
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.menu.node,
      el("div", { class: "composer-box" }, this.input, this.button),
    );
    this.#changed();
  }

  name(label, placeholder) {
    this.input.setAttribute("aria-label", label);
    this.input.placeholder = placeholder;
  }

  write(text) {
    this.input.value = text;
    this.input.focus();
    this.#changed();
  }

  /** Takes the focus where that does not bring up a phone's keyboard. */
  invite() {
    if (matchMedia(WIDE).matches) this.input.focus();
  }

  #changed() {
    this.button.disabled = this.input.value.trim() === "";
    this.input.rows = Math.min(MOST_ROWS, this.input.value.split("\n").length);
    this.menu.update(this.input.value);
  }

  #key(event) {
    if (event.isComposing || this.menu.takesKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "ArrowUp" && this.#canGoBack()) this.#recall(event, 1);
    else if (event.key === "ArrowDown" && this.back > 0) this.#recall(event, -1);
  }

  #canGoBack() {
    return this.input.value === "" || this.back > 0;
  }

  #recall(event, step) {
    const back = Math.min(this.history.length, Math.max(0, this.back + step));
    if (this.history.length === 0) return;
    event.preventDefault();
    this.back = back;
    this.write(back === 0 ? "" : this.history.at(-back));
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "") return;
    this.history.push(text);
    this.back = 0;
    this.write("");
    const answer = await this.send(text);
    if (!answer.ok && this.input.value === "") this.write(text);
  }
}

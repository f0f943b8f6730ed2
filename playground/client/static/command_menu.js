// The commands of the app, offered as soon as a message begins with a slash.

import { el } from "./dom.js";

export class CommandMenu {
  constructor(input, commands, complete) {
    Object.assign(this, { input, commands, complete });
    this.found = [];
    this.active = 0;
    this.node = el("div", {
      class: "commands",
      hidden: true,
      onmousedown: (e) => e.preventDefault(),
    });
  }

  get isOpen() {
    return !this.node.hidden;
  }

  update(text) {
    const [word] = text.split(" ");
    const isCommand = text.startsWith("/") && !text.includes("\n");
    this.isWhole = text.includes(" ");
    this.found = isCommand ? this.commands.filter((one) => this.#fits(one.command, word)) : [];
    this.active = 0;
    if (this.found.length === 0) this.close();
    else this.#draw();
  }

  #fits(command, word) {
    return this.isWhole ? command === word : command.startsWith(word);
  }

  close() {
    this.node.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  #draw() {
    const rows = this.found.map((command, index) => this.#row(command, index));
    const role = this.isWhole ? "note" : "listbox";
    this.node.setAttribute("role", role);
    this.node.setAttribute("aria-label", "Commands");
    this.node.replaceChildren(...rows);
    this.node.hidden = false;
    if (!this.isWhole) this.input.setAttribute("aria-activedescendant", rows[this.active].id);
  }

  #row({ command, description, usage_hint: usage }, index) {
    const isActive = !this.isWhole && index === this.active;
    const option = { role: "option", "aria-selected": String(isActive) };
    const attributes = {
      ...(this.isWhole ? {} : option),
      id: `command-${index}`,
      class: isActive ? "command active" : "command",
      onclick: () => this.complete(`${command} `),
    };
    const line = el(
      "div",
      {},
      el("strong", {}, command),
      " ",
      el("span", { class: "usage" }, usage ?? ""),
    );
    return el("div", attributes, line, el("small", {}, description ?? ""));
  }

  /** True where the key was for the menu. */
  takesKey(event) {
    if (!this.isOpen || this.isWhole) return this.isOpen && this.#closes(event);
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.#move(moves[event.key]);
    else if (this.#completes(event)) this.complete(`${this.found[this.active].command} `);
    else return this.#closes(event);
    event.preventDefault();
    return true;
  }

  /** Enter on a command written out sends it, on its beginning completes it. */
  #completes(event) {
    if (event.key === "Tab") return true;
    return event.key === "Enter" && this.found[this.active].command !== this.input.value;
  }

  #closes(event) {
    if (event.key !== "Escape") return false;
    this.close();
    return true;
  }

  #move(step) {
    this.active = (this.active + step + this.found.length) % this.found.length;
    this.#draw();
  }
}

/** "/amazon-store add" from a usage hint like "add | list | help". */
export function firstCommand({ command, usage_hint: usage }) {
  const word = /^\W*([a-z]+)/.exec(usage ?? "")?.[1];
  return word ? `${command} ${word}` : command;
}

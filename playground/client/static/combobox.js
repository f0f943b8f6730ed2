// A field to choose from a list by typing: the body of every select.

import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { closePanel, follow, openAt } from "./popover.js";
import { plainText } from "./text.js";

export class Combobox {
  /**
   * `load(query)` answers groups [{label, options}], at once or later. `onPick(option)` answers
   * false (or a promise of it) to take the choice back. `keepsChoice` is false where a choice
   * goes elsewhere, as with many.
   */
  constructor({ id, names, placeholder, load, onPick, chosen = null, keepsChoice = true }) {
    Object.assign(this, { id, load, onPick, chosen, keepsChoice });
    this.active = -1;
    this.asked = 0;
    this.input = el("input", this.#inputAttributes(names, placeholder));
    this.panel = el("div", {
      id: `${id}-list`,
      class: "panel",
      role: "listbox",
      popover: "manual",
      "aria-label": "Choices",
      onmousedown: (event) => event.preventDefault(),
    });
    this.node = el("div", { class: "combobox" }, this.input, icon(icons.down), this.panel);
    this.#showChosen();
  }

  #inputAttributes(names, placeholder) {
    return {
      ...names,
      id: this.id,
      role: "combobox",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      placeholder,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${this.id}-list`,
      onclick: () => this.#click(),
      oninput: () => this.#type(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#close(),
    };
  }

  get isOpen() {
    return this.input.getAttribute("aria-expanded") === "true";
  }

  #showChosen() {
    this.input.value = this.chosen ? plainText(this.chosen.text) : "";
    this.input.title = this.input.value;
  }

  #click() {
    if (!this.isOpen) this.input.select();
    this.#open();
  }

  #open() {
    if (this.isOpen) return;
    this.input.setAttribute("aria-expanded", "true");
    this.stop = follow(this.panel, this.node, () => this.#close());
    this.#show("");
  }

  #type() {
    if (!this.isOpen) this.#open();
    this.#show(this.input.value.trim());
  }

  #close() {
    if (!this.isOpen) return;
    this.asked += 1;
    this.stop();
    closePanel(this.panel);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.#showChosen();
  }

  async #show(query) {
    this.asked += 1;
    const asked = this.asked;
    const found = this.load(query);
    if (found instanceof Promise && !this.panel.hasChildNodes()) this.#say("Searching…");
    try {
      const groups = await found;
      if (asked === this.asked) this.#draw(groups);
    } catch (error) {
      if (asked === this.asked) this.#say(error.message);
    }
  }

  #say(text) {
    this.options = [];
    this.panel.replaceChildren(el("p", { class: "panel-note", role: "status" }, text));
    openAt(this.panel, this.input);
  }

  #draw(found) {
    if (found.note) return this.#say(found.note);
    const groups = found.filter((group) => group.options.length > 0);
    if (groups.length === 0) return this.#say("Nothing found.");
    this.options = [];
    this.panel.replaceChildren(...groups.map((group) => this.#group(group)));
    openAt(this.panel, this.input);
    const current = this.options.findIndex(({ option }) => option.value === this.chosen?.value);
    return this.#activate(Math.max(current, 0));
  }

  #group({ label, options }) {
    const nodes = options.map((option) => this.#option(option));
    if (!label) return el("div", { role: "presentation" }, nodes);
    const title = plainText(label);
    const heading = el("div", { class: "panel-group", "aria-hidden": "true" }, title);
    return el("div", { role: "group", "aria-label": title }, heading, nodes);
  }

  #option(option) {
    const attributes = {
      id: `${this.id}-option-${this.options.length}`,
      class: "panel-option",
      role: "option",
      "aria-selected": String(option.value === this.chosen?.value),
      onclick: () => this.#pick(option),
    };
    const more = option.description && el("small", {}, plainText(option.description));
    const node = el("div", attributes, plainText(option.text), more);
    this.options.push({ option, node });
    return node;
  }

  #activate(index) {
    this.options[this.active]?.node.classList.remove("active");
    this.active = index;
    const { node } = this.options[index];
    node.classList.add("active");
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  #key(event) {
    const keys = {
      ArrowDown: () => this.#move(1),
      ArrowUp: () => this.#move(-1),
      Enter: () => this.#pickActive(),
      Escape: () => this.#close(),
    };
    const isKnown = event.key in keys && (this.isOpen || event.key.startsWith("Arrow"));
    if (!isKnown || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  #move(step) {
    if (!this.isOpen) return this.#open();
    const count = this.options.length;
    return count && this.#activate((this.active + step + count) % count);
  }

  #pickActive() {
    const active = this.options[this.active];
    if (active) this.#pick(active.option);
  }

  async #pick(option) {
    const before = this.chosen;
    if (this.keepsChoice) this.chosen = option;
    this.#close();
    this.#showChosen();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if ((await this.onPick(option)) === false) this.set(before);
  }

  set(option) {
    this.chosen = option;
    this.#showChosen();
  }
}

// The menu of further actions behind three dots.

import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { closePanel, follow, openAt } from "./popover.js";
import { isSafeAddress, plainText } from "./text.js";

export function overflow(field) {
  return new Overflow(field).node;
}

class Overflow {
  constructor(field) {
    this.field = field;
    this.menu = el(
      "div",
      this.#menuAttributes(),
      field.element.options.map((one) => this.#item(one)),
    );
    this.opener = el("button", this.#openerAttributes(), icon(icons.more));
    this.node = el("span", { class: "overflow-place" }, this.opener, this.menu);
  }

  #menuAttributes() {
    const onkeydown = (event) => this.#key(event);
    return { class: "panel", role: "menu", popover: "manual", "aria-label": "Actions", onkeydown };
  }

  #openerAttributes() {
    return {
      id: this.field.id,
      type: "button",
      class: "button overflow",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => (this.isOpen ? this.#close() : this.#open()),
    };
  }

  get isOpen() {
    return this.opener.getAttribute("aria-expanded") === "true";
  }

  #open() {
    openAt(this.menu, this.opener);
    this.opener.setAttribute("aria-expanded", "true");
    this.stop = follow(this.menu, this.opener, () => this.#close());
    this.menu.firstChild.focus();
  }

  #close() {
    this.stop();
    closePanel(this.menu);
    this.opener.setAttribute("aria-expanded", "false");
  }

  #item(option) {
    const more = option.description && el("small", {}, plainText(option.description));
    const onclick = () => this.#choose(option);
    const attributes = { type: "button", class: "panel-option", role: "menuitem", onclick };
    return el("button", attributes, plainText(option.text), more);
  }

  #choose(option) {
    this.#close();
    this.opener.focus();
    if (isSafeAddress(option.url)) window.open(option.url, "_blank", "noopener");
    this.field.press(option.value, this.opener);
  }

  #key(event) {
    const items = [...this.menu.children];
    const at = items.indexOf(document.activeElement);
    const moves = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + items.length,
      Home: 0,
      End: -1 + items.length,
    };
    if (event.key in moves) items[moves[event.key] % items.length].focus();
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #leave() {
    this.#close();
    this.opener.focus();
  }
}

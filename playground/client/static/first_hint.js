// One quiet line for the first visit: what to type. It goes when it was used or dismissed.

import { firstCommand } from "./command_menu.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";

const SEEN = "first-hint-seen";

export class FirstHint {
  constructor(commands, write) {
    const isNeeded = commands.length > 0 && !localStorage.getItem(SEEN);
    this.node = el("p", { class: "first-hint", hidden: !isNeeded });
    if (isNeeded) this.#fill(firstCommand(commands[0]), write);
  }

  #fill(command, write) {
    const example = { type: "button", class: "example", onclick: () => write(command) };
    const hide = { type: "button", class: "icon-button", onclick: () => this.done() };
    this.node.append(
      el("span", {}, "New here? Try ", el("button", example, command)),
      el("button", { ...hide, "aria-label": "Hide this hint" }, icon(icons.close)),
    );
  }

  done() {
    localStorage.setItem(SEEN, "yes");
    this.node.hidden = true;
  }
}

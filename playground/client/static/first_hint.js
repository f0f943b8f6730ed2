// One quiet line for the first visit: what to type. It goes when it was used or dismissed.

import { firstCommand } from "./command_menu.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";

const SEEN = "first-hint-seen";

export function firstHint(commands, write) {
  if (commands.length === 0 || localStorage.getItem(SEEN)) return null;
  const command = firstCommand(commands[0]);
  const use = () => {
    write(command);
    dismiss();
  };
  const dismiss = () => {
    localStorage.setItem(SEEN, "yes");
    node.remove();
  };
  const node = el(
    "p",
    { class: "first-hint" },
    el("span", {}, "New here? Try ", el("button", { type: "button", class: "example", onclick: use }, command)),
    el("button", { type: "button", class: "icon-button", "aria-label": "Hide this hint", onclick: dismiss }, icon(icons.close)),
  );
  return node;
}

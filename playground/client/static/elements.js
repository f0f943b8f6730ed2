// Every interactive element of Block Kit, by its type.

import { goTo, insideOf } from "./address.js";
import { checkboxes, radioButtons } from "./choices.js";
import { el } from "./dom.js";
import { picker, textInput } from "./inputs.js";
import { overflow } from "./overflow.js";
import { multiSelect, select } from "./selects.js";
import { isSafeAddress, plainText } from "./text.js";

const builders = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: picker,
  timepicker: picker,
};

export function elementNode(field) {
  const { type } = field.element;
  if (type in builders) return builders[type](field);
  if (type.startsWith("multi_")) return multiSelect(field);
  if (type.endsWith("_select")) return select(field);
  if (type.endsWith("_input")) return textInput(field);
  return el("span", { class: "unknown" }, `(${type} is not shown here)`);
}

function button(field) {
  const { element } = field;
  const attributes = {
    id: field.id,
    class: ["button", element.style].filter(Boolean).join(" "),
    "aria-label": element.accessibility_label,
  };
  const text = plainText(element.text);
  if (isSafeAddress(element.url)) return linkButton(field, attributes, text);
  const onclick = (event) => field.press(element.value ?? null, event.currentTarget);
  return el("button", { ...attributes, type: "button", onclick }, text);
}

/** Opens its address in a new tab and tells the bot as well; a message's address opens here. */
function linkButton(field, attributes, text) {
  const { url, confirm, value } = field.element;
  const inside = insideOf(url);
  const target = { href: url, target: "_blank", rel: "noopener noreferrer", role: "button" };
  const onclick = async (event) => {
    const waits = Boolean(confirm || inside);
    if (waits) event.preventDefault();
    const pressed = await field.press(value ?? null, node);
    if (waits && pressed) open(url, inside);
  };
  const onkeydown = (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    node.click();
  };
  const node = el("a", { ...attributes, ...target, onclick, onkeydown }, text);
  return node;
}

function open(url, inside) {
  if (inside) goTo(inside);
  else window.open(url, "_blank", "noopener");
}

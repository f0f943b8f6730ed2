// The question before something that cannot be undone.

import { el } from "./dom.js";
import { plainText, textNodes } from "./text.js";

/** Resolves to true at once where nothing is to be confirmed. */
export function confirmed(confirm, reader) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = confirmDialog(confirm, reader);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function confirmDialog(confirm, reader) {
  const title = el("h2", { id: "confirm-title" }, plainText(confirm.title));
  const text = el("div", { class: "mrkdwn" }, textNodes(confirm.text, reader));
  const deny = choice("no", plainText(confirm.deny) || "Cancel", "button");
  const kind = confirm.style === "danger" ? "button danger" : "button primary";
  const accept = choice("yes", plainText(confirm.confirm) || "Confirm", kind);
  accept.autofocus = true;
  const form = el("form", { method: "dialog", class: "confirm-buttons" }, deny, accept);
  const names = { class: "confirm", "aria-labelledby": "confirm-title", role: "alertdialog" };
  return el("dialog", names, title, text, form);
}

function choice(value, text, kind) {
  return el("button", { value, class: kind }, text);
}

// The input block: label, element, hint, and the place where its error stands.

import { el } from "./dom.js";
import { elementNode } from "./elements.js";
import { Field } from "./field.js";
import { plainText, textNodes } from "./text.js";

const GROUPS = ["checkboxes", "radio_buttons"];

export function inputNode(block, surface) {
  const label = plainText(block.label);
  const isGroup = GROUPS.includes(block.element.type);
  const field = new Field(surface, block, block.element, {
    dispatches: block.dispatch_action === true,
    names: inputNames(block, surface, isGroup ? label : null),
  });
  const name = isGroup
    ? el("span", { class: "label", "aria-hidden": "true" }, label)
    : el("label", { class: "label", for: field.id }, label);
  const optional = block.optional ? el("span", { class: "optional" }, "optional") : null;
  return [
    el("div", { class: "label-row" }, name, optional),
    elementNode(field),
    el("p", { id: errorId(surface, block), class: "error", hidden: true }),
    hint(block, surface),
  ];
}

function inputNames(block, surface, label) {
  const described = [errorId(surface, block), block.hint && hintId(surface, block)];
  return {
    "aria-label": label,
    "aria-describedby": described.filter(Boolean).join(" "),
    "aria-required": block.optional || label ? null : "true",
  };
}

function hint(block, surface) {
  if (!block.hint) return null;
  return el(
    "p",
    { id: hintId(surface, block), class: "hint" },
    textNodes(block.hint, surface.reader),
  );
}

function hintId(surface, block) {
  return `${surface.scope}-${block.block_id}-hint`;
}

function errorId(surface, block) {
  return `${surface.scope}-${block.block_id}-error`;
}

/** Shows `errors` ({block_id: text}) beside their fields and clears the others. */
export function showFieldErrors(surface, blocks, errors) {
  const inputs = blocks.filter((block) => block.type === "input");
  for (const block of inputs) showError(surface, block, errors[block.block_id]);
  const first = inputs.find((block) => errors[block.block_id]);
  if (first) control(surface, first)?.focus();
}

function showError(surface, block, text) {
  const place = document.getElementById(errorId(surface, block));
  if (!place) return;
  place.textContent = text ?? "";
  place.hidden = !text;
  const field = control(surface, block);
  if (text) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}

/** What is being mended is no longer said to be wrong. */
export function clearErrorAt(node) {
  const block = node.closest(".block-input");
  block?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  block?.querySelector(".error")?.setAttribute("hidden", "");
}

function control(surface, block) {
  return document.getElementById(`${surface.scope}-${block.block_id}-${block.element.action_id}`);
}

/** What can be seen to be wrong before the bot is asked: {block_id: text}. */
export function faultsOf(blocks, values) {
  const found = blocks
    .filter((block) => block.type === "input")
    .map((block) => [
      block.block_id,
      fault(block, values.get(block.block_id, block.element.action_id)),
    ]);
  return Object.fromEntries(found.filter(([, text]) => text));
}

function fault(block, value) {
  const isEmpty = value === null || value === "" || value.length === 0;
  if (isEmpty) return block.optional ? null : "This is needed.";
  const { type, min_length: least } = block.element;
  if (least && value.length < least) return `Please write at least ${least} characters.`;
  if (type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return "Please write an e-mail address, like name@example.com.";
  }
  if (type === "url_text_input" && !URL.canParse(value)) {
    return "Please write a web address, like https://example.com.";
  }
  return type === "number_input" ? numberFault(block.element, value) : null;
}

function numberFault({ is_decimal_allowed: decimals, min_value: least, max_value: most }, value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return "Please write a number.";
  if (!decimals && !Number.isInteger(number)) return "Please write a whole number.";
  if (least !== undefined && number < Number(least)) return `Please write ${least} or more.`;
  if (most !== undefined && number > Number(most)) return `Please write ${most} or less.`;
  return null;
}

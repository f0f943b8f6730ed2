// Checkboxes and radio buttons.

import { el } from "./dom.js";
import { textNodes } from "./text.js";

export function checkboxes(field) {
  const chosen = new Set(values(field.start(field.element.initial_options ?? [])));
  return group(field, "checkbox", chosen, (inputs) => {
    const { options } = field.element;
    return field.change(options.filter((option, index) => inputs[index].checked));
  });
}

export function radioButtons(field) {
  const initial = field.start(field.element.initial_option);
  return group(field, "radio", new Set(initial ? [initial.value] : []), (inputs) => {
    const { options } = field.element;
    return field.change(options.find((option, index) => inputs[index].checked) ?? null);
  });
}

function values(options) {
  return (options ?? []).map((option) => option.value);
}

function group(field, type, chosen, change) {
  const inputs = field.element.options.map((option) => box(field, type, chosen, option));
  const rows = field.element.options.map((option, index) => row(field, option, inputs[index]));
  const onchange = async () => {
    const before = inputs.map((input) => input.defaultChecked);
    const taken = (await change(inputs)) !== false;
    inputs.forEach((input, index) => {
      if (!taken) input.checked = before[index];
      input.defaultChecked = input.checked;
    });
  };
  const role = type === "radio" ? "radiogroup" : "group";
  const attributes = {
    ...field.names,
    id: field.id,
    class: "choices",
    role,
    tabindex: "-1",
    onchange,
  };
  return el("div", attributes, rows);
}

function box(field, type, chosen, option) {
  const input = el("input", { type, name: field.id, id: `${field.id}-${option.value}` });
  input.defaultChecked = chosen.has(option.value);
  return input;
}

function row(field, option, input) {
  const text = el("span", { class: "choice-text" }, textNodes(option.text, field.reader));
  const more = option.description && description(field, option, input);
  const label = el("label", { for: input.id }, input, text);
  return el("div", { class: "choice" }, label, more);
}

function description(field, option, input) {
  const id = `${input.id}-more`;
  input.setAttribute("aria-describedby", id);
  return el("small", { id }, textNodes(option.description, field.reader));
}

// Fields to type into.

import { el } from "./dom.js";
import { plainText } from "./text.js";

const REST_MS = 300;

const kinds = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", inputmode: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
  datepicker: { type: "date" },
  timepicker: { type: "time" },
};

export function textInput(field) {
  const { element } = field;
  const value = field.start(element.initial_value);
  const attributes = {
    ...field.names,
    ...kinds[element.type],
    id: field.id,
    class: "text-input",
    placeholder: plainText(element.placeholder) || null,
    maxlength: element.max_length,
  };
  const input = element.multiline
    ? el("textarea", { ...attributes, type: null, rows: 4 })
    : el("input", attributes);
  input.value = value ?? "";
  input.addEventListener("input", () => field.keep(input.value || null));
  if (field.dispatches) dispatchTyping(field, input);
  return input;
}

/** Tells the bot on Enter or, where it asked for that, when typing rests. */
function dispatchTyping(field, input) {
  const triggers = field.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tell = () => field.change(input.value || null);
  let timer = null;
  if (triggers.includes("on_character_entered")) {
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, REST_MS);
    });
  }
  if (!triggers.includes("on_enter_pressed")) return;
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    tell();
  });
}

export function picker(field) {
  const { element } = field;
  const input = el("input", {
    ...field.names,
    ...kinds[element.type],
    id: field.id,
    class: "text-input picker",
  });
  input.value = field.start(element.initial_date ?? element.initial_time) ?? "";
  input.addEventListener("change", async () => {
    const before = field.value;
    if ((await field.change(input.value || null)) === false) input.value = before ?? "";
  });
  return input;
}

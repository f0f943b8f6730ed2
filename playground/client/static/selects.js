// Selects of every source, for one choice and for many.

import { Combobox } from "./combobox.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { plainText } from "./text.js";

const TYPING_MS = 150;

const sources = {
  static: (field) => matching(field.element.option_groups ?? [{ options: field.element.options }]),
  external: fromBot,
  users: (field) => matching([{ options: field.surface.people() }]),
  conversations: (field) => matching([{ options: field.surface.places(field.element.filter) }]),
  channels: (field) => matching([{ options: field.surface.places({ include: ["public"] }) }]),
};

function sourceOf(type) {
  return type.replace(/^multi_/, "").replace(/_select$/, "");
}

function matching(groups) {
  return (query) => {
    const words = query.toLowerCase();
    const fits = (option) => plainText(option.text).toLowerCase().includes(words);
    return groups.map(({ label, options }) => ({ label, options: options.filter(fits) }));
  };
}

/** Asks the bot once typing rests; too short a word is answered here. */
function fromBot(field) {
  const least = field.element.min_query_length ?? 3;
  let timer = null;
  return (query) => {
    clearTimeout(timer);
    if (query.length < least) return { note: `Type at least ${letters(least)} to search.` };
    return new Promise((resolve, reject) => {
      timer = setTimeout(() => field.ask(query).then(resolve, reject), TYPING_MS);
    });
  };
}

function letters(count) {
  return count === 1 ? "1 letter" : `${count} letters`;
}

/** The options the bot proposed: whole ones, or those people and places that are offered. */
function proposed(field) {
  const { element, surface } = field;
  const { initial_option: option, initial_options: options } = element;
  if (option || options) return options ?? [option];
  const users = element.initial_users ?? [element.initial_user];
  const places = element.initial_conversations ??
    element.initial_channels ?? [element.initial_conversation ?? element.initial_channel];
  const offered = [...surface.people(), ...surface.places(element.filter)];
  return [...users, ...places].flatMap((id) => offered.filter((one) => one.value === id));
}

export function select(field) {
  const box = new Combobox({
    id: field.id,
    names: field.names,
    placeholder: plainText(field.element.placeholder) || "Choose one",
    chosen: field.start(proposed(field)[0]),
    load: sources[sourceOf(field.element.type)](field),
    onPick: (option) => field.change(option),
  });
  if (!field.block.optional) return box.node;
  box.node.append(clearButton(box, field));
  return box.node;
}

function clearButton(box, field) {
  const clear = async () => {
    if ((await field.change(null)) !== false) box.set(null);
    box.input.focus();
  };
  const attributes = {
    type: "button",
    class: "clear",
    "aria-label": "Clear choice",
    onclick: clear,
  };
  return el("button", attributes, icon(icons.close));
}

export function multiSelect(field) {
  const chips = el("div", { class: "chips" });
  const box = new Combobox({
    id: field.id,
    names: field.names,
    placeholder: plainText(field.element.placeholder) || "Choose",
    keepsChoice: false,
    load: sources[sourceOf(field.element.type)](field),
    onPick: (option) => change(withOption(field.value, option)),
  });
  const change = async (options) => {
    if ((await field.change(options)) !== false) drawChips(chips, options, change);
  };
  drawChips(chips, field.start(proposed(field)), change);
  return el("div", { class: "multi" }, chips, box.node);
}

function withOption(options, option) {
  const others = options.filter((one) => one.value !== option.value);
  return [...others, option];
}

function drawChips(chips, options, change) {
  chips.replaceChildren(
    ...options.map((option) => {
      const text = plainText(option.text);
      const remove = () => change(options.filter((one) => one !== option));
      const attributes = { type: "button", "aria-label": `Remove ${text}`, onclick: remove };
      return el("span", { class: "chip" }, text, el("button", attributes, icon(icons.close)));
    }),
  );
}

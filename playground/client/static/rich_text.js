// rich_text blocks: what people and bots write with the editor's own structure.

import { el } from "./dom.js";
import { emojiText } from "./emoji.js";
import { dateNode, link, mention } from "./text.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

export function richTextNode(block, reader) {
  return el(
    "div",
    { class: "mrkdwn" },
    block.elements.map((part) => partNode(part, reader)),
  );
}

function partNode(part, reader) {
  if (part.type === "rich_text_list") return listNode(part, reader);
  const nodes = part.elements.map((one) => inlineNode(one, reader));
  if (part.type === "rich_text_quote") return el("blockquote", {}, nodes);
  if (part.type === "rich_text_preformatted") return el("pre", {}, nodes);
  return el("div", { class: "rich-section" }, nodes);
}

function listNode({ style, indent = 0, elements }, reader) {
  const items = elements.map((item) => el("li", {}, partNode(item, reader)));
  const level = Math.min(indent, 4);
  return el(style === "ordered" ? "ol" : "ul", { class: `rich-list level-${level}` }, items);
}

const inlines = {
  text: (one) => one.text,
  link: (one) => link(one.url, one.text ?? one.url),
  emoji: (one) => emojiText(`:${one.name}:`),
  user: (one, reader) => mention({ type: "user", id: one.user_id }, reader),
  channel: (one, reader) => mention({ type: "channel", id: one.channel_id }, reader),
  broadcast: (one, reader) => mention({ type: "broadcast", name: one.range }, reader),
  usergroup: (one, reader) => mention({ type: "broadcast", name: "group" }, reader),
  date: (one, reader) =>
    dateNode(
      { ts: one.timestamp, pattern: one.format, url: one.url, fallback: one.fallback },
      reader,
    ),
  color: (one) => one.value,
};

function inlineNode(one, reader) {
  const node = inlines[one.type]?.(one, reader) ?? "";
  const styles = Object.keys(STYLES).filter((style) => one.style?.[style]);
  return styles.reduce((inner, style) => el(STYLES[style], {}, inner), node);
}

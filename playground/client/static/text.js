// mrkdwn and plain_text objects as nodes of the page. Foreign text only ever becomes text nodes.

import { insideOf } from "./address.js";
import { formatDate } from "./dates.js";
import { el } from "./dom.js";
import { emojiText } from "./emoji.js";
import { parse } from "./mrkdwn.js";

const TAGS = { bold: "strong", italic: "em", strike: "s" };

/** Nodes for a text object {type, text, emoji}; `reader` knows names, language and time zone. */
export function textNodes(object, reader) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwnNodes(object.text, reader);
  return [plainText(object)];
}

/** A text object as one string, for names and places where no markup can stand. */
export function plainText(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : emojiText(object.text);
}

export function mrkdwnNodes(text, reader) {
  const blocks = parse(text);
  return blocks.flatMap((block, index) => {
    const follows = block.type === "line" && blocks[index + 1]?.type === "line";
    return follows ? [...blockNodes(block, reader), el("br")] : blockNodes(block, reader);
  });
}

function blockNodes(block, reader) {
  if (block.type === "pre") return [el("pre", {}, block.text)];
  if (block.type === "quote") {
    return [
      el(
        "blockquote",
        {},
        block.lines.map((line) => el("div", {}, inlineNodes(line, reader))),
      ),
    ];
  }
  const nodes = inlineNodes(block.children, reader);
  if (block.type === "line") return nodes;
  const mark = el("span", { class: "bullet-mark" }, block.mark);
  return [el("div", { class: "bullet" }, mark, el("span", {}, nodes))];
}

export function inlineNodes(tokens, reader) {
  return tokens.map((token) => inlineNode(token, reader));
}

function inlineNode(token, reader) {
  if (token.type === "text") return token.text;
  if (token.type === "emoji") return emojiText(`:${token.name}:`);
  if (token.type === "code") return el("code", {}, token.text);
  if (token.type === "link") return link(token.url, inlineNodes(token.children, reader));
  if (token.type === "date") return dateNode(token, reader);
  if (token.type in TAGS) return el(TAGS[token.type], {}, inlineNodes(token.children, reader));
  return mention(token, reader);
}

export function link(url, children) {
  if (!isSafeAddress(url)) return el("span", {}, children);
  const inside = insideOf(url);
  if (inside) return el("a", { href: inside }, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

export function isSafeAddress(url) {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url ?? "");
}

export function dateNode({ ts, pattern, url, fallback }, reader) {
  if (!Number.isFinite(ts)) return fallback;
  const time = el(
    "time",
    {
      datetime: new Date(ts * 1000).toISOString(),
      title: formatDate(ts, "{date_long}, {time}", reader),
    },
    formatDate(ts, pattern, reader),
  );
  return url ? link(url, time) : time;
}

export function mention({ type, id, label, name }, reader) {
  if (type === "broadcast") return el("span", { class: "mention broadcast" }, `@${name}`);
  if (type === "channel") {
    const shown = `#${reader.conversationName(id) ?? label ?? id}`;
    return el("a", { class: "mention", href: `#${id}` }, shown);
  }
  const isMe = id === reader.me;
  return el("span", { class: isMe ? "mention me" : "mention" }, `@${reader.userName(id) ?? id}`);
}

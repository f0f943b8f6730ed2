// One message: who, when, what, and for whom.

import { drawBlocks } from "./blocks.js";
import { clockTime, formatDate } from "./dates.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { nameOf } from "./surface.js";
import { mrkdwnNodes } from "./text.js";

/** Who wrote it: {id, name, color, isApp}. */
export function authorOf(message, state) {
  const user = state.users.get(message.user);
  if (user && !user.is_bot) return { id: user.id, name: nameOf(user), color: user.color };
  return { id: state.app.id, name: message.username || state.app.name, isApp: true };
}

/** `follows` is true where the same author wrote just before: no need to say who again. */
export function messageNode(message, { surface, state, follows, openThread, replies }) {
  const author = authorOf(message, state);
  const time = clockTime(Number(message.ts), surface.reader);
  return el(
    "article",
    messageAttributes(message, `${author.name}, ${time}`, follows),
    message.ephemeral ? onlyYou() : null,
    follows ? el("div", { class: "side-time" }, time) : avatar(author),
    el(
      "div",
      { class: "message-body" },
      follows ? null : messageHead(message, author, surface.reader),
      contentNode(message, surface),
      replies > 0 ? repliesButton(replies, openThread) : null,
    ),
    openThread && !message.ephemeral ? threadButton(openThread) : null,
  );
}

function messageAttributes({ ephemeral, ts }, name, follows) {
  const kinds = ["message", ephemeral && "ephemeral", follows && "follows"];
  return { class: kinds.filter(Boolean).join(" "), "aria-label": name, "data-ts": ts };
}

function avatar(author) {
  const picture = author.isApp ? icon(icons.store) : [...author.name][0];
  const node = el(
    "div",
    { class: author.isApp ? "avatar app" : "avatar", "aria-hidden": "true" },
    picture,
  );
  if (author.color) node.style.backgroundColor = `#${author.color.replace("#", "")}`;
  return node;
}

function onlyYou() {
  return el("div", { class: "only-you" }, icon(icons.eye), "Only visible to you");
}

function messageHead(message, author, reader) {
  const ts = Number(message.ts);
  const full = formatDate(ts, "{date_long}, {time_secs}", reader);
  return el(
    "div",
    { class: "message-head" },
    el("strong", { class: "author" }, author.name),
    author.isApp ? appMark() : null,
    el("time", { datetime: new Date(ts * 1000).toISOString(), title: full }, clockTime(ts, reader)),
  );
}

function appMark() {
  return el("span", { class: "app-mark" }, "APP");
}

function contentNode(message, surface) {
  if (message.notice) return noticeNode(message.notice);
  const node = el("div", { class: "content" });
  if (message.blocks?.length > 0) drawBlocks(node, message.blocks, surface);
  else node.append(el("div", { class: "mrkdwn" }, mrkdwnNodes(message.text ?? "", surface.reader)));
  if (message.edited) node.lastChild?.append(" ", el("span", { class: "edited" }, "(edited)"));
  return node;
}

export function noticeNode({ text, tone, reason }) {
  const small = reason ? el("small", {}, reason) : null;
  return el(
    "div",
    { class: `notice ${tone === "error" ? "error-tone" : ""}` },
    el("p", {}, text),
    small,
  );
}

function repliesButton(replies, onclick) {
  const text = replies === 1 ? "1 reply" : `${replies} replies`;
  return el("button", { type: "button", class: "replies", onclick }, icon(icons.thread), text);
}

function threadButton(onclick) {
  const attributes = { type: "button", class: "thread-button", title: "Reply in thread", onclick };
  return el("button", { ...attributes, "aria-label": "Open thread" }, icon(icons.thread));
}

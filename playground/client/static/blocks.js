// Block Kit's blocks as nodes of the page.

import { el, icon, reconcile } from "./dom.js";
import { elementNode } from "./elements.js";
import { Field } from "./field.js";
import { icons } from "./icons.js";
import { inputNode } from "./input_block.js";
import { richTextNode } from "./rich_text.js";
import { plainText, textNodes } from "./text.js";

const builders = {
  section: sectionNode,
  actions: actionsNode,
  context: contextNode,
  header: (block) => el("h3", {}, plainText(block.text)),
  divider: () => el("hr"),
  image: imageNode,
  input: inputNode,
  rich_text: (block, surface) => richTextNode(block, surface.reader),
};

/** Draws blocks into `parent`; a block that did not change keeps its nodes. */
export function drawBlocks(parent, blocks, surface) {
  surface.values.keepOnly(new Set(blocks.flatMap(placesIn)));
  const seen = new Map();
  reconcile(
    parent,
    blocks.map((block) => ({ key: keyOf(block, seen), build: () => blockNode(block, surface) })),
  );
}

function keyOf(block, seen) {
  const text = JSON.stringify(block);
  const count = (seen.get(text) ?? 0) + 1;
  seen.set(text, count);
  return `${text}${count}`;
}

function placesIn(block) {
  const elements = [block.element, block.accessory, ...(block.elements ?? [])];
  return elements
    .filter((one) => one?.action_id)
    .map((one) => `${block.block_id} ${one.action_id}`);
}

function blockNode(block, surface) {
  const build = builders[block.type];
  const inner = build ? build(block, surface) : el("p", { class: "unknown" }, `(${block.type})`);
  return el("div", { class: `block block-${block.type}` }, inner);
}

function sectionNode(block, surface) {
  const text = el("div", { class: "mrkdwn" }, textNodes(block.text, surface.reader));
  const fields = (block.fields ?? []).map((field) =>
    el("div", { class: "field mrkdwn" }, textNodes(field, surface.reader)),
  );
  const grid = fields.length > 0 ? el("div", { class: "fields" }, fields) : null;
  const body = el("div", { class: "section-body" }, block.text ? text : null, grid);
  if (!block.accessory) return body;
  const name = text.textContent.slice(0, 80);
  return el("div", { class: "section" }, body, accessory(block, surface, name));
}

function accessory(block, surface, name) {
  const element = block.accessory;
  const inner =
    element.type === "image"
      ? picture(element)
      : elementNode(new Field(surface, block, element, { names: { "aria-label": name } }));
  return el("div", { class: "accessory" }, inner);
}

function actionsNode(block, surface) {
  return block.elements.map((element) => {
    const names = { "aria-label": plainText(element.placeholder) || null };
    return elementNode(new Field(surface, block, element, { names }));
  });
}

function contextNode(block, surface) {
  return block.elements.map((element) =>
    element.type === "image"
      ? picture(element)
      : el("span", { class: "mrkdwn" }, textNodes(element, surface.reader)),
  );
}

function imageNode(block) {
  const title = block.title && el("div", { class: "image-title" }, plainText(block.title));
  return [title, picture(block)];
}

/** Pictures of this machine are shown; of others only what they say, for nothing is fetched. */
function picture({ image_url: url, alt_text: alt }) {
  if (new URL(url ?? "", location.href).origin === location.origin) {
    return el("img", { src: url, alt, class: "picture" });
  }
  const caption = el("span", { class: "picture-alt" }, alt);
  return el("span", { class: "picture missing", title: alt }, icon(icons.picture), caption);
}

// The bar at the top: what this is, and links that the playground gives.

import { el } from "./dom.js";
import { link } from "./text.js";

export function drawBar(node, links) {
  const items = links.map(({ text, url }) => link(url, text));
  const nav = items.length > 0 ? el("nav", { "aria-label": "Playground" }, items) : null;
  node.querySelector("nav")?.remove();
  if (nav) node.append(nav);
}

export function drawConnection(node, isOnline) {
  node.textContent = isOnline ? "" : "Connecting again…";
  node.hidden = isOnline;
}

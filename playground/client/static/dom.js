// Making elements, and changing a list of them without touching those that stay the same.

const SVG = "http://www.w3.org/2000/svg";
const keys = new WeakMap();

/** An element; attributes that are false or missing are left out, `on…` are listeners. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...flat(children));
  return node;
}

function setAttribute(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined);
}

/** A 20 by 20 picture drawn with lines, hidden from screen readers. */
export function icon(paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", paths);
  svg.append(path);
  return svg;
}

/**
 * Makes `parent` hold exactly `items` ({key, build}) in order. A child whose key is there
 * already stays as it is, with what was typed into it and its focus.
 */
export function reconcile(parent, items) {
  const wanted = new Set(items.map((item) => item.key));
  const kept = new Map();
  for (const node of [...parent.childNodes]) {
    const key = keys.get(node);
    if (wanted.has(key)) kept.set(key, node);
    else node.remove();
  }
  let place = parent.firstChild;
  for (const { key, build } of items) {
    const node = kept.get(key) ?? remember(build(), key);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
}

function remember(node, key) {
  keys.set(node, key);
  return node;
}

/** Redraws; if that replaced the focused element, its successor with the same id gets the focus. */
export function keepingFocus(draw) {
  const before = document.activeElement;
  const caret = [before?.selectionStart, before?.selectionEnd];
  draw();
  const again = before?.id && !before.isConnected ? document.getElementById(before.id) : null;
  again?.focus();
  if (again && Number.isInteger(caret[0])) again.setSelectionRange?.(...caret);
}

// The modals of this person: up to three on top of each other, the last one shown.

import { drawBlocks } from "./blocks.js";
import { el, icon, keepingFocus, reconcile } from "./dom.js";
import { icons } from "./icons.js";
import { clearErrorAt, faultsOf, showFieldErrors } from "./input_block.js";
import { noticeNode } from "./message.js";
import { Surface } from "./surface.js";
import { plainText } from "./text.js";

const FIELDS = "input, textarea, select, [role=button], button";

export class Modal {
  /** `behind` is what lies behind an open modal, out of reach for everybody. */
  constructor(behind, state, client) {
    Object.assign(this, { behind, state, client });
    this.surfaces = new Map();
    this.head = el("div", { class: "modal-head" });
    this.news = el("div", { class: "modal-news", role: "alert" });
    const onchange = (event) => clearErrorAt(event.target);
    this.body = el("div", { class: "modal-body content", onchange, oninput: onchange });
    this.foot = el("div", { class: "modal-foot" });
    const onsubmit = (event) => this.#submit(event);
    this.form = el("form", { novalidate: true, onsubmit });
    this.form.append(this.head, this.news, this.body, this.foot);
    this.node = el("dialog", this.#dialogAttributes(), this.form);
    client.onErrors((viewId, errors) => this.#showErrors(viewId, errors));
    client.onNotice((notice) => this.#showNotice(notice));
  }

  #dialogAttributes() {
    return {
      class: "modal",
      tabindex: "-1",
      "aria-labelledby": "modal-title",
      onkeydown: (event) => this.#key(event),
      oncancel: (event) => event.preventDefault(),
    };
  }

  draw(state) {
    const { views } = state;
    this.#forget(views);
    const view = views.at(-1);
    if (!view) return this.#hide();
    const isOther = view.id !== this.shown?.id;
    this.shown = view;
    if (isOther) this.#start();
    keepingFocus(() => this.#drawView(view, views.length));
    if (!this.node.open) this.#open();
    if (isOther) this.#focusFirst();
    else if (!this.node.contains(document.activeElement)) this.#focusHere();
    return undefined;
  }

  #start() {
    this.body.replaceChildren();
    this.news.replaceChildren();
    this.body.scrollTop = 0;
    this.#setBusy(false);
  }

  #open() {
    this.node.showModal();
    this.behind.setAttribute("aria-hidden", "true");
  }

  #hide() {
    this.shown = null;
    this.behind.removeAttribute("aria-hidden");
    if (this.node.open) this.node.close();
  }

  #forget(views) {
    const open = new Set(views.map((view) => view.id));
    for (const id of this.surfaces.keys()) if (!open.has(id)) this.surfaces.delete(id);
  }

  #surface(view) {
    if (!this.surfaces.has(view.id)) {
      const container = { type: "view", view_id: view.id };
      this.surfaces.set(view.id, new Surface(view.id, container, this.state, this.client));
    }
    return this.surfaces.get(view.id);
  }

  #drawView(view, depth) {
    const { title, close, submit } = view;
    const key = JSON.stringify([title, close, submit, depth]);
    reconcile(this.head, [{ key, build: () => this.#headNode(plainText(title), depth) }]);
    drawBlocks(this.body, view.blocks, this.#surface(view));
    reconcile(this.foot, [{ key, build: () => this.#footNode(close, submit) }]);
  }

  #headNode(title, depth) {
    const leave = this.#iconButton("Dismiss", icons.close, () => this.#closeAll());
    const back = depth > 1 ? this.#iconButton("Back", icons.back, () => this.#closeTop()) : null;
    const mark = el(
      "span",
      { class: "avatar app small", "aria-hidden": "true" },
      icon(icons.store),
    );
    return el("div", {}, back ?? mark, el("h2", { id: "modal-title" }, title), leave);
  }

  #iconButton(name, picture, onclick) {
    return el(
      "button",
      { type: "button", class: "icon-button", "aria-label": name, onclick },
      icon(picture),
    );
  }

  #footNode(close, submit) {
    const onclick = () => this.#closeTop();
    const leave = el(
      "button",
      { type: "button", class: "button", onclick },
      plainText(close) || "Close",
    );
    const send =
      submit && el("button", { type: "submit", class: "button primary" }, plainText(submit));
    return el("div", {}, leave, send);
  }

  #focusFirst() {
    const first = this.body.querySelector(FIELDS);
    if (first && first.tagName !== "BUTTON") first.focus();
    else this.#focusHere();
  }

  #focusHere() {
    (this.foot.querySelector("[type=submit]") ?? this.node).focus();
  }

  #key(event) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      this.form.requestSubmit();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      this.#closeTop();
    }
  }

  async #submit(event) {
    event.preventDefault();
    const view = this.shown;
    if (!view?.submit || this.isBusy) return;
    const { values } = this.#surface(view);
    const faults = faultsOf(view.blocks, values);
    this.news.replaceChildren();
    this.#showErrors(view.id, faults);
    if (Object.keys(faults).length > 0) return;
    this.#setBusy(true);
    await this.client.submit(view.id, values.wire());
    this.#setBusy(false);
  }

  #setBusy(isBusy) {
    this.isBusy = isBusy;
    const button = this.foot.querySelector("[type=submit]");
    if (isBusy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  #closeTop() {
    this.client.close([this.shown.id]);
  }

  #closeAll() {
    this.client.close(this.state.views.map((view) => view.id).reverse());
  }

  #showErrors(viewId, errors) {
    if (this.shown?.id !== viewId) return;
    showFieldErrors(this.#surface(this.shown), this.shown.blocks, errors);
  }

  #showNotice(notice) {
    if (!this.node.open) return false;
    this.news.replaceChildren(noticeNode(notice));
    return true;
  }
}

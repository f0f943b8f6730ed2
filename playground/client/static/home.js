// The app's Home: the view that the bot published for this person.

import { drawBlocks } from "./blocks.js";
import { el, keepingFocus } from "./dom.js";
import { Surface } from "./surface.js";

export class Home {
  constructor(state, client) {
    Object.assign(this, { state, client });
    this.page = el("div", { class: "home-page content" });
    this.node = el("div", { class: "home", hidden: true }, this.page);
  }

  draw(view) {
    if (!view) return this.#drawNothing();
    if (this.surface?.container.view_id !== view.id) {
      const container = { type: "view", view_id: view.id };
      this.surface = new Surface("home", container, this.state, this.client);
      this.page.replaceChildren();
    }
    return keepingFocus(() => drawBlocks(this.page, view.blocks, this.surface));
  }

  #drawNothing() {
    const text = `${this.state.app.name} has not published anything here yet.`;
    this.surface = null;
    this.page.replaceChildren(el("p", { class: "unknown" }, text));
  }
}

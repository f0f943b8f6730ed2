// The demo's clock in the bar: what day it is, and moving on by days.

import { dayKey, formatDate } from "./dates.js";
import { el, icon } from "./dom.js";
import { icons } from "./icons.js";
import { closePanel, follow, openAt } from "./popover.js";
import { readerOf } from "./surface.js";

const DAY_MS = 86_400_000;
const STEPS = [1, 7, 30];
const MOST_DAYS = 3650;
const NOTE =
  "Slack, Amazon and the bot move on together. There is no way back but to start the demo again.";

export class Clock {
  constructor(node, state, client) {
    Object.assign(this, { state, client });
    this.reader = readerOf(state);
    this.day = el("span", { class: "clock-day" });
    this.ahead = el("span", { class: "clock-ahead" });
    this.button = el(
      "button",
      { type: "button", class: "clock-button", popovertarget: "clock-panel" },
      icon(icons.clock),
      el("span", { class: "hidden-text" }, "The demo’s clock: "),
      this.day,
      this.ahead,
    );
    this.panel = this.#panel();
    node.append(this.button, this.panel);
    node.hidden = false;
    this.draw();
  }

  draw() {
    const { reader } = this;
    const days = this.#daysAhead();
    this.day.textContent = formatDate(reader.now(), "{date_short}", reader);
    this.ahead.textContent = days ? `+${days} d` : "";
    this.ahead.hidden = !days;
    this.today.textContent = formatDate(reader.now(), "{date_long}", reader);
    this.real.textContent = days ? `${count(days)} ahead of today` : "as it is today";
    this.date.min = this.#dayAfter(1);
    this.date.max = this.#dayAfter(MOST_DAYS);
  }

  #panel() {
    this.today = el("p", { class: "clock-today" });
    this.real = el("p", { class: "clock-real" });
    this.told = el("p", { class: "clock-told", role: "status" });
    const steps = STEPS.map((days) => this.#step(days));
    return el(
      "section",
      {
        id: "clock-panel",
        class: "panel clock-panel",
        popover: "auto",
        "aria-labelledby": "clock-title",
        ontoggle: (event) => this.#toggled(event),
      },
      el("h2", { id: "clock-title" }, "The demo’s clock"),
      this.today,
      this.real,
      el("div", { class: "clock-steps" }, steps),
      this.#dateForm(),
      this.told,
      el("p", { class: "clock-note" }, NOTE),
    );
  }

  #step(days) {
    const onclick = (event) => this.#move(days, event.currentTarget);
    const name = `Move on by ${count(days)}`;
    const text = `+${count(days)}`;
    return el("button", { type: "button", class: "button", onclick, "aria-label": name }, text);
  }

  #dateForm() {
    const names = { id: "clock-date", type: "date", class: "text-input picker", required: true };
    this.date = el("input", names);
    const go = el("button", { class: "button primary" }, "Go");
    const onsubmit = (event) => {
      event.preventDefault();
      this.#move(this.#daysUntil(this.date.value), go);
    };
    const label = el("label", { for: "clock-date" }, "To a date");
    return el("form", { class: "clock-date", onsubmit }, label, this.date, go);
  }

  #toggled({ newState }) {
    this.stopFollowing?.();
    if (newState !== "open") return;
    this.told.textContent = "";
    this.draw();
    openAt(this.panel, this.button);
    this.stopFollowing = follow(this.panel, this.button, () => closePanel(this.panel));
  }

  async #move(days, button) {
    button.setAttribute("aria-busy", "true");
    const answer = await this.client.moveTime(days, this.reader.timeZone);
    button.removeAttribute("aria-busy");
    this.date.value = "";
    this.told.classList.toggle("failed", !answer.ok);
    this.told.textContent = answer.ok ? this.#moved(days) : answer.explain;
  }

  #moved(days) {
    const day = formatDate(this.reader.now(), "{date}", this.reader);
    const passed = days === 1 ? "1 day has" : `${days} days have`;
    return `${passed} passed: it is ${day}. What became due comes within seconds.`;
  }

  /** Whole days between today as it really is and today in the demo. */
  #daysAhead() {
    const [here, real] = [this.reader.now(), Date.now() / 1000];
    return Math.round((this.#midnight(here) - this.#midnight(real)) / DAY_MS);
  }

  #daysUntil(day) {
    return Math.round((Date.parse(day) - this.#midnight(this.reader.now())) / DAY_MS);
  }

  #dayAfter(days) {
    const day = new Date(this.#midnight(this.reader.now()) + days * DAY_MS);
    return day.toISOString().slice(0, 10);
  }

  /** The reader's day as milliseconds, all days being equally long. */
  #midnight(ts) {
    return Date.parse(dayKey(ts, this.reader));
  }
}

function count(days) {
  return days === 1 ? "1 day" : `${days} days`;
}

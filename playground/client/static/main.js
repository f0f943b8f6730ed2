// Starts the page: asks who is here and what there is, and joins the parts.

import { forgetPerson, personAsked, placeIn, rememberPerson } from "./address.js";
import { Api } from "./api.js";
import { drawBar, drawConnection } from "./bar.js";
import { Client } from "./client.js";
import { Clock } from "./clock.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";

const RETRY_MS = 1000;

const node = (id) => document.getElementById(id);

async function start() {
  const snapshot = await new Api(personAsked()).state();
  rememberPerson(snapshot.user.id);
  const api = new Api(snapshot.user.id);
  const state = new State(snapshot);
  const client = new Client(api, state);
  drawAll(state, partsOf(state, client));
  await client.start();
  followAddress(state, client);
  const { links, has_clock: hasClock } = await api.bar();
  drawBar(node("playground-bar"), links);
  if (hasClock) drawClock(state, client);
}

function drawClock(state, client) {
  const clock = new Clock(node("clock"), state, client);
  state.onChange(() => clock.draw());
}

function partsOf(state, client) {
  const modal = new Modal(node("panes"), state, client);
  document.body.append(modal.node);
  return [
    new Sidebar(node("sidebar"), () => show("talk")),
    new Conversation(node("conversation"), state, client, () => show("list")),
    new Thread(node("thread"), state, client),
    modal,
  ];
}

function drawAll(state, parts) {
  state.onChange(() => {
    for (const part of parts) part.draw(state);
    drawConnection(node("connection"), state.online);
  });
}

/** On a phone one pane is shown at a time. */
function show(pane) {
  document.body.dataset.pane = pane;
}

function followAddress(state, client) {
  const go = () => {
    const { id, ts } = placeIn(location.hash);
    client.select(state.conversations.has(id) ? id : firstPlace(state), ts);
  };
  window.addEventListener("hashchange", () => {
    show("talk");
    client.close(state.views.map((view) => view.id).reverse());
    go();
  });
  go();
}

function firstPlace(state) {
  const places = [...state.conversations.values()];
  const open = places.filter((place) => !place.is_archived);
  return (open.find((place) => place.is_member) ?? open[0] ?? places[0]).id;
}

function startUntilItWorks() {
  start().catch((error) => {
    forgetPerson();
    node("conversation").replaceChildren(
      el(
        "p",
        { class: "closed" },
        "The local Slack does not answer yet. Trying again…",
        el("small", {}, error.message),
      ),
    );
    setTimeout(() => location.reload(), RETRY_MS);
  });
}

startUntilItWorks();

// Starts the page: asks who is here and what there is, and joins the parts.

import { Api } from "./api.js";
import { drawBar, drawConnection } from "./bar.js";
import { Client } from "./client.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";

const RETRY_MS = 1000;

const node = (id) => document.getElementById(id);

async function start() {
  const asked = new URLSearchParams(location.search).get("user");
  const snapshot = await new Api(asked).state();
  const api = new Api(snapshot.user.id);
  const state = new State(snapshot);
  const client = new Client(api, state);
  drawAll(state, partsOf(state, client));
  await client.start();
  followAddress(state, client);
  drawBar(node("playground-bar"), await api.links());
}

function partsOf(state, client) {
  const modal = new Modal(state, client);
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
    const id = location.hash.slice(1);
    client.select(state.conversations.has(id) ? id : firstPlace(state));
  };
  window.addEventListener("hashchange", () => {
    show("talk");
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
    node("conversation").replaceChildren(
      el("p", { class: "closed" }, "The local Slack does not answer yet. Trying again…", el("small", {}, error.message)),
    );
    setTimeout(() => location.reload(), RETRY_MS);
  });
}

startUntilItWorks();

// One interactive element of a block: its value, its name on the page, and what pressing it does.

import { confirmed } from "./confirm.js";

/** Values people filled in, by block_id and action_id; they outlive redrawing. */
export class Values {
  constructor() {
    this.blocks = new Map();
  }

  has(blockId, actionId) {
    return this.blocks.get(blockId)?.has(actionId) ?? false;
  }

  get(blockId, actionId) {
    return this.blocks.get(blockId)?.get(actionId) ?? null;
  }

  set(blockId, actionId, value) {
    if (!this.blocks.has(blockId)) this.blocks.set(blockId, new Map());
    this.blocks.get(blockId).set(actionId, value);
  }

  /** Forgets what is no longer on the page: `places` are strings "block_id action_id". */
  keepOnly(places) {
    for (const [blockId, actions] of this.blocks) {
      for (const actionId of actions.keys()) {
        if (!places.has(`${blockId} ${actionId}`)) actions.delete(actionId);
      }
    }
  }

  /** As the client API takes them: an option is its value. */
  wire() {
    const entries = [...this.blocks].map(([blockId, actions]) => [blockId, wireActions(actions)]);
    return Object.fromEntries(entries);
  }
}

function wireActions(actions) {
  return Object.fromEntries([...actions].map(([actionId, value]) => [actionId, wire(value)]));
}

function wire(value) {
  if (Array.isArray(value)) return value.map(wire);
  return value !== null && typeof value === "object" ? value.value : value;
}

/**
 * Stands on a surface (surface.js), which holds the values and knows whom to talk to.
 */
export class Field {
  /** `names` are the ARIA attributes that name and describe the element's node. */
  constructor(surface, block, element, { dispatches = true, names = {} } = {}) {
    Object.assign(this, { surface, block, element, dispatches, names });
    this.id = `${surface.scope}-${block.block_id}-${element.action_id}`;
  }

  get reader() {
    return this.surface.reader;
  }

  get value() {
    return this.surface.values.get(this.block.block_id, this.element.action_id);
  }

  /** The value to show first: what was typed before, else what the bot proposed. */
  start(initial) {
    const { block_id: blockId } = this.block;
    const { values } = this.surface;
    const { action_id: actionId } = this.element;
    if (!values.has(blockId, actionId)) values.set(blockId, actionId, initial ?? null);
    return values.get(blockId, actionId);
  }

  keep(value) {
    this.surface.values.set(this.block.block_id, this.element.action_id, value);
  }

  /** A changed value: remembered, and told to the bot where it asked for that. */
  async change(value) {
    if (!this.dispatches) return this.keep(value) ?? true;
    if (!(await confirmed(this.element.confirm, this.reader))) return false;
    this.keep(value);
    await this.tell(wire(value));
    return true;
  }

  /** A press on a button or a menu; `node` shows that something is under way. */
  async press(value, node) {
    if (node.hasAttribute("aria-busy")) return false;
    if (!(await confirmed(this.element.confirm, this.reader))) return false;
    node.setAttribute("aria-busy", "true");
    await this.tell(value);
    node.removeAttribute("aria-busy");
    return true;
  }

  tell(value) {
    const { container, values, client } = this.surface;
    const { block_id } = this.block;
    const { action_id } = this.element;
    return client.press({ container, block_id, action_id, value, state: values.wire() });
  }

  /** Groups of options for what was typed, from the bot. */
  async ask(query) {
    const { container, client } = this.surface;
    const { block_id } = this.block;
    const { action_id } = this.element;
    const answer = await client.options({ ...place(container), block_id, action_id, query });
    if (answer.ok === false) throw new Error(`${answer.explain} (${answer.error})`);
    return answer.option_groups ?? [{ options: answer.options ?? [] }];
  }
}

function place(container) {
  if (container.type === "view") return { view_id: container.view_id };
  return { conversation: container.conversation, ts: container.ts };
}

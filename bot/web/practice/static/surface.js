// One place with blocks in it (a message, a modal, Home): the fields on it, what
// they hold, and how a press on one reaches the app.

import { act } from "./act.js";
import { confirmed } from "./confirm.js";
import { element } from "./dom.js";
import { toldElsewhere, troubleNodes } from "./notice.js";

export class Surface {
  // `from` is how the workspace knows this place; `kept` is what the fields held
  // before, {block: {action: STATE}}; `heading` is the level of its headings.
  constructor({ from, kept = {}, heading = 2 }) {
    this.from = from;
    this.kept = kept;
    this.heading = heading;
    this.fields = [];
  }

  // Adds a field and gives it back what it held, if that still fits.
  hold(field, blockId, actionId) {
    const before = this.kept[blockId]?.[actionId];
    const initial = field.state();
    if (before && before.type === initial.type) {
      field.set(before);
      if (sizeOf(field.state()) < sizeOf(before)) field.set(initial);
    }
    this.fields.push({ field, blockId, actionId });
  }

  state() {
    const state = {};
    for (const { field, blockId, actionId } of this.fields) {
      state[blockId] ??= {};
      state[blockId][actionId] = field.state();
    }
    return state;
  }

  sharesFieldsWith(other) {
    const names = new Set(other.fields.map((one) => `${one.blockId} ${one.actionId}`));
    return this.fields.some((one) => names.has(`${one.blockId} ${one.actionId}`));
  }

  controlsOf(blockId) {
    const there = this.fields.filter((one) => one.blockId === blockId);
    return there.flatMap((one) => one.field.controls);
  }

  // Tells the app; shows on `node` that it waits, and beside it what went wrong.
  // Gives false if the person thought better of it.
  async press(node, blockId, part, details) {
    if (node.getAttribute("aria-busy") === "true") return true;
    if (part.confirm && !(await confirmed(part.confirm))) return false;
    node.setAttribute("aria-busy", "true");
    const answer = await act({
      act: "press",
      from: this.from,
      block_id: blockId,
      action_id: part.action_id,
      state: this.state(),
      ...details,
    });
    node.removeAttribute("aria-busy");
    showTrouble(node, answer.ok ? null : answer.trouble);
    return true;
  }
}

// How many values a state holds: fewer than before means an option is gone.
function sizeOf({ type, ...values }) {
  return Object.values(values).flatMap((value) => value ?? []).length;
}

function showTrouble(node, trouble) {
  const block = node.closest(".block");
  block.querySelector(":scope > .trouble")?.remove();
  if (!trouble) return;
  toldElsewhere(trouble);
  block.append(element("p", { class: "trouble", role: "alert" }, troubleNodes(trouble)));
}

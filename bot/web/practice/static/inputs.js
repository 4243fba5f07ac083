// Fields where they stand: with a label, a hint, a place for an error, and a line
// to the app.

import { button, overflow } from "./buttons.js";
import { checkboxField, multiSelectField, radioField, selectField } from "./choices.js";
import { element, uniqueId } from "./dom.js";
import { plainText } from "./mrkdwn.js";
import { unknown } from "./unknown.js";
import { dateField, numberField, textField } from "./writing.js";

const FIELDS = {
  plain_text_input: textField,
  number_input: numberField,
  datepicker: dateField,
  radio_buttons: radioField,
  checkboxes: checkboxField,
  static_select: selectField,
  users_select: selectField,
  conversations_select: selectField,
  channels_select: selectField,
  multi_static_select: multiSelectField,
  multi_users_select: multiSelectField,
  multi_conversations_select: multiSelectField,
  multi_channels_select: multiSelectField,
};

// Anything in a section or an actions block: the app hears of it at once.
export function part(one, blockId, surface, naming) {
  if (one.type === "button") return button(one, blockId, surface);
  if (one.type === "overflow") return overflow(one, blockId, surface);
  if (one.type === "image") return thumbnail(one);
  const make = FIELDS[one.type];
  if (!make) return unknown(one);
  const field = held(make(one), one, blockId, surface);
  tellAtOnce(field, one, blockId, surface);
  return named(field, naming).node;
}

function thumbnail({ image_url: src, alt_text: alt }) {
  return element("img", { class: "thumbnail", src, alt });
}

export function input(block, surface) {
  const { label, element: one, hint, optional, block_id: blockId } = block;
  const make = FIELDS[one.type];
  if (!make) return unknown(one);
  const field = held(make(one), one, blockId, surface);
  if (block.dispatch_action) tellAtOnce(field, one, blockId, surface);
  const ids = { label: uniqueId("label"), error: uniqueId("error"), hint: hint && uniqueId("hint") };
  named(field, { labelledby: ids.label });
  describe(field, ids);
  return element(
    "div",
    { class: "input", "data-block": blockId },
    title(field, ids.label, plainText(label.text), optional),
    // Above the field: under a long list of choices nobody would see it.
    element("p", { id: ids.error, class: "error", hidden: true }),
    field.node,
    hint ? element("p", { id: ids.hint, class: "hint", dir: "auto" }, plainText(hint.text)) : null,
  );
}

function title(field, id, words, optional) {
  const mark = optional ? element("span", { class: "optional" }, " (optional)") : null;
  const [control] = field.controls;
  if (!control.matches("textarea, select, input:not([type=radio], [type=checkbox])"))
    return element("div", { id, class: "label", dir: "auto" }, words, mark);
  control.id = uniqueId("control");
  return element("label", { id, for: control.id, class: "label", dir: "auto" }, words, mark);
}

function held(field, one, blockId, surface) {
  surface.hold(field, blockId, one.action_id);
  for (const control of field.controls) {
    const own = control.matches("[type=radio], [type=checkbox]") ? control.value : "";
    control.dataset.mark = `${blockId} ${one.action_id} ${own}`;
  }
  return field;
}

function group(field) {
  return field.node.matches("[role=radiogroup], [role=group]") ? field.node : null;
}

function named(field, { labelledby, label }) {
  const target = group(field) ?? field.controls[0];
  if (label) target.setAttribute("aria-label", label);
  else target.setAttribute("aria-labelledby", [labelledby, ...ownName(target)].join(" "));
  return field;
}

// The head of a folded list is named by what is chosen in it, too.
function ownName(target) {
  if (target.localName !== "summary") return [];
  target.id = uniqueId("summary");
  return [target.id];
}

// The error's place is named from the start, so that one attribute fewer changes
// when an error comes: an empty description is not read out.
function describe(field, ids) {
  const shared = [ids.error, ids.hint].filter(Boolean);
  group(field)?.setAttribute("aria-describedby", shared.join(" "));
  for (const control of field.controls) {
    const own = [control.dataset.count, control.dataset.note].filter(Boolean);
    const all = group(field) ? [ids.error, ...own] : [...shared, ...own];
    control.setAttribute("aria-describedby", all.join(" "));
  }
}

// Slack tells the app at once of a choice; of words when Enter is pressed, or at
// each character where the view asks for that.
function tellAtOnce(field, one, blockId, surface) {
  let before = field.state();
  const tell = async () => {
    const selected = field.state();
    const details = { selected, value: selected.value };
    if (await surface.press(field.node, blockId, one, details)) before = selected;
    else field.set(before);
  };
  const isWritten = one.type === "plain_text_input" || one.type === "number_input";
  if (!isWritten) field.node.addEventListener("change", tell);
  else tellOfWords(field.controls[0], one.dispatch_action_config?.trigger_actions_on, tell);
}

function tellOfWords(control, triggers = ["on_enter_pressed"], tell) {
  if (triggers.includes("on_character_entered")) control.addEventListener("input", tell);
  if (!triggers.includes("on_enter_pressed")) return;
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    tell();
  });
}

// Fields a person chooses in. Each is made of the browser's own controls, which
// every keyboard and screen reader knows.

import { element, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { plainText, textObject } from "./mrkdwn.js";
import { channelName, current } from "./workspace.js";

const FILTER_FROM = 8;

export function radioField(part) {
  const group = checkable(part, "radio", part.initial_option ? [part.initial_option] : []);
  return {
    ...group,
    node: element("div", { class: "choices", role: "radiogroup" }, group.rows),
    state: () => ({ type: part.type, selected_option: group.chosen()[0] ?? null }),
    set: ({ selected_option: option }) => group.choose(option ? [option] : []),
  };
}

export function checkboxField(part) {
  const group = checkable(part, "checkbox", part.initial_options ?? []);
  return {
    ...group,
    node: element("div", { class: "choices", role: "group" }, group.rows),
    state: () => ({ type: part.type, selected_options: group.chosen() }),
    set: ({ selected_options: options }) => group.choose(options ?? []),
  };
}

function checkable(part, type, initial) {
  const name = uniqueId("choice");
  const rows = part.options.map((option) => row(option, type, name));
  const controls = rows.map((one) => one.querySelector("input"));
  const choose = (options) => {
    const values = new Set(options.map((option) => option.value));
    controls.forEach((control, at) => (control.checked = values.has(part.options[at].value)));
  };
  choose(initial);
  const chosen = () => part.options.filter((_, at) => controls[at].checked);
  return { rows, controls, choose, chosen };
}

function row(option, type, name) {
  const note = option.description ? uniqueId("note") : null;
  return element(
    "label",
    { class: "choice" },
    element("input", { type, name, value: option.value, "data-note": note }),
    element(
      "span",
      { dir: "auto" },
      element("span", { class: "words" }, textObject(option.text)),
      note ? element("span", { class: "note", id: note }, textObject(option.description)) : null,
    ),
  );
}

export function selectField(part) {
  const { groups, options, key } = offer(part);
  const control = element(
    "select",
    {},
    element("option", { value: "" }, placeholder(part)),
    groups.map(({ label, options: members }) => optionGroup(label, members)),
  );
  const isOffered = (value) => options.some((one) => one.value === value);
  const choose = (value) => (control.value = isOffered(value) ? value : "");
  const chosen = () => options.find((one) => one.value === control.value);
  choose(initialValues(part)[0] ?? "");
  return {
    node: control,
    controls: [control],
    state: () => ({ type: part.type, [key.one]: key.read(chosen()) }),
    set: (state) => choose(key.value(state[key.one]) ?? ""),
  };
}

function optionGroup(label, members) {
  const shown = members.map(({ value, text }) => element("option", { value }, plainText(text.text)));
  return label ? element("optgroup", { label: plainText(label.text) }, shown) : shown;
}

// Several out of many: a list that folds away, with the chosen ones in its head.
export function multiSelectField(part) {
  const { groups, options, key } = offer(part);
  const names = element("span", { class: "multi-names" });
  const head = element("summary", { class: "multi-head", role: "button" }, names, icon("down"));
  const rows = groups.map(({ label, options: members }) => groupOfRows(label, members));
  const list = element("div", { class: "multi-list" }, rows);
  const controls = [...list.querySelectorAll("input")];
  const filter = options.length >= FILTER_FROM ? filterOf(list) : null;
  const body = element("div", { class: "multi-body" }, filter, list);
  const node = element("details", { class: "multi" }, head, body);
  const chosen = () => options.filter((_, at) => controls[at].checked);
  const tell = () => tellChosen(names, chosen(), part, controls);
  const choose = (values) => {
    options.forEach((option, at) => (controls[at].checked = values.includes(option.value)));
    tell();
  };
  list.addEventListener("change", tell);
  foldAway(node, head);
  choose(initialValues(part));
  return {
    node,
    controls: [head],
    state: () => ({ type: part.type, [key.many]: chosen().map(key.read) }),
    set: (state) => choose((state[key.many] ?? []).map(key.value)),
  };
}

function groupOfRows(label, members) {
  const rows = members.map((option) => row(option, "checkbox", null));
  if (!label) return rows;
  const name = plainText(label.text);
  const title = element("p", { class: "multi-title", "aria-hidden": "true" }, name);
  return element("div", { role: "group", "aria-label": name }, title, rows);
}

function tellChosen(names, chosen, part, controls) {
  const chips = chosen.flatMap(({ text }) => [chip(text), " "]);
  names.replaceChildren(...(chips.length ? chips : [placeholder(part)]));
  const isFull = chosen.length >= (part.max_selected_items ?? Infinity);
  for (const control of controls) control.disabled = isFull && !control.checked;
}

function chip({ text }) {
  return element("span", { class: "chip" }, plainText(text));
}

function filterOf(list) {
  const narrow = ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const one of list.querySelectorAll(".choice"))
      one.hidden = !one.textContent.toLowerCase().includes(wanted);
  };
  // What is typed here is no answer, so nobody outside hears that it changed.
  const quiet = (event) => event.stopPropagation();
  return element("input", {
    type: "search",
    placeholder: "Filter the list",
    "aria-label": "Filter the list",
    oninput: narrow,
    onchange: quiet,
  });
}

// Escape folds an open list, and only then closes the modal around it.
function foldAway(node, head) {
  node.addEventListener("toggle", () => head.setAttribute("aria-expanded", String(node.open)));
  head.setAttribute("aria-expanded", "false");
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "search") event.preventDefault();
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault();
    event.stopPropagation();
    node.open = false;
    head.focus();
  });
}

function placeholder(part) {
  return part.placeholder ? plainText(part.placeholder.text) : "Choose…";
}

const OPTION = {
  one: "selected_option",
  many: "selected_options",
  read: (option) => option ?? null,
  value: (option) => option?.value,
};

function idKey(one, many) {
  return { one, many, read: (option) => option?.value ?? null, value: (id) => id };
}

// What can be chosen, and where Slack's state form keeps it.
function offer(part) {
  if (part.type.endsWith("users_select"))
    return listed(people(), idKey("selected_user", "selected_users"));
  if (part.type.endsWith("conversations_select"))
    return listed(conversations(), idKey("selected_conversation", "selected_conversations"));
  if (part.type.endsWith("channels_select"))
    return listed(conversations("channel"), idKey("selected_channel", "selected_channels"));
  const groups = part.option_groups ?? [{ label: null, options: part.options ?? [] }];
  return { groups, options: groups.flatMap((group) => group.options), key: OPTION };
}

function listed(options, key) {
  return { groups: [{ label: null, options }], options, key };
}

function asOption(value, text) {
  return { value, text: { type: "plain_text", text } };
}

function people() {
  return current().people.filter((one) => !one.is_bot).map((one) => asOption(one.id, one.name));
}

function conversations(kind) {
  return current()
    .channels.filter((one) => !kind || one.kind === kind)
    .map((one) => asOption(one.id, channelName(one)));
}

function initialValues(part) {
  const options = part.initial_options ?? (part.initial_option ? [part.initial_option] : []);
  const ids = [part.initial_user, part.initial_conversation, part.initial_channel].filter(Boolean);
  const many = part.initial_users ?? part.initial_conversations ?? part.initial_channels ?? [];
  return [...options.map((option) => option.value), ...ids, ...many];
}

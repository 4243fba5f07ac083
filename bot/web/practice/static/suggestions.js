// The list of slash commands that opens above the composer on "/".

import { element, uniqueId } from "./dom.js";
import { current } from "./workspace.js";

const LISTBOX = { role: "listbox", "aria-label": "Commands", hidden: true };
const COMBOBOX = {
  role: "combobox",
  "aria-expanded": "false",
  "aria-autocomplete": "list",
  "aria-haspopup": "listbox",
};

// Gives the list; it listens to `box` by itself.
export function suggestions(box) {
  const list = element("ul", { class: "suggestions", id: uniqueId("suggestions"), ...LISTBOX });
  const state = { box, list, found: [], at: 0 };
  for (const [name, value] of Object.entries(COMBOBOX)) box.setAttribute(name, value);
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("input", () => suggest(state));
  box.addEventListener("blur", () => close(state));
  box.addEventListener("keydown", (event) => pressed(event, state));
  return list;
}

function suggest(state) {
  const words = state.box.value.toLowerCase();
  const commands = words.startsWith("/") ? current().commands : [];
  state.found = commands.filter(({ command }) => command.startsWith(words));
  state.at = 0;
  if (state.found.length) draw(state);
  else close(state);
}

function draw(state) {
  state.list.replaceChildren(...state.found.map((one, at) => option(one, at, state)));
  state.list.hidden = false;
  state.box.setAttribute("aria-expanded", "true");
  mark(state);
}

function option({ command, description, usage_hint: usage }, at, state) {
  return element(
    "li",
    {
      role: "option",
      id: `${state.list.id}-${at}`,
      // Before the box loses the focus, and with it the list.
      onpointerdown: (event) => {
        event.preventDefault();
        take(state, at);
      },
    },
    element("span", { class: "command" }, element("strong", {}, command), usage ? ` ${usage}` : ""),
    element("span", { class: "note", dir: "auto" }, description),
  );
}

function mark(state) {
  const options = [...state.list.children];
  options.forEach((node, at) => node.setAttribute("aria-selected", String(at === state.at)));
  state.box.setAttribute("aria-activedescendant", options[state.at].id);
  options[state.at].scrollIntoView({ block: "nearest" });
}

function close({ box, list }) {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function take(state, at = state.at) {
  state.box.value = `${state.found[at].command} `;
  state.box.dispatchEvent(new Event("input"));
  state.box.focus();
}

function pressed(event, state) {
  if (state.list.hidden || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isWhole = state.found[state.at].command === state.box.value;
  if (step) {
    state.at = (state.at + step + state.found.length) % state.found.length;
    mark(state);
  } else if (event.key === "Escape") close(state);
  else if (event.key === "Tab" && !event.shiftKey) take(state);
  else if (event.key === "Enter" && !event.shiftKey && !isWhole) take(state);
  else return;
  event.preventDefault();
}

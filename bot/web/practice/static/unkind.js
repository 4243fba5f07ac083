// For trainers and testers: the workspace can be as unkind as the real world.

import { act } from "./act.js";
import { element } from "./dom.js";
import { troubled } from "./notice.js";
import { current } from "./workspace.js";

const SWITCHES = [
  ["duplicate", "Deliver everything twice"],
  ["retry_events", "Send events again, as after a lost answer"],
  ["rate_limited", "Refuse the app’s calls now and then (429)"],
];

const SLOWNESS = [
  [0, "not at all"],
  [1, "1 s"],
  [2, "2 s"],
  [4, "4 s: Slack gives up after 3"],
];

let isOpen = false;

export function unkindPanel() {
  const { unkindness } = current();
  const on = isUnkind(unkindness) ? element("span", { class: "unread" }, "on") : null;
  const panel = element(
    "details",
    { class: "unkind" },
    element("summary", { "data-mark": "unkind" }, "Unkind", on),
    element("p", {}, "For trainers: see how the app bears what real networks do."),
    slowness(unkindness.slow_seconds ?? 0),
    SWITCHES.map(([name, words]) => toggle(name, words, unkindness[name])),
    breakage("Ask the app to reconnect", "refresh_requested"),
    breakage("Cut the app’s line, without a word", "lost"),
  );
  panel.open = isOpen;
  panel.addEventListener("toggle", () => (isOpen = panel.open));
  return panel;
}

function isUnkind({ slow_seconds: slow, ...switches }) {
  return slow > 0 || SWITCHES.some(([name]) => switches[name]);
}

function slowness(seconds) {
  const options = SLOWNESS.map(([value, words]) =>
    element("option", { value: String(value), selected: value === seconds }, words),
  );
  const onchange = ({ target }) => be({ slow_seconds: Number(target.value) });
  const select = element("select", { "data-mark": "unkind slow", onchange }, options);
  return element("label", { class: "unkind-row" }, "Slow the line down by", select);
}

function toggle(name, words, on) {
  const onchange = ({ target }) => be({ [name]: target.checked });
  const look = { type: "checkbox", checked: on === true, "data-mark": `unkind ${name}` };
  const box = element("input", { ...look, onchange });
  return element("label", { class: "unkind-row" }, box, element("span", {}, words));
}

// Happens at once, and is no lasting state.
function breakage(words, disconnect) {
  const look = { type: "button", class: "button", "data-mark": `unkind ${disconnect}` };
  return element("button", { ...look, onclick: () => be({ disconnect }) }, words);
}

async function be(unkindness) {
  troubled(await act({ act: "be_unkind", unkindness }));
}

// Where a person writes: plain messages, slash commands, and the shortcuts menu.

import { act } from "./act.js";
import { byId, element, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { troubled } from "./notice.js";
import { suggestions } from "./suggestions.js";
import { channelName, current } from "./workspace.js";

const KEYS = "Type / for commands. Shift + Enter starts a new line.";

const drafts = new Map();
let shownFor;

export function drawComposer(channel) {
  if (shownFor === channel?.id && shownFor !== undefined) return;
  shownFor = channel?.id;
  byId("composer").replaceChildren(channel ? composer(channel) : "");
}

function composer(channel) {
  const name = channel.kind === "channel" ? `#${channelName(channel)}` : channelName(channel);
  const box = element("textarea", {
    id: uniqueId("compose"),
    rows: 1,
    dir: "auto",
    "aria-label": `Message to ${name}`,
    placeholder: `Message ${name}`,
    value: drafts.get(channel.id) ?? "",
    "data-mark": "compose",
  });
  const form = element(
    "form",
    { class: "composer" },
    box,
    element(
      "div",
      { class: "composer-foot" },
      shortcutsButton(),
      element("span", { class: "note keys" }, KEYS),
      element("button", { class: "send", "aria-label": "Send" }, icon("send")),
    ),
  );
  form.prepend(suggestions(box));
  listen(form, box, channel);
  return form;
}

function listen(form, box, channel) {
  const remember = () => {
    drafts.set(channel.id, box.value);
    form.classList.toggle("has-words", box.value.trim() !== "");
  };
  box.addEventListener("input", remember);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, box, channel.id);
  });
  remember();
}

// The words leave the box only when they have arrived.
async function send(form, box, channel) {
  const text = box.value.trim();
  if (!text || form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const answer = await act({ act: text.startsWith("/") ? "command" : "say", channel, text });
  form.removeAttribute("aria-busy");
  if (!troubled(answer).ok) return;
  if (box.value.trim() === text) box.value = "";
  box.dispatchEvent(new Event("input"));
}

function shortcutsButton() {
  const button = element(
    "button",
    { type: "button", class: "plain", "aria-label": "Shortcuts", title: "Shortcuts" },
    icon("bolt"),
  );
  return menuButton(button, () => {
    const items = current().shortcuts.filter((one) => one.type === "global").map(shortcutItem);
    return items.length ? items : [{ label: "The app offers no shortcuts", chosen: () => {} }];
  });
}

function shortcutItem({ name, description, callback_id }) {
  return {
    label: name,
    note: description,
    chosen: async () => troubled(await act({ act: "shortcut", callback_id })),
  };
}

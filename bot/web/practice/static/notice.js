// One line above the composer for what went wrong outside of any form.

import { byId, element } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";

let shown = null;
let known = null;

// What the workspace has to say, such as that the app did not answer.
export function drawNotice(text) {
  if (!text) known = null;
  if (text && text !== known && text !== shown) show(text);
  else if (!text && shown !== null) hide();
}

export function troubled(answer) {
  if (answer.ok) hide();
  else show(answer.trouble);
  return answer;
}

// The same sentence stands next to what was pressed: once is enough.
export function toldElsewhere(text) {
  known = text;
  if (shown === text) hide();
}

// A sentence of Slack's; the icon beside it replaces its :warning:.
export function troubleNodes(text) {
  const words = text.replace(/^:warning:\s*/, "");
  return [icon("warning"), element("span", { dir: "auto" }, mrkdwn(words))];
}

function show(text) {
  shown = text;
  byId("notice").replaceChildren(
    ...troubleNodes(text),
    iconButton("close", "Dismiss", { onclick: () => toldElsewhere(text) }),
  );
}

function hide() {
  shown = null;
  byId("notice").replaceChildren();
}

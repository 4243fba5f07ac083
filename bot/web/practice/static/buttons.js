// What is pressed and holds nothing: buttons and overflow menus.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { plainText } from "./mrkdwn.js";

const SAFE_URL = /^https?:/i;

export function button(part, blockId, surface) {
  const pressed = () => surface.press(node, blockId, part, part.value ? { value: part.value } : {});
  const node = element(
    SAFE_URL.test(part.url ?? "") ? "a" : "button",
    {
      class: `button ${part.style ?? ""}`,
      "aria-label": part.accessibility_label ?? null,
      "data-mark": `${blockId} ${part.action_id} ${part.value ?? ""}`,
      onclick: pressed,
    },
    element("span", { dir: "auto" }, plainText(part.text.text)),
  );
  if (node.localName === "a") leadAway(node, part.url);
  else node.type = "button";
  return node;
}

// As in Slack, a link button opens its page and tells the app as well.
function leadAway(node, url) {
  node.href = url;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
}

export function overflow(part, blockId, surface) {
  const node = element(
    "button",
    {
      type: "button",
      class: "button square",
      "aria-label": "More options",
      "data-mark": `${blockId} ${part.action_id}`,
    },
    icon("more"),
  );
  const choose = (option) => {
    if (SAFE_URL.test(option.url ?? "")) window.open(option.url, "_blank", "noopener");
    surface.press(node, blockId, part, { selected: { type: "overflow", selected_option: option } });
  };
  return menuButton(node, () => part.options.map((option) => overflowItem(option, choose)));
}

function overflowItem(option, choose) {
  return {
    label: plainText(option.text.text),
    note: option.description ? plainText(option.description.text) : null,
    chosen: () => choose(option),
  };
}

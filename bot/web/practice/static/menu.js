// A small menu that hangs on a button: arrow keys, Home, End, letters, Escape.

import { element, uniqueId } from "./dom.js";

const GAP = 4;

// `items` are {label, note, chosen()}; asked for each time, so that they are fresh.
export function menuButton(button, itemsNow) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => open(button, itemsNow()));
  return button;
}

function open(button, items) {
  const menu = element(
    "div",
    { class: "menu", role: "menu", popover: "auto", id: uniqueId("menu") },
    items.map((item) => entry(item, () => menu.hidePopover())),
  );
  menu.addEventListener("keydown", (event) => steer(event, menu));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && closed(button, menu));
  // Inside the dialog that is open, or the top layer would leave it inert.
  (button.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  hang(menu, button);
  button.setAttribute("aria-expanded", "true");
  menu.firstElementChild?.focus();
}

function entry({ label, note, chosen }, close) {
  const choose = () => {
    close();
    chosen();
  };
  return element(
    "button",
    { type: "button", role: "menuitem", class: "menu-item", onclick: choose },
    element("span", { dir: "auto" }, label),
    note ? element("span", { class: "note", dir: "auto" }, note) : null,
  );
}

function closed(button, menu) {
  const { activeElement, body } = document;
  const hadFocus = menu.contains(activeElement) || activeElement === body;
  button.setAttribute("aria-expanded", "false");
  if (hadFocus) button.focus();
  menu.remove();
}

function hang(menu, button) {
  const from = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = from.bottom + GAP;
  const fitsBelow = below + height <= innerHeight - GAP;
  const left = Math.max(GAP, Math.min(from.left, innerWidth - width - GAP));
  menu.style.left = `${left}px`;
  menu.style.top = `${fitsBelow ? below : Math.max(GAP, from.top - height - GAP)}px`;
}

function steer(event, menu) {
  const items = [...menu.children];
  const next = wanted(event.key, items, items.indexOf(document.activeElement));
  if (event.key === "Tab") menu.hidePopover();
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function wanted(key, items, at) {
  const turn = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (turn !== undefined) return items.at(turn % items.length);
  if (key.length !== 1 || key === " ") return null;
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return order.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
}

// Making and keeping parts of the page. Words only ever become text nodes:
// nothing here, and nothing in this folder, turns a string into markup.

const AS_PROPERTY = new Set(["value", "checked", "selected", "disabled", "hidden"]);

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) give(node, key, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function give(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (AS_PROPERTY.has(key)) node[key] = value;
  else node.setAttribute(key, value === true ? "" : value);
}

let given = 0;

export function uniqueId(stem) {
  given += 1;
  return `${stem}-${given}`;
}

export function byId(id) {
  return document.getElementById(id);
}

const prints = new WeakMap();

// Changes only the children whose item changed, so that what a person is
// reading, has selected or has focused stays where it is.
export function keepInStep(parent, items, keyOf, draw) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  items.forEach((item, index) => {
    const node = kept(before.get(keyOf(item)), item, draw);
    node.dataset.key = keyOf(item);
    before.delete(node.dataset.key);
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  for (const node of before.values()) node.remove();
}

function kept(node, item, draw) {
  const print = JSON.stringify(item);
  if (node && prints.get(node) === print) return node;
  const fresh = draw(item);
  prints.set(fresh, print);
  if (node) keepFocus(node, () => node.replaceWith(fresh), () => fresh);
  return fresh;
}

// Redraws; a person whose control is drawn again stays on it, with the cursor
// where it was. Gives true if the focus had to be lost.
export function keepFocus(root, redraw, newRoot = () => root) {
  const active = document.activeElement;
  const mark = root.contains(active) ? active.dataset.mark : undefined;
  const cursor = mark && "selectionStart" in active ? active.selectionStart : null;
  const wasInside = root.contains(active);
  redraw();
  const again = mark ? marked(newRoot(), mark) : null;
  again?.focus();
  if (again && cursor !== null) again.setSelectionRange?.(cursor, cursor);
  return wasInside && !again && document.activeElement === document.body;
}

function marked(root, mark) {
  return [...root.querySelectorAll("[data-mark]")].find((node) => node.dataset.mark === mark);
}

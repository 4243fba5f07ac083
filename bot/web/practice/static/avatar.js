// A face for everybody: initials on one of a few quiet colours.

import { element } from "./dom.js";
import { isApp } from "./workspace.js";

const COLOURS = 8;

export function avatar(id, name) {
  if (isApp(id)) return element("img", { class: "avatar", src: "/static/icon.svg", alt: "" });
  const look = { class: `avatar colour-${colourOf(id)}`, "aria-hidden": "true" };
  return element("span", look, initials(name));
}

function initials(name) {
  const firsts = name.split(/\s+/).filter(Boolean).map((word) => [...word][0]);
  return [...firsts.slice(0, 1), ...firsts.slice(1).slice(-1)].join("").toUpperCase();
}

function colourOf(id) {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % COLOURS;
}

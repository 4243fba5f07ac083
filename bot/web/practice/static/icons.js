// The page's few line icons. They are decoration: the button carries the name.

import { element } from "./dom.js";

const PATHS = {
  back: "M14.5 5.5 8 12l6.5 6.5",
  bolt: "M13 3 5.5 13.500H11L10 21l8.5-11.500H13z",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9.500l6 6 6-6",
  eye:
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" +
    "M12 9.300a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.400z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  hash: "M9.5 4 8 20M16 4l-1.5 16M4.5 9h16M3.5 15h16",
  list: "M4 7h16M4 12h16M4 17h16",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  plus: "M12 5v14M5 12h14",
  send: "M4 4.5 20.5 12 4 19.500l2.5-7.500zM6.5 12H13",
  warning: "M12 4 2.8 20h18.400zM12 10v4.500M12 17.300h.01",
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, attributes = {}) {
  const look = { type: "button", class: "plain", "aria-label": label };
  return element("button", { ...look, ...attributes }, icon(name));
}

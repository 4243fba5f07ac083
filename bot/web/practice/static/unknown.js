// What the practice workspace cannot show says so, rather than being left out.

import { element } from "./dom.js";

export function unknown({ type }) {
  return element("p", { class: "unknown" }, `The practice workspace does not show “${type}”.`);
}

// "Are you sure?": the confirm object of a button or a choice.

import { element, uniqueId } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";

// Escape and closing mean no.
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const dialog = question(confirm);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function question({ title, text, confirm, deny, style }) {
  const name = uniqueId("confirm");
  const yes = { value: "yes", class: `button ${style ?? "primary"}` };
  return element(
    "dialog",
    { class: "confirm", "aria-labelledby": name, "aria-describedby": `${name}-text` },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: name }, plainText(title.text)),
      element("div", { id: `${name}-text`, class: "words", dir: "auto" }, textObject(text)),
      element(
        "div",
        { class: "dialog-foot" },
        element("button", { value: "no", class: "button" }, plainText(deny.text)),
        element("button", yes, plainText(confirm.text)),
      ),
    ),
  );
}

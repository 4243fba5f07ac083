// Choosing whom to act as. Each person is an ordinary link, so that a second tab
// can be a second person.

import { avatar } from "./avatar.js";
import { byId, element } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { addressOf } from "./place.js";
import { current } from "./workspace.js";

const ABOUT = "Everybody here is made up. Open a second tab to be two people at once.";

export function drawWho() {
  const { me } = current();
  const button = byId("who");
  button.hidden = !me;
  if (!me || button.dataset.id === me.id) return;
  button.dataset.id = me.id;
  button.onclick = choosePerson;
  button.replaceChildren(
    avatar(me.id, me.name),
    element(
      "span",
      { class: "who-words" },
      element("span", { class: "for-ears" }, "Acting as "),
      element("bdi", { class: "who-name" }, me.name),
      element("span", { class: "note" }, me.role || me.title),
    ),
    icon("down"),
  );
}

export function choosePerson() {
  if (document.querySelector("dialog.chooser")) return;
  const dialog = element(
    "dialog",
    { class: "chooser", "aria-labelledby": "chooser-title" },
    element(
      "header",
      { class: "dialog-head" },
      element("h2", { id: "chooser-title" }, "Who would you like to be?"),
      current().me ? closing() : null,
    ),
    element(
      "div",
      { class: "dialog-body" },
      element("p", { class: "hint" }, ABOUT),
      element("ul", { class: "faces" }, current().people.filter((one) => !one.is_bot).map(face)),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    // Nobody can be nobody.
    if (!current().me) choosePerson();
  });
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector("[aria-current]") ?? dialog.querySelector("a")).focus();
}

function closing() {
  return iconButton("close", "Close", { onclick: ({ target }) => target.closest("dialog").close() });
}

function face(one) {
  const isMe = one.id === current().me?.id;
  return element(
    "li",
    {},
    element(
      "a",
      { class: "face", href: addressOf(null, one.id), "aria-current": isMe ? "true" : null },
      avatar(one.id, one.name),
      element(
        "span",
        {},
        element("bdi", { class: "face-name" }, one.name),
        element("span", { class: "note" }, standing(one)),
      ),
    ),
  );
}

// Role and title, without saying the same twice.
function standing({ role, title }) {
  if (title.startsWith(role)) return title;
  return title ? `${role} · ${title}` : role;
}

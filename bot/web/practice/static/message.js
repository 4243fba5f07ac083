// One message as it stands in a conversation.

import { act } from "./act.js";
import { avatar } from "./avatar.js";
import { drawBlocks, figure } from "./blocks.js";
import { dayOf, timeNode } from "./dates.js";
import { element, uniqueId } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { troubled } from "./notice.js";
import { Surface } from "./surface.js";
import { current, isApp, nameOf } from "./workspace.js";

// `follows`: the same person wrote the message above, a moment before.
// `opensDay`: the first one of a day.
export function drawMessage({ message, channelId, follows, opensDay }) {
  const name = uniqueId("from");
  return element(
    "li",
    { class: "message-row" },
    opensDay ? element("p", { class: "day" }, element("span", {}, dayOf(message.ts))) : null,
    element(
      "article",
      {
        class: `message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
        "aria-labelledby": name,
        "data-ts": message.ts,
      },
      avatar(message.user, writtenBy(message)),
      element(
        "div",
        { class: "message-body" },
        message.ephemeral ? onlyForYou() : null,
        byline(message, name),
        content(message, channelId),
        (message.files ?? []).map(drawFile),
      ),
      tools(message, channelId),
    ),
  );
}

export function writtenBy(message) {
  return message.username || nameOf(message.user);
}

function onlyForYou() {
  return element("p", { class: "only-you" }, icon("eye"), "Only visible to you");
}

function byline(message, id) {
  return element(
    "p",
    { class: "byline", id },
    element("bdi", { class: "from" }, writtenBy(message)),
    isApp(message.user) ? element("span", { class: "badge" }, "App") : null,
    " ",
    timeNode(message.ts),
  );
}

function content(message, channelId) {
  const edited = message.edited ? element("span", { class: "edited" }, " (edited)") : null;
  if (!message.blocks?.length) {
    return element("div", { class: "words", dir: "auto" }, mrkdwn(message.text ?? ""), edited);
  }
  const surface = new Surface({ from: { message: { channel: channelId, ts: message.ts } } });
  return element("div", { class: "blocks" }, drawBlocks(message.blocks, surface), edited);
}

function drawFile(file) {
  if (file.mimetype?.startsWith("image/")) return figure(file.url, file.alt_txt ?? "", file.title);
  const note = element("span", { class: "note" }, "Download");
  const words = element("span", {}, element("bdi", {}, file.title), note);
  return element("a", { class: "file", href: file.url, download: file.title }, icon("file"), words);
}

function tools(message, channelId) {
  const shortcuts = current().shortcuts.filter((one) => one.type === "message");
  if (!shortcuts.length || message.ephemeral) return null;
  const label = `More actions for the message from ${writtenBy(message)}`;
  const button = iconButton("more", label, { class: "plain more" });
  const from = { channel: channelId, ts: message.ts };
  return menuButton(button, () => shortcuts.map((one) => shortcutItem(one, from)));
}

function shortcutItem({ name, description, callback_id }, message) {
  return {
    label: name,
    note: description,
    chosen: async () => troubled(await act({ act: "shortcut", callback_id, message })),
  };
}

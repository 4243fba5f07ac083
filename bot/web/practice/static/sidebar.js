// The list at the side: who I am, channels, direct messages, the app.

import { avatar } from "./avatar.js";
import { byId, element, keepFocus } from "./dom.js";
import { icon } from "./icons.js";
import { HOME, MESSAGES, addressOf, followed } from "./place.js";
import { unkindPanel } from "./unkind.js";
import { unreadBadge } from "./unread.js";
import { appChannel, channelName, current, isApp } from "./workspace.js";

const AWAY = "What you send to it fails, as it would in Slack.";

let print = "";

export function drawSidebar(here) {
  const { team, app, channels, connected, unkindness } = current();
  const brief = channels.map(({ messages, ...rest }) => rest);
  const latest = JSON.stringify([here, team, app, brief, connected, unkindness]);
  if (latest === print) return;
  print = latest;
  const nav = byId("sidebar");
  keepFocus(nav, () => nav.replaceChildren(...parts(here)));
}

function parts(here) {
  const { team, me, channels, connected, app } = current();
  const open = channels.filter((one) => one.kind === "channel");
  const direct = channels.filter((one) => one.kind === "im" && !isApp(one.with));
  return [
    element("p", { class: "team", dir: "auto" }, team.name),
    element("p", { class: "me" }, "You are ", element("bdi", {}, me.name), ` · ${me.role}`),
    connected ? null : element("p", { class: "away" }, `${app.name} is not connected. ${AWAY}`),
    group("Channels", open.map((one) => entry(one, here))),
    group("Direct messages", direct.map((one) => entry(one, here))),
    group("Apps", [appEntry(here)]),
    unkindPanel(),
  ].filter(Boolean);
}

function group(title, entries) {
  if (!entries.length) return null;
  const list = element("ul", {}, entries);
  return element("section", { class: "group" }, element("h2", {}, title), list);
}

function entry(one, here) {
  const mark = one.kind === "im" ? avatar(one.with, channelName(one)) : icon("hash");
  const isHere = here === one.id;
  return place({ where: one.id, mark, name: channelName(one), unread: one.unread, isHere });
}

function appEntry(here) {
  const { app } = current();
  const unread = appChannel()?.unread ?? 0;
  return place({
    where: unread ? MESSAGES : HOME,
    mark: avatar(app.bot_user, app.name),
    name: app.name,
    unread,
    isHere: here === HOME || here === MESSAGES,
  });
}

function place({ where, mark, name, unread, isHere }) {
  return element(
    "li",
    {},
    element(
      "a",
      {
        href: addressOf(where),
        class: `place ${unread ? "has-unread" : ""}`,
        "aria-current": isHere ? "page" : null,
        "data-mark": name,
        onclick: (event) => followed(event, where),
      },
      mark,
      element("bdi", { class: "place-name" }, name),
      unreadBadge(unread),
    ),
  );
}

// The middle of the page: a heading, then Home or a list of messages.

import { act } from "./act.js";
import { drawBlocks } from "./blocks.js";
import { drawComposer } from "./composer.js";
import { momentOf } from "./dates.js";
import { byId, element, keepFocus, keepInStep } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";
import { troubled } from "./notice.js";
import { HOME, MESSAGES, addressOf, followed } from "./place.js";
import { Surface } from "./surface.js";
import { unreadBadge } from "./unread.js";
import { appChannel, channel, channelName, current, isApp, person } from "./workspace.js";

const SAME_BREATH_MILLISECONDS = 5 * 60 * 1000;
const NEAR_END_PIXELS = 80;

let homeSurface = null;
let homeHash;
let shownChannel = null;

export function channelAt(here) {
  return here === MESSAGES ? appChannel() : channel(here);
}

export function drawConversation(here) {
  const isHome = here === HOME;
  drawHeading(here);
  byId("home").hidden = !isHome;
  byId("messages").hidden = isHome;
  byId("composer").hidden = isHome;
  if (isHome) drawHome();
  else drawMessages(channelAt(here));
  if (isHome) byId("to-newest").hidden = true;
}

// Slack tells the app each time somebody comes to its Home.
export async function arrivedAtHome() {
  troubled(await act({ act: "open_home" }));
}

function drawHeading(here) {
  const isAppPlace = here === HOME || here === MESSAGES;
  const heading = byId("heading");
  const parts = isAppPlace ? appHeading(here) : channelHeading(channel(here));
  if (heading.dataset.for === parts.print) return;
  heading.dataset.for = parts.print;
  keepFocus(heading, () => heading.replaceChildren(...parts.nodes));
}

function channelHeading(one) {
  const name = channelName(one);
  const other = one.kind === "im" ? person(one.with) : null;
  const topic = other ? other.title || other.role : one.topic;
  const title = element("h1", {}, other ? null : icon("hash"), element("bdi", {}, name));
  return {
    print: JSON.stringify([one.id, name, topic]),
    nodes: [title, topic ? element("p", { class: "topic", dir: "auto" }, topic) : ""],
  };
}

function appHeading(here) {
  const { app } = current();
  const unread = appChannel()?.unread ?? 0;
  return {
    print: JSON.stringify([here, app.name, unread]),
    nodes: [element("h1", {}, element("bdi", {}, app.name)), tabs(app, here, unread)],
  };
}

function tabs(app, here, unread) {
  const both = [tab("Home", HOME, here), tab("Messages", MESSAGES, here, unread)];
  return element("nav", { class: "tabs", "aria-label": app.name }, both);
}

function tab(words, where, here, unread = 0) {
  return element(
    "a",
    {
      href: addressOf(where),
      "aria-current": where === here ? "page" : null,
      "data-mark": `tab ${where}`,
      onclick: (event) => followed(event, where),
    },
    words,
    unreadBadge(unread),
  );
}

function drawHome() {
  const { home, app } = current();
  if (home && home.hash === homeHash) return;
  homeHash = home?.hash;
  const kept = homeSurface?.state() ?? home?.state?.values;
  homeSurface = new Surface({ from: "home", kept });
  const nodes = home
    ? drawBlocks(home.blocks, homeSurface)
    : [element("p", { class: "empty" }, `${app.name} has not put anything here yet.`)];
  const place = byId("home");
  const blocks = element("div", { class: "blocks" }, nodes);
  const lostFocus = keepFocus(place, () => place.replaceChildren(blocks));
  if (lostFocus) place.focus();
}

function drawMessages(one) {
  const list = byId("message-list");
  const scroller = byId("messages");
  const isOther = shownChannel !== (one?.id ?? null);
  const wasAtEnd = isOther || isNearEnd(scroller);
  if (isOther) list.replaceChildren();
  shownChannel = one?.id ?? null;
  scroller.setAttribute("aria-label", one ? `Messages with ${channelName(one)}` : "Messages");
  byId("beginning").replaceChildren(element("p", {}, beginning(one)));
  const before = list.childElementCount;
  keepInStep(list, one ? rows(one) : [], keyOf, drawMessage);
  drawComposer(one);
  if (wasAtEnd) toEnd(scroller);
  else if (list.childElementCount > before) byId("to-newest").hidden = false;
}

function keyOf({ message }) {
  return `${message.ts} ${message.ephemeral}`;
}

function beginning(one) {
  if (!one) return "No messages yet.";
  if (one.kind === "channel") return `This is the beginning of #${one.name}.`;
  const words = `This is the beginning of your messages with ${channelName(one)}.`;
  return isApp(one.with) ? `${words} Nobody else here sees them.` : words;
}

function rows(one) {
  return one.messages.map((message, at) => {
    const before = one.messages[at - 1];
    const opensDay = !before || calendarDay(before) !== calendarDay(message);
    const follows = !opensDay && isSameBreath(before, message);
    return { message, channelId: one.id, opensDay, follows };
  });
}

function calendarDay({ ts }) {
  return momentOf(ts).toDateString();
}

function isSameBreath(before, message) {
  const isSameVoice = before.user === message.user && before.username === message.username;
  const isSoon = momentOf(message.ts) - momentOf(before.ts) < SAME_BREATH_MILLISECONDS;
  return isSameVoice && isSoon && isPlain(before) && isPlain(message);
}

// A message of blocks is a thing of its own, and stands apart.
function isPlain({ ephemeral, blocks }) {
  return !ephemeral && !blocks;
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
}

function toEnd(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
  byId("to-newest").hidden = true;
}

// Pictures come later than the words around them and push the end away.
export function watchScrolling() {
  const scroller = byId("messages");
  let isAtEnd = true;
  scroller.addEventListener("scroll", () => {
    isAtEnd = isNearEnd(scroller);
    if (isAtEnd) byId("to-newest").hidden = true;
  });
  scroller.addEventListener("load", () => isAtEnd && toEnd(scroller), true);
  byId("to-newest").addEventListener("click", () => {
    toEnd(scroller);
    scroller.focus();
  });
}

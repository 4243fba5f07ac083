// Joins the line to the workspace with what a person sees.

import { act } from "./act.js";
import { arrivedAtHome, channelAt, drawConversation, watchScrolling } from "./conversation.js";
import { byId } from "./dom.js";
import { icon } from "./icons.js";
import { listen } from "./live.js";
import { drawModals } from "./modal.js";
import { announceNews } from "./news.js";
import { drawNotice } from "./notice.js";
import { choosePerson, drawWho } from "./people.js";
import { HOME, MESSAGES, actingAs, becomes, onArrival, place, settle } from "./place.js";
import { drawSidebar } from "./sidebar.js";
import { appChannel, channel, channelName, current, remember } from "./workspace.js";

const LIST = "list";

// Up to which message the workspace has been told that this person has read.
const told = new Map();

let isBegun = false;

function said(snapshot) {
  if (snapshot.type !== "snapshot") return;
  remember(snapshot);
  byId("line").textContent = "";
  document.body.classList.remove("is-lost");
  // Nobody yet, or a stale link to somebody who is not here any more.
  if (!snapshot.me) return choosePerson();
  begin();
  draw();
}

function lost() {
  document.body.classList.add("is-lost");
  byId("line").textContent = "The line to the practice workspace is down. Reconnecting…";
}

function begin() {
  if (isBegun) return;
  isBegun = true;
  becomes(current().me.id);
  showPane(place() ? "conversation" : LIST);
  settle(here());
  if (here() === HOME) arrivedAtHome();
}

// Where the address says; otherwise where there is something for this person.
function here() {
  const wanted = place();
  if (wanted === HOME || wanted === MESSAGES || (wanted && channel(wanted))) return sameAs(wanted);
  const waiting = current().channels.find((one) => one.unread > 0);
  return waiting ? sameAs(waiting.id) : MESSAGES;
}

function sameAs(where) {
  return where === appChannel()?.id ? MESSAGES : where;
}

function draw() {
  const where = here();
  drawWho();
  drawSidebar(where);
  drawConversation(where);
  drawNotice(current().notice);
  drawModals();
  announceNews(channelAt(where)?.id);
  readHere(where);
  nameTab(where);
}

function readHere(where) {
  const shown = channelAt(where);
  const newest = shown?.messages.at(-1)?.ts;
  if (!shown?.unread || document.hidden || !isPaneSeen() || told.get(shown.id) === newest) return;
  told.set(shown.id, newest);
  act({ act: "read", channel: shown.id });
}

function isPaneSeen() {
  return byId("conversation").getClientRects().length > 0;
}

function nameTab(where) {
  const unread = current().channels.reduce((sum, one) => sum + one.unread, 0);
  const shown = channelAt(where);
  const name = where === HOME ? current().app.name : shown ? channelName(shown) : "";
  const mark = unread ? `(${unread}) ` : "";
  document.title = `${mark}${name} · ${current().me.name} · Heard practice workspace`;
}

function showPane(pane) {
  document.body.dataset.pane = pane;
}

function arrived() {
  if (!current() || !isBegun) return;
  showPane("conversation");
  draw();
  if (here() === HOME) arrivedAtHome();
  byId("conversation").focus();
}

function start() {
  const toList = byId("to-list");
  toList.append(icon("list"));
  toList.addEventListener("click", () => {
    showPane(LIST);
    byId("sidebar").querySelector("a")?.focus();
  });
  document.addEventListener("visibilitychange", () => isBegun && readHere(here()));
  watchScrolling();
  onArrival(arrived);
  listen(actingAs(), { said, lost });
}

start();

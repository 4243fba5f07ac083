// Says aloud, for screen readers, what came in since the last snapshot.

import { byId, element } from "./dom.js";
import { writtenBy } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { channelName, current } from "./workspace.js";

const AT_ONCE = 3;
const PREVIEW_LETTERS = 140;

let known = null;

export function announceNews(hereId) {
  const fresh = known ? current().channels.flatMap((one) => freshIn(one)) : [];
  known = new Map(current().channels.map((one) => [one.id, lastTs(one)]));
  fresh.slice(-AT_ONCE).forEach((news) => say(sentence(news, hereId)));
}

function say(words) {
  const line = element("p", {}, words);
  const announcer = byId("announcer");
  announcer.append(line);
  while (announcer.childElementCount > AT_ONCE) announcer.firstElementChild.remove();
}

function freshIn(channel) {
  const last = known.get(channel.id) ?? "";
  return channel.messages
    .filter((message) => message.ts > last && message.user !== current().me.id)
    .map((message) => ({ channel, message }));
}

function lastTs(channel) {
  return channel.messages.reduce((last, { ts }) => (ts > last ? ts : last), "");
}

function sentence({ channel, message }, hereId) {
  const from = writtenBy(message);
  const where = channel.id === hereId || channel.kind === "im" ? "" : ` in ${channelName(channel)}`;
  const words = element("div", {}, mrkdwn(message.text ?? "")).textContent;
  return `New message from ${from}${where}: ${words.slice(0, PREVIEW_LETTERS)}`;
}

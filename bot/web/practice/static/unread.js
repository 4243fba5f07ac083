// How many messages somebody has not read, seen and heard.

import { element } from "./dom.js";

export function unreadBadge(count) {
  if (!count) return null;
  const heard = element("span", { class: "for-ears" }, " unread");
  return element("span", { class: "unread" }, String(count), heard);
}

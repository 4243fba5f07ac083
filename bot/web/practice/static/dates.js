// Times as people read them, in their own time zone.

import { element } from "./dom.js";

const DAY = { weekday: "long", day: "numeric", month: "long" };

function written(options) {
  const format = new Intl.DateTimeFormat("en-GB", options);
  return (moment) => format.format(moment);
}

const time = written({ hour: "2-digit", minute: "2-digit" });
const long = written({ ...DAY, year: "numeric" });
const middling = written({ day: "numeric", month: "long", year: "numeric" });
const short = written({ day: "numeric", month: "short", year: "numeric" });

// The words Slack puts in place of each {token} of <!date^…>.
const TOKENS = {
  date_num: numeric,
  date: middling,
  date_short: short,
  date_long: long,
  date_pretty: (moment) => nearDay(moment) ?? middling(moment),
  date_short_pretty: (moment) => nearDay(moment) ?? short(moment),
  date_long_pretty: (moment) => nearDay(moment) ?? long(moment),
  time,
  time_secs: written({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

export function momentOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function dayOf(ts) {
  const moment = momentOf(ts);
  const near = nearDay(moment);
  return near ? near[0].toUpperCase() + near.slice(1) : dayWords(moment);
}

function dayWords(moment) {
  const isThisYear = moment.getFullYear() === new Date().getFullYear();
  return isThisYear ? written(DAY)(moment) : long(moment);
}

export function timeNode(ts) {
  const moment = momentOf(ts);
  const whole = `${long(moment)}, ${time(moment)}`;
  return element("time", { datetime: moment.toISOString(), title: whole }, time(moment));
}

// <!date^SECONDS^FORMAT^LINK|FALLBACK>; the fallback when anything is wrong.
export function dateNode(target, fallback) {
  const [, seconds, format] = target.split("^");
  const moment = momentOf(seconds);
  if (!format || Number.isNaN(moment.getTime())) return fallback || `<${target}>`;
  const words = format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(moment) ?? token);
  return element("time", { datetime: moment.toISOString(), title: fallback }, words);
}

function numeric(moment) {
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function nearDay(moment) {
  const days = Math.round((startOfDay(moment) - startOfDay(new Date())) / 86_400_000);
  return { 0: "today", 1: "tomorrow", [-1]: "yesterday" }[days];
}

function startOfDay(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

function ago(moment) {
  const minutes = Math.round((moment - Date.now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

// Slack's mrkdwn, as nodes. What looks like markup but is none of Slack's stays
// what it is: text.

import { dateNode } from "./dates.js";
import { element } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, nameOf, person } from "./workspace.js";

const BROADCASTS = new Set(["here", "channel", "everyone"]);
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const QUOTE = /^(?:&gt;|>)(?!(?:&gt;|>){2}) ?/;
const LONG_QUOTE = /^(?:&gt;|>){3} ?/;
const LISTED = /^(\s*)(•|◦|▪|-|\d{1,3}\.) +(?=\S)/;

// What stands for something, in the order in which it is looked for. A mark is a
// mark only around words: 3*4*5 and snake_case_names are none.
const PIECE = new RegExp(
  [
    /<(?<entity>[^<>\n]+)>/,
    /`(?<code>[^`\n]+)`/,
    /:(?<emoji>[a-z0-9_+'-]+):/,
    /(?<![\p{L}\p{N}])(?<mark>[*_~])(?=[^\s*_~])(?<marked>[^\n]{0,3000}?\S)\k<mark>(?![\p{L}\p{N}*_~])/u,
    /(?<url>https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"])/,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "gu",
);

// Slack escapes three characters and no others.
function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function plainText(text, { withEmoji = true } = {}) {
  const words = unescaped(text);
  if (!withEmoji) return words;
  return words.replace(/:([a-z0-9_+'-]+):/g, (written, name) => emoji(name) ?? written);
}

// A Block Kit text object: {type: "plain_text" | "mrkdwn", text}.
export function textObject(object) {
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return [plainText(object.text, { withEmoji: object.emoji !== false })];
}

export function mrkdwn(text) {
  return text.split("```").flatMap((part, index, parts) => {
    const isFenced = index % 2 === 1 && index < parts.length - 1;
    if (isFenced) return [element("pre", {}, unescaped(part.replace(/^\n|\n$/g, "")))];
    return lines(index % 2 === 1 ? `\`\`\`${part}` : part);
  });
}

function lines(text) {
  const nodes = [];
  const rest = text.split("\n");
  while (rest.length) {
    if (LONG_QUOTE.test(rest[0])) nodes.push(quote(rest.splice(0), LONG_QUOTE));
    else if (QUOTE.test(rest[0])) nodes.push(quote(leading(rest, QUOTE), QUOTE));
    else nodes.push(...line(rest.shift(), nodes.at(-1)));
  }
  return nodes;
}

function leading(rest, pattern) {
  const end = rest.findIndex((one) => !pattern.test(one));
  return rest.splice(0, end === -1 ? rest.length : end);
}

// There are no quotes within quotes, however many marks somebody types.
function quote(quoted, pattern) {
  const nodes = [];
  for (const one of quoted) nodes.push(...line(one.replace(pattern, ""), nodes.at(-1)));
  return element("blockquote", { dir: "auto" }, nodes);
}

function line(text, before) {
  const listed = LISTED.exec(text);
  if (listed) return [listLine(text, listed)];
  return before && !isBlock(before) ? [element("br"), ...inline(text)] : inline(text);
}

// Slack shows a typed bullet as it stands; only the indent is ours.
function listLine(text, [whole, indent, bullet]) {
  const depth = Math.min(2, Math.floor(indent.length / 2));
  return element(
    "span",
    { class: `list-line depth-${depth}`, dir: "auto" },
    element("span", { class: "bullet" }, `${bullet} `),
    element("span", {}, inline(text.slice(whole.length))),
  );
}

function isBlock(node) {
  return node instanceof Element && node.matches("blockquote, pre, .list-line");
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    if (match.index > end) nodes.push(unescaped(text.slice(end, match.index)));
    nodes.push(piece(match[0], match.groups));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(unescaped(text.slice(end)));
  return nodes;
}

function piece(written, { entity, code, emoji: name, mark, marked, url }) {
  if (entity !== undefined) return entityNode(entity) ?? unescaped(written);
  if (code !== undefined) return element("code", {}, unescaped(code));
  if (name !== undefined) return emoji(name) ?? written;
  if (mark !== undefined) return element(MARKS[mark], {}, inline(marked));
  return link(unescaped(url), unescaped(url));
}

function entityNode(entity) {
  const [target, label] = halves(entity);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateNode(target, unescaped(label ?? ""));
  if (target.startsWith("!subteam^")) return highlighted(unescaped(label ?? "@group"));
  if (target.startsWith("!")) return broadcast(target.slice(1));
  if (SAFE_LINK.test(target)) return link(unescaped(target), linkWords(target, label));
  return null;
}

function linkWords(target, label) {
  return label === undefined ? unescaped(target.replace(/^mailto:/i, "")) : inline(label);
}

function halves(entity) {
  const bar = entity.indexOf("|");
  return bar === -1 ? [entity, undefined] : [entity.slice(0, bar), entity.slice(bar + 1)];
}

export function mention(id) {
  return person(id) ? highlighted(`@${nameOf(id)}`) : highlighted(`@${id}`);
}

export function channelMention(id, label) {
  return highlighted(`#${channel(id)?.name ?? label ?? id}`);
}

export function broadcast(name) {
  return BROADCASTS.has(name) ? highlighted(`@${name}`, "broadcast") : null;
}

function highlighted(words, kind = "") {
  return element("bdi", { class: `mention ${kind}` }, words);
}

// Text when the address is not one a person should be sent to.
export function link(address, ...children) {
  if (!SAFE_LINK.test(address)) return element("span", {}, children);
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer" };
  return element("a", attributes, children);
}

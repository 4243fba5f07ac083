// A rich_text block: what Slack makes of a message a person types.

import { dateNode } from "./dates.js";
import { element } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

export function richText(block) {
  return element("div", { class: "rich-text", dir: "auto" }, block.elements.map(part));
}

function part(one) {
  switch (one.type) {
    case "rich_text_list":
      return list(one);
    case "rich_text_quote":
      return element("blockquote", { dir: "auto" }, run(one.elements));
    case "rich_text_preformatted":
      return element("pre", {}, run(one.elements));
    default:
      return element("p", { dir: "auto" }, run(one.elements ?? []));
  }
}

function list({ style, indent = 0, offset = 0, elements }) {
  const name = style === "ordered" ? "ol" : "ul";
  const start = name === "ol" && offset ? offset + 1 : null;
  const items = elements.map((item) => element("li", { dir: "auto" }, run(item.elements)));
  return element(name, { class: `depth-${Math.min(indent, 4)}`, start }, items);
}

function run(elements) {
  return elements.map((one) => styled(bare(one), one.style));
}

function bare(one) {
  switch (one.type) {
    case "text":
      return one.text;
    case "link":
      return link(one.url, one.text ?? one.url);
    case "user":
      return mention(one.user_id);
    case "channel":
      return channelMention(one.channel_id);
    case "usergroup":
      return element("bdi", { class: "mention" }, "@group");
    case "broadcast":
      return broadcast(one.range) ?? "";
    case "emoji":
      return emoji(one.name) ?? `:${one.name}:`;
    case "date":
      return dateNode(`!date^${one.timestamp}^${one.format}`, one.fallback ?? "");
    default:
      return one.text ?? "";
  }
}

function styled(content, style) {
  const names = Object.keys(style ?? {}).filter((name) => style[name] && STYLES[name]);
  return names.reduce((inner, name) => element(STYLES[name], {}, inner), content);
}

// Block Kit, block by block, as nodes.

import { element, uniqueId } from "./dom.js";
import { input, part } from "./inputs.js";
import { mrkdwn, plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { unknown } from "./unknown.js";

const SAFE_PICTURE = /^(https?:\/\/|\/)/i;

const BLOCKS = {
  section,
  header,
  context,
  divider: () => element("hr"),
  image: picture,
  actions,
  input,
  rich_text: richText,
  markdown: ({ text }) => element("div", { class: "words", dir: "auto" }, mrkdwn(text)),
};

export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const draw = BLOCKS[block.type] ?? unknown;
    return element("div", { class: `block block-${block.type}` }, draw(block, surface));
  });
}

function header({ text }, surface) {
  return element(`h${surface.heading}`, { class: "header", dir: "auto" }, plainText(text.text));
}

function section({ text, fields, accessory, block_id: blockId }, surface) {
  const id = uniqueId("section");
  const aside = accessory ? part(accessory, blockId, surface, { labelledby: id }) : null;
  return element(
    "div",
    { class: "section" },
    element(
      "div",
      { class: "section-text", id },
      text ? wordsOf(text) : null,
      fields ? element("div", { class: "columns" }, fields.map(wordsOf)) : null,
    ),
    aside ? element("div", { class: "accessory" }, aside) : null,
  );
}

function wordsOf(text) {
  return element("div", { class: "words", dir: "auto" }, textObject(text));
}

function context({ elements }) {
  return element("div", { class: "context" }, elements.map(contextPart));
}

function contextPart(one) {
  const look = { class: "words", dir: "auto" };
  if (one.type !== "image") return element("span", look, textObject(one));
  return element("img", { src: addressOf(one), alt: one.alt_text, width: 18, height: 18 });
}

function addressOf({ image_url: url, slack_file: file }) {
  const address = url ?? file?.url ?? "";
  return SAFE_PICTURE.test(address) ? address : "";
}

function picture(block) {
  return figure(addressOf(block), block.alt_text, block.title ? plainText(block.title.text) : null);
}

// A picture with its alt text for everybody: whoever makes a chart should be
// able to see what those hear who don't see it.
export function figure(url, alt, title) {
  const image = element("img", { src: url, alt, loading: "lazy" });
  image.addEventListener("error", () => image.classList.add("missing"), { once: true });
  return element(
    "figure",
    {},
    title ? element("figcaption", { dir: "auto" }, title) : null,
    element("a", { href: url, target: "_blank", rel: "noopener", class: "picture" }, image),
    alt ? altText(alt) : null,
  );
}

function altText(alt) {
  const words = element("p", { dir: "auto", "aria-hidden": "true" }, alt);
  return element("details", { class: "alt" }, element("summary", {}, "Alt text"), words);
}

function actions({ elements, block_id: blockId }, surface) {
  const parts = elements.map((one) => {
    const label = one.placeholder ? plainText(one.placeholder.text) : "Choose";
    return part(one, blockId, surface, { label });
  });
  return element("div", { class: "actions" }, parts);
}

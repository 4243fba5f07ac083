// The app's forms: a stack of dialogs, of which the top one can be used.

import { act } from "./act.js";
import { drawBlocks } from "./blocks.js";
import { byId, element, keepFocus, uniqueId } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { toldElsewhere, troubleNodes } from "./notice.js";
import { Surface } from "./surface.js";
import { current } from "./workspace.js";

const SETTLING_MILLISECONDS = 1_500;

// By view id: what is drawn for it. A form stays the same dialog as long as its
// view is there, so that nothing typed is lost.
const modals = new Map();

export function drawModals() {
  const views = current().views ?? [];
  const there = new Set(views.map((view) => view.id));
  for (const [id, modal] of modals) if (!there.has(id)) modal.leave();
  views.forEach((view, depth) => {
    if (!modals.has(view.id)) modals.set(view.id, new Modal(view));
    modals.get(view.id).show(view, depth, depth === views.length - 1);
  });
}

class Modal {
  constructor({ id }) {
    this.id = id;
    this.name = uniqueId("modal");
    this.titleNode = element("h2", { id: this.name, tabindex: -1, dir: "auto" });
    this.trouble = element("div", { class: "trouble-banner", role: "alert", hidden: true });
    this.body = element("div", { class: "dialog-body" });
    this.foot = element("footer", { class: "dialog-foot" });
    this.back = iconButton("back", "Back", { onclick: () => this.close() });
    this.status = element("p", { class: "for-ears", role: "status" });
    this.form = this.makeForm();
    this.dialog = element("dialog", { class: "modal", "aria-labelledby": this.name }, this.form);
    this.listen();
    document.body.append(this.dialog);
  }

  makeForm() {
    const listening = { novalidate: true, onsubmit: (event) => this.submitted(event) };
    return element("form", listening, this.head(), this.body, this.trouble, this.foot, this.status);
  }

  head() {
    const close = iconButton("close", "Close", { onclick: closeAll });
    return element("header", { class: "dialog-head" }, this.back, this.titleNode, close);
  }

  listen() {
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    // A browser may close a dialog without asking when Escape is pressed again.
    this.dialog.addEventListener("close", () => this.isShown && !this.dialog.open && this.close());
    this.dialog.addEventListener("keydown", (event) => {
      const isSending = event.key === "Enter" && (event.metaKey || event.ctrlKey);
      if (isSending && this.submitButton) this.form.requestSubmit();
    });
  }

  show(view, depth, isTop) {
    this.back.hidden = depth === 0;
    if (view.hash !== this.hash) this.draw(view);
    if (isTop && !this.dialog.open) this.open();
    else if (!isTop && this.dialog.open) this.hide();
  }

  open() {
    this.isShown = true;
    this.dialog.showModal();
    this.body.scrollTop = this.scrolled ?? 0;
    this.place().focus();
  }

  // Where the person was before another form lay on top. Otherwise the first field,
  // unless there is something to read before it: then the start.
  place() {
    if (this.left?.isConnected) return this.left;
    const fields = "input, textarea, select, summary";
    const wanted = this.body.querySelector("[autofocus]");
    return wanted ?? this.body.firstElementChild?.querySelector(fields) ?? this.titleNode;
  }

  hide() {
    this.left = this.dialog.contains(document.activeElement) ? document.activeElement : null;
    this.scrolled = this.body.scrollTop;
    this.isShown = false;
    this.dialog.close();
  }

  // The view is new or the app has changed it. What was typed stays where the
  // app kept block_id and action_id.
  draw(view) {
    const before = { surface: this.surface, start: this.start };
    this.hash = view.hash;
    this.start = JSON.stringify({ ...view.blocks[0], block_id: null });
    this.surface = new Surface({ from: { view: view.id }, kept: this.kept(view), heading: 3 });
    this.titleNode.textContent = plainText(view.title.text);
    this.setWaiting(false);
    this.tell(null);
    const lostFocus = keepFocus(this.dialog, () => this.fill(view));
    const isOtherPage = this.isOtherPageThan(before);
    if (isOtherPage) this.body.scrollTop = 0;
    if (this.dialog.open && (lostFocus || isOtherPage)) this.titleNode.focus();
  }

  // Shown in the place of what was there before, rather than a change in it.
  isOtherPageThan({ surface, start }) {
    if (!surface) return false;
    const hadFields = surface.fields.length > 0;
    return hadFields ? !surface.sharesFieldsWith(this.surface) : start !== this.start;
  }

  fill(view) {
    this.body.replaceChildren(...drawBlocks(view.blocks, this.surface));
    this.foot.replaceChildren(...this.buttons(view));
  }

  kept(view) {
    const typed = this.surface?.state() ?? {};
    const blocks = { ...view.state?.values };
    for (const [id, actions] of Object.entries(typed)) blocks[id] = { ...blocks[id], ...actions };
    return blocks;
  }

  buttons(view) {
    const words = view.close?.text ?? (view.submit ? "Cancel" : "Close");
    const close = footButton("close", words, { type: "button", onclick: () => this.close() });
    this.submitButton = view.submit
      ? footButton("submit", view.submit.text, { class: "button primary" })
      : null;
    return [close, this.submitButton].filter(Boolean);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.isWaiting || !this.submitButton) return;
    const hash = this.hash;
    this.setWaiting(true);
    const answer = await act({ act: "submit", view: this.id, state: this.surface.state() });
    this.showErrors(answer.errors ?? {});
    this.tell(answer.ok || answer.errors ? null : answer.trouble);
    // A form that was taken closes or changes with the next snapshot; until then
    // it must not be sent a second time.
    const settled = () => this.hash === hash && this.setWaiting(false);
    setTimeout(settled, answer.ok ? SETTLING_MILLISECONDS : 0);
  }

  setWaiting(isWaiting) {
    this.isWaiting = isWaiting;
    this.status.textContent = isWaiting ? "Sending…" : "";
    this.form.setAttribute("aria-busy", String(isWaiting));
    this.submitButton?.setAttribute("aria-disabled", String(isWaiting));
  }

  tell(trouble) {
    this.trouble.hidden = !trouble;
    this.trouble.replaceChildren(...(trouble ? troubleNodes(trouble) : []));
    if (trouble) toldElsewhere(trouble);
  }

  // All at once, each next to its field; the first one gets the focus.
  showErrors(errors) {
    for (const place of this.body.querySelectorAll(".input")) {
      this.showError(place, errors[place.dataset.block]);
    }
    const first = this.body.querySelector('[aria-invalid="true"]');
    first?.focus();
    if (first) this.bringIntoView(first.closest(".input"));
  }

  bringIntoView(place) {
    const isTall = place.offsetHeight > this.body.clientHeight;
    place.scrollIntoView({ block: isTall ? "start" : "nearest" });
  }

  showError(place, words) {
    const error = place.querySelector(".error");
    if (words) place.addEventListener("input", () => this.showError(place, null), { once: true });
    error.hidden = !words;
    error.replaceChildren(...(words ? [icon("warning"), errorWords(words)] : []));
    place.classList.toggle("has-error", Boolean(words));
    for (const control of this.surface.controlsOf(place.dataset.block)) {
      if (words) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  // As in Slack, closing asks nothing.
  async close() {
    if (this.isClosing) return;
    this.isClosing = true;
    const answer = await act({ act: "close", view: this.id });
    this.isClosing = false;
    if (!answer.ok) this.tell(answer.trouble);
  }

  leave() {
    modals.delete(this.id);
    this.hide();
    this.dialog.remove();
    if (document.activeElement === document.body) byId("conversation").focus();
  }
}

function errorWords(words) {
  return element("span", { dir: "auto" }, words);
}

function footButton(mark, words, attributes) {
  return element("button", { class: "button", "data-mark": mark, ...attributes }, plainText(words));
}

async function closeAll() {
  for (const view of [...current().views].reverse()) await modals.get(view.id)?.close();
}

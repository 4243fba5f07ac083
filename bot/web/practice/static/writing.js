// Fields a person writes in: words, numbers, dates.
//
// A field is {node, controls, state(), set(state)}: what is shown, the controls
// an error belongs to, and its value in Slack's own form.

import { element, uniqueId } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const COUNT_FROM = 0.8;

export function textField(part) {
  const control = part.multiline
    ? element("textarea", { rows: 4, ...writable(part) })
    : element("input", { type: "text", ...writable(part) });
  if (!part.max_length && !part.min_length) return writingField(part, control, control);
  const count = counter(part, control);
  return writingField(part, control, element("div", { class: "counted" }, control, count));
}

export function numberField(part) {
  // Not type=number: a browser hides what it takes for no number, and the
  // person would not be told about it.
  const inputmode = part.is_decimal_allowed ? "decimal" : "numeric";
  const control = element("input", { type: "text", inputmode, class: "number", ...writable(part) });
  return writingField(part, control, control);
}

export function dateField(part) {
  const control = element("input", { type: "date", value: part.initial_date ?? "" });
  return {
    node: control,
    controls: [control],
    state: () => ({ type: part.type, selected_date: control.value || null }),
    set: ({ selected_date: date }) => (control.value = date ?? ""),
  };
}

function writable(part) {
  return {
    placeholder: part.placeholder ? plainText(part.placeholder.text) : null,
    value: part.initial_value ?? "",
    dir: "auto",
    autocomplete: "off",
    autofocus: part.focus_on_load ?? false,
  };
}

function writingField(part, control, node) {
  return {
    node,
    controls: [control],
    state: () => ({ type: part.type, value: control.value || null }),
    set: ({ value }) => {
      control.value = value ?? "";
      control.dispatchEvent(new Event("input"));
    },
  };
}

// Says how much room is left, and never cuts: losing the end of what somebody
// wrote is worse than an error.
function counter(part, control) {
  const id = uniqueId("count");
  const count = element("span", { id, class: "count" });
  const tell = () => tellCount(count, [...control.value].length, part);
  control.addEventListener("input", tell);
  control.dataset.count = id;
  tell();
  return count;
}

function tellCount(count, length, { min_length: least = 0, max_length: most = Infinity }) {
  const left = most - length;
  const missing = length > 0 ? least - length : 0;
  count.classList.toggle("over", left < 0);
  if (left < 0) count.textContent = `${-left} too many: the limit is ${most} characters`;
  else if (length >= most * COUNT_FROM) count.textContent = `${left} of ${most} characters left`;
  else count.textContent = missing > 0 ? `${missing} more needed` : "";
}

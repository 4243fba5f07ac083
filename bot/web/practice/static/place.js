// Where in the workspace a tab is, and as whom. Both live in the address, so
// that two tabs can be two people and a reload changes nothing.

export const HOME = "home";
export const MESSAGES = "messages";

let person = new URLSearchParams(location.search).get("as");
const arrivals = [];

export function actingAs() {
  return person;
}

export function becomes(id) {
  person = id;
}

export function place() {
  return new URLSearchParams(location.search).get("in");
}

export function addressOf(where, as = person) {
  const parameters = new URLSearchParams();
  if (as) parameters.set("as", as);
  if (where) parameters.set("in", where);
  return `/?${parameters}`;
}

export function go(where) {
  if (where !== place()) history.pushState(null, "", addressOf(where));
  arrivals.forEach((arrived) => arrived());
}

// Settles the address without a step in the history.
export function settle(where) {
  history.replaceState(null, "", addressOf(where));
}

export function onArrival(arrived) {
  arrivals.push(arrived);
}

window.addEventListener("popstate", () => arrivals.forEach((arrived) => arrived()));

// A link to a place: opens in this tab, or in a new one as links do.
export function followed(event, where) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(where);
}

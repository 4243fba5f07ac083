// What the server said last, and who or what is meant by an id in it.

let snapshot = null;

export function remember(latest) {
  snapshot = latest;
}

export function current() {
  return snapshot;
}

export function person(id) {
  return snapshot.people.find((one) => one.id === id);
}

export function nameOf(id) {
  if (id === snapshot.app.bot_user) return snapshot.app.name;
  return person(id)?.name ?? id;
}

export function channel(id) {
  return snapshot.channels.find((one) => one.id === id);
}

export function channelName(one) {
  return one.kind === "im" ? nameOf(one.with) : one.name;
}

export function isApp(id) {
  return id === snapshot.app.bot_user;
}

// The direct conversation with the app: its "Messages" tab.
export function appChannel() {
  return snapshot.channels.find((one) => one.kind === "im" && isApp(one.with));
}

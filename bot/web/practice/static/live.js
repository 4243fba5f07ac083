// The line to the workspace. It mends itself and says when it is broken.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

export function listen(as, { said, lost }) {
  let wait = FIRST_WAIT;
  let waiting = null;

  function open() {
    waiting = null;
    const socket = new WebSocket(address(as));
    socket.addEventListener("message", (event) => {
      wait = FIRST_WAIT;
      said(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      lost();
      waiting = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  function openNow() {
    if (waiting === null) return;
    clearTimeout(waiting);
    open();
  }

  window.addEventListener("online", openNow);
  document.addEventListener("visibilitychange", () => document.hidden || openNow());
  open();
}

function address(as) {
  const url = new URL("/practice/live", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  if (as) url.searchParams.set("as", as);
  return url;
}

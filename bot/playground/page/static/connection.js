// The WebSocket to the people's side of the playground; tries again when it breaks.

import { store } from "./store.js";
import { locale } from "./words.js";

let socket = null;
let wait = 500;

export function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const person = new URLSearchParams(location.search).get("as");
  const query = person ? `?as=${encodeURIComponent(person)}` : "";
  socket = new WebSocket(`${scheme}//${location.host}/playground/people${query}`);
  socket.addEventListener("message", (event) => store.receive(JSON.parse(event.data)));
  socket.addEventListener("open", () => {
    wait = 500;
    store.tell("connected", true);
  });
  socket.addEventListener("close", () => {
    store.tell("connected", false);
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, 8000);
  });
}

/** Sends one action; false where nobody is there to take it. */
export function act(op, detail) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify({ op, locale, ...detail }));
  return true;
}

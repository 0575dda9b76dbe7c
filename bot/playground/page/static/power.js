// The bot's switch, and the line that says that it is off.

import { act } from "./connection.js";
import { h, fill, icon } from "./dom.js";
import { store } from "./store.js";
import { say } from "./words.js";

const wanted = () => store.bot === "stopped" || store.bot === "stopping";

function flip() {
  act("power", { on: wanted() });
}

/** Calls `paint` now and whenever the bot starts or stops. */
function follow(node, paint) {
  store.hear("bot", paint);
  paint();
  return node;
}

/** The button with its words, for the panel. */
export function powerGroup() {
  const node = h("div", { class: "world-group power" });
  return follow(node, () => {
    node.hidden = store.bot === null;
    const on = wanted();
    fill(node,
      h("div", { class: `power-state ${store.bot}` }, say(`bot_${store.bot}`)),
      h("button", {
        type: "button", class: `button ${on ? "success" : "danger"}`, dataset: { action: "power" }, onclick: flip,
      }, say(on ? "bot_start" : "bot_stop")));
  });
}

/** The small one at the top of the page, which is there without a sample world too. */
export function powerTool() {
  const node = h("button", { type: "button", class: "tool power-tool", onclick: flip }, icon("power", 22));
  return follow(node, () => {
    node.hidden = store.bot === null;
    node.title = say(wanted() ? "bot_start" : "bot_stop");
    node.setAttribute("aria-label", node.title);
    node.classList.toggle("off", wanted());
  });
}

/** Over the channel while the bot does not run. */
export function powerLine() {
  const node = h("div", { class: "lost off-line", role: "status" });
  return follow(node, () => {
    node.hidden = store.bot === null || store.bot === "running";
    fill(node, h("span", {}, say(store.bot === "stopped" ? "bot_off" : `bot_${store.bot}`)),
      store.bot === "stopped" && h("button", { type: "button", class: "off-start", onclick: flip }, say("bot_start")));
  });
}

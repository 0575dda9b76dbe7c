// Puts the page together and starts it.

import { h, icon, displayName, fill } from "./dom.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { connect } from "./connection.js";
import { openModal } from "./modal.js";
import { notice } from "./overlay.js";
import { powerLine, powerTool } from "./power.js";
import { Sidebar } from "./sidebar.js";
import { store } from "./store.js";
import { locale, say } from "./words.js";
import { WorldPanel } from "./world.js";

const TRIES = ["!news xiaomi", "@Parkett news xiaomi", "/news company:xiaomi", "!price xiaomi 1m", "!compare xiaomi byd apple", "!subscribe xiaomi 3%", "!help"];

document.documentElement.lang = locale;

function chooseTheme() {
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the system's choice serves then.
  }
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  document.documentElement.dataset.theme = asked ?? theme ?? system;
}

function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // It then lasts as long as the page.
  }
}

function head(app, live) {
  const title = h("div", { class: "channel-title" });
  const paint = () => {
    const channel = store.channels.get(store.current);
    const direct = channel?.type === 1;
    fill(title, h("h1", {}, !direct && icon("hash", 22), direct ? displayName(channel.recipients?.[0]) : channel?.name ?? ""),
      channel?.topic && h("span", { class: "topic" }, channel.topic));
  };
  for (const name of ["state", "channel", "channels"]) store.hear(name, paint);
  const tool = (name, label, onclick) => h("button", { type: "button", class: "tool", title: label, "aria-label": label, onclick }, icon(name, 22));
  return h("header", { class: "chat-head" },
    tool("menu", say("channels"), () => app.classList.toggle("show-channels")),
    title,
    h("span", { class: live ? "live" : "live sample", title: live ? null : say("world_note") }, say(live ? "live" : "world")),
    powerTool(),
    tool("sun", say("theme"), switchTheme),
    !live && tool("globe", say("panel"), () => app.classList.toggle("hide-world")));
}

async function start() {
  chooseTheme();
  const app = document.getElementById("app");
  const world = new WorldPanel();
  const sampled = await world.start();
  const composer = new Composer();
  const chat = new Chat(composer, TRIES);
  const sidebar = new Sidebar(() => app.classList.remove("show-channels"));
  const lost = h("div", { class: "lost", role: "status", hidden: true }, say("offline"));
  if (innerWidth < 1100 || !sampled) app.classList.add("hide-world");
  fill(app, sidebar.guilds, sidebar.node,
    h("main", { class: "middle" }, head(app, !sampled), lost, powerLine(), chat.node),
    sampled ? world.node : null);
  store.hear("connected", (yes) => { lost.hidden = yes; });
  store.hear("notice", notice);
  store.hear("interaction", (detail) => detail.state === "modal" && openModal(detail.modal, detail.channel_id));
  store.hear("state", () => {
    composer.channel();
    composer.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [role=listbox], .shade, .menu, .world, .toolbar");
    if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) composer.focus();
  });
  connect();
}

start();

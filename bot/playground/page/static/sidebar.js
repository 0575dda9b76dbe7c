// The left of the page: the server and its channels.

import { h, fill, icon, avatar, displayName } from "./dom.js";
import { store } from "./store.js";
import { say } from "./words.js";

const SIGNS = { 0: "hash", 1: null, 11: "reply", 15: "menu" };

export class Sidebar {
  constructor(close) {
    this.close = close;
    this.guilds = h("nav", { class: "guilds", "aria-label": say("server") });
    this.node = h("nav", { class: "channels", "aria-label": say("channels") });
    for (const name of ["state", "channels", "channel"]) store.hear(name, () => this.paint());
  }

  paint() {
    const name = store.guild?.name ?? "";
    const letters = name.split(/\s+/).map((word) => [...word][0]).join("").slice(0, 3);
    fill(this.guilds, h("div", { class: "guild", title: name, "aria-hidden": "true" }, letters));
    const channels = [...store.channels.values()];
    const rows = channels.filter((one) => one.type !== 1 && one.type !== 4);
    const direct = channels.filter((one) => one.type === 1);
    fill(this.node,
      h("div", { class: "guild-name" }, name),
      h("div", { class: "channel-list" },
        h("h3", {}, say("channels")), rows.map((one) => this.row(one)),
        direct.length > 0 && direct.map((one) => this.row(one))),
      this.me());
  }

  row(channel) {
    const sign = SIGNS[channel.type];
    const other = channel.recipients?.find((user) => user.id !== store.me);
    const here = channel.id === store.current;
    return h("button", {
      type: "button", "aria-current": here ? "page" : null,
      class: ["channel-row", here && "here", store.unread.has(channel.id) && "unread", channel.type === 11 && "thread"].filter(Boolean).join(" "),
      onclick: () => { store.show(channel.id); this.close(); },
    }, sign ? icon(sign, 18) : avatar(store.users.get(other?.id) ?? other, 24),
      h("span", {}, channel.name ?? displayName(other)));
  }

  me() {
    const bots = [...store.users.values()].filter((user) => user.bot);
    return h("div", { class: "me" },
      avatar(store.self, 32),
      h("div", { class: "me-text" }, h("div", {}, displayName(store.self)),
        h("div", { class: "muted small" }, say("online"))),
      bots.map((bot) => h("span", {
        class: `presence${store.online.has(bot.id) ? " on" : ""}`,
        title: `${displayName(bot)}: ${store.online.has(bot.id) ? "online" : "offline"}`,
      }, avatar(bot, 24))));
  }
}

// Where one types: text, with pickers for commands, people and channels; or a slash command.

import { h, fill, icon, avatar, displayName } from "./dom.js";
import { CommandLine } from "./commandline.js";
import { matching, parse } from "./commands.js";
import { act } from "./connection.js";
import { listbox } from "./listbox.js";
import { store } from "./store.js";
import { say } from "./words.js";

const LONGEST = 2000;

export class Composer {
  constructor() {
    this.history = [];
    this.back = 0;
    this.replyTo = null;
    this.box = null;
    this.line = null;
    this.text = h("textarea", {
      class: "composer-text", rows: 1, maxlength: 4000, autocomplete: "off", "aria-autocomplete": "list",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onclick: () => this.typed(),
    });
    this.popupNode = h("div", { class: "popup-place" });
    this.replyNode = h("div", {});
    this.count = h("span", { class: "count", "aria-live": "polite" });
    this.place = h("div", { class: "composer-place" }, this.text);
    this.button = h("button", { type: "button", class: "send", "aria-label": say("send"), title: say("send"), onclick: () => this.send() }, icon("send"));
    this.node = h("div", { class: "composer" }, this.popupNode, this.replyNode,
      h("div", { class: "composer-box" }, this.place, this.count, this.button));
    store.hear("choices", (detail) => this.line?.choices(detail));
    store.hear("reply", (message) => this.reply(message));
    store.hear("channel", () => this.channel());
  }

  channel() {
    const channel = store.channels.get(store.current);
    const other = channel?.recipients?.[0];
    const where = channel?.type === 1 ? `@${displayName(other)}` : `#${channel?.name ?? ""}`;
    this.text.placeholder = say("message", { where });
    this.text.setAttribute("aria-label", this.text.placeholder);
    this.reply(null);
    this.plain("");
  }

  /** Puts a text into the input as if it were typed; a slash command opens its fields. */
  put(text) {
    this.plain(text);
    if (text.startsWith("/")) this.enter(parse(text));
    else this.typed();
    this.focus();
  }

  focus() {
    if (this.line) this.line.focus();
    else this.text.focus();
  }

  plain(text) {
    this.line = null;
    fill(this.place, this.text);
    this.text.value = text;
    this.popup(null);
    this.size();
  }

  enter(found) {
    if (!found) return false;
    this.box = null;
    this.line = new CommandLine(found.command, found.values, {
      popup: (node, note) => this.popup(node, note),
      leave: (text) => { this.plain(text); this.text.focus(); this.typed(); },
      sent: (text) => { this.remember(text); this.plain(""); this.text.focus(); },
    });
    fill(this.place, this.line.node);
    this.line.focus();
    return true;
  }

  popup(node, note) {
    fill(this.popupNode, node && h("div", { class: "popup" }, note && h("div", { class: "popup-note" }, note), node));
    if (!node) this.box = null;
  }

  size() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, innerHeight / 2)}px`;
    const left = LONGEST - this.text.value.length;
    this.count.textContent = left < 200 ? String(left) : "";
    this.count.classList.toggle("bad", left < 0);
  }

  typed() {
    this.size();
    const text = this.text.value;
    if (/^\/\S+\s/.test(text) && this.enter(parse(text))) return;
    if (text.startsWith("/") && !text.includes("\n")) {
      this.offer(matching(text.slice(1)).slice(0, 25).map((one) => ({
        label: `/${one.shown}`, note: one.description, picture: this.sign(),
        side: one.options.filter((option) => option.required).map((option) => option.name).join(" "), command: one,
      })), say("commands", { text }), (one) => this.enter({ command: one.command, values: new Map() }));
      return;
    }
    const before = text.slice(0, this.text.selectionStart);
    const word = /(?:^|\s)([@#])([^\s@#]*)$/u.exec(before);
    if (!word) {
      this.popup(null);
      return;
    }
    const items = word[1] === "@" ? this.people(word[2]) : this.places(word[2]);
    this.offer(items, null, (one) => this.insert(word[2].length + 1, one.insert));
  }

  sign() {
    const bot = [...store.users.values()].find((user) => user.bot);
    return avatar(bot ?? { bot: true }, 24);
  }

  people(typed) {
    const wanted = typed.toLowerCase();
    return [...store.users.values()]
      .filter((user) => user.id !== store.me && [displayName(user), user.username].some((name) => name?.toLowerCase().startsWith(wanted)))
      .sort((one, two) => Number(Boolean(two.bot)) - Number(Boolean(one.bot)))
      .map((user) => ({ label: displayName(user), side: user.username, picture: avatar(user, 24), insert: `@${displayName(user)} ` }));
  }

  places(typed) {
    return [...store.channels.values()]
      .filter((one) => one.name?.toLowerCase().startsWith(typed.toLowerCase()))
      .map((one) => ({ label: `#${one.name}`, insert: `#${one.name} ` }));
  }

  offer(items, note, pick) {
    if (!items.length) {
      this.popup(null);
      return;
    }
    const box = listbox(items, { label: note ?? say("options"), pick, leave: () => this.popup(null) });
    this.popup(box.node, note);
    this.box = box;
  }

  insert(length, text) {
    const at = this.text.selectionStart;
    const value = this.text.value;
    this.text.value = value.slice(0, at - length) + text + value.slice(at);
    const place = at - length + text.length;
    this.text.setSelectionRange(place, place);
    this.popup(null);
    this.size();
    this.text.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.box?.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.reply(null);
    } else if (event.key === "ArrowUp" && (!this.text.value || this.back)) {
      this.recall(event, 1);
    } else if (event.key === "ArrowDown" && this.back) {
      this.recall(event, -1);
    }
  }

  recall(event, step) {
    const back = Math.min(Math.max(this.back + step, 0), this.history.length);
    if (back === this.back) return;
    event.preventDefault();
    this.back = back;
    this.text.value = back ? this.history.at(-back) : "";
    this.size();
  }

  remember(text) {
    if (this.history.at(-1) !== text) this.history.push(text);
    this.back = 0;
  }

  send() {
    if (this.line) {
      this.line.submit();
      return;
    }
    const typed = this.text.value.trim();
    if (!typed || typed.length > LONGEST) return;
    if (typed.startsWith("/") && this.enter(parse(typed))) {
      this.line.submit();
      return;
    }
    const detail = { channel: store.current, content: written(typed) };
    if (this.replyTo) detail.reply_to = this.replyTo.id;
    if (!act("say", detail)) return;
    this.remember(typed);
    this.reply(null);
    this.plain("");
    this.text.focus();
  }

  reply(message) {
    this.replyTo = message;
    fill(this.replyNode, message && h("div", { class: "replying" },
      h("span", {}, say("replying", { name: displayName(message.author) })),
      h("button", { type: "button", "aria-label": say("cancel"), onclick: () => this.reply(null) }, icon("close", 16))));
    if (message) this.focus();
  }
}

/** The text with `@Name` and `#channel` as Discord sends them. */
export function written(text) {
  const users = [...store.users.values()].flatMap((user) => [[`@${displayName(user)}`, `<@${user.id}>`], [`@${user.username}`, `<@${user.id}>`]]);
  const channels = [...store.channels.values()].filter((one) => one.name).map((one) => [`#${one.name}`, `<#${one.id}>`]);
  const names = [...users, ...channels].sort((one, two) => two[0].length - one[0].length);
  let made = "";
  for (let index = 0; index < text.length;) {
    const free = index === 0 || /\s|\(/.test(text[index - 1]);
    const found = free && names.find(([name]) => text.slice(index, index + name.length).toLowerCase() === name.toLowerCase()
      && !/[\p{L}\p{N}_]/u.test(text[index + name.length] ?? " "));
    if (found) {
      made += found[1];
      index += found[0].length;
    } else {
      made += text[index];
      index += 1;
    }
  }
  return made;
}

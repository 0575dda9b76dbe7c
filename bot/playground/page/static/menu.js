// The menu of a message: reply, copy, delete, and the apps' own commands.

import { h, icon } from "./dom.js";
import { act } from "./connection.js";
import { plainText } from "./markdown.js";
import { store } from "./store.js";
import { localized, say } from "./words.js";

const QUICK = ["👍", "❤️", "😂", "🚀", "📈", "📉"];
const EPHEMERAL = 1 << 6;
let current = null;

function place(node, left, top) {
  document.body.append(node);
  const box = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(left, innerWidth - box.width - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(top, innerHeight - box.height - 8))}px`;
}

function show(node, left, top) {
  closeMenu();
  const before = document.activeElement;
  const outside = (event) => !node.contains(event.target) && closeMenu();
  const keys = (event) => {
    const items = [...node.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") closeMenu();
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  current = () => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    before?.focus?.({ preventScroll: true });
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  place(node, left, top);
  node.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
}

export function closeMenu() {
  current?.();
  current = null;
}

function item(label, name, run, kind = "") {
  return h("button", {
    type: "button", role: "menuitem", class: `menu-item ${kind}`,
    onclick: () => { closeMenu(); run(); },
  }, h("span", {}, label), name && icon(name, 18));
}

export function openMenu(message, left, top) {
  const hidden = Boolean(message.flags & EPHEMERAL);
  const commands = store.commands.filter((one) => one.type === 3);
  const text = message.content || message.embeds?.map((one) => `${one.title ?? ""}\n${one.description ?? ""}`).join("\n") || "";
  const mine = message.author.id === store.me;
  const node = h("div", { class: "menu", role: "menu" },
    !hidden && item(say("reply"), "reply", () => store.tell("reply", message)),
    item(say("copy"), "copy", () => navigator.clipboard?.writeText(plainText(text))),
    !hidden && commands.length > 0 && [
      h("div", { class: "menu-line" }),
      h("div", { class: "menu-title" }, icon("apps", 16), " ", say("apps")),
      commands.map((one) => item(localized(one, "name"), null, () => act("menu", {
        channel: message.channel_id, command_id: one.id, target: message.id,
      }), "app")),
    ],
    !hidden && (mine || message.author.bot) && [
      h("div", { class: "menu-line" }),
      item(say("delete"), "trash", () => act("delete", { channel: message.channel_id, message: message.id }), "danger"),
    ]);
  show(node, left, top);
}

export function quickReactions(message, anchor) {
  const box = anchor.getBoundingClientRect();
  const node = h("div", { class: "menu quick", role: "menu" }, QUICK.map((emoji) => h("button", {
    type: "button", role: "menuitem", "aria-label": emoji,
    onclick: () => {
      closeMenu();
      act("react", { channel: message.channel_id, message: message.id, emoji, on: true });
    },
  }, emoji)));
  show(node, box.left - 120, box.top - 52);
}


// One message as Discord draws it.

import { h, avatar, displayName, icon } from "./dom.js";
import { markdown, plainText } from "./markdown.js";
import { embed, attachment } from "./embeds.js";
import { component } from "./components.js";
import { poll } from "./polls.js";
import { dayKey, format, now, worldTime } from "./clock.js";
import { act } from "./connection.js";
import { openMenu, quickReactions } from "./menu.js";
import { store } from "./store.js";
import { say } from "./words.js";

const GROUPED_WITHIN = 7 * 60 * 1000;
const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const REPLY = 19;

export const writtenAt = (message) => worldTime(Date.parse(message.timestamp));

/** Whether `message` goes under the head of the one before it. */
export function continues(message, before) {
  return Boolean(before) && before.author.id === message.author.id
    && message.type !== REPLY && !used(message) && !((message.flags | before.flags) & EPHEMERAL)
    && Date.parse(message.timestamp) - Date.parse(before.timestamp) < GROUPED_WITHIN
    && dayKey(writtenAt(message)) === dayKey(writtenAt(before));
}

function used(message) {
  const meta = message.interaction_metadata ?? message.interaction;
  return meta && meta.type === 2 ? meta : null;
}

export function when(ms) {
  const time = format(ms, { hour: "2-digit", minute: "2-digit" });
  if (dayKey(ms) === dayKey(now())) return say("today", { time });
  if (dayKey(ms) === dayKey(now() - 86400000)) return say("yesterday", { time });
  return format(ms, { dateStyle: "short", timeStyle: "short" });
}

export function messageNode(message, before) {
  const user = store.users.get(message.author.id) ?? message.author;
  const grouped = continues(message, before);
  const ephemeral = Boolean(message.flags & EPHEMERAL);
  const mine = mentionsMe(message);
  const at = writtenAt(message);
  const node = h("li", {
    class: ["message", grouped && "grouped", ephemeral && "ephemeral", mine && "to-me"].filter(Boolean).join(" "),
    id: `message-${message.id}`, tabindex: -1,
    oncontextmenu: (event) => { event.preventDefault(); openMenu(message, event.clientX, event.clientY); },
  },
    used(message) && usedLine(message), message.type === REPLY && replyLine(message),
    h("div", { class: "message-row" },
      grouped
        ? h("time", { class: "side-time", datetime: new Date(at).toISOString() }, format(at, { hour: "2-digit", minute: "2-digit" }))
        : avatar(user),
      h("div", { class: "message-body" },
        !grouped && h("div", { class: "head" },
          h("span", { class: `name${user.bot ? " bot" : ""}`, style: nameColour(user) }, displayName(user)),
          user.bot && h("span", { class: "tag" }, say("bot")),
          h("time", { datetime: new Date(at).toISOString(), title: format(at, { dateStyle: "full", timeStyle: "short" }) }, when(at))),
        body(message, user),
        reactions(message),
        ephemeral && onlyYou(message),
      ),
    ),
    toolbar(message),
  );
  return node;
}

function nameColour(user) {
  const roles = [...store.roles.values()].filter((role) => user.roles?.includes(role.id) && role.color);
  const top = roles.sort((one, two) => two.position - one.position)[0];
  return top ? { color: `#${top.color.toString(16).padStart(6, "0")}` } : {};
}

function body(message, user) {
  if (message.flags & LOADING) {
    return h("div", { class: "thinking" }, h("span", { class: "dots" }, h("i"), h("i"), h("i")),
      " ", say("thinking", { name: displayName(user) }));
  }
  const edited = message.edited_timestamp
    ? h("span", { class: "edited", title: format(worldTime(Date.parse(message.edited_timestamp)), { dateStyle: "full", timeStyle: "medium" }) }, say("edited")) : null;
  const text = message.content ? h("div", { class: "content" }, markdown(message.content), edited && [" ", edited]) : null;
  // A picture that an embed shows is not shown a second time below it.
  const shown = new Set((message.embeds ?? []).flatMap((one) => [one.image?.url, one.thumbnail?.url]));
  return [
    text,
    (message.attachments ?? []).filter((one) => !shown.has(one.url)).map(attachment),
    (message.embeds ?? []).map(embed),
    message.poll && poll(message),
    !text && edited && h("div", { class: "edited-line" }, edited),
    message.components?.length ? h("div", { class: "components" }, message.components.map((one) => component(one, message))) : null,
  ];
}

function mentionsMe(message) {
  if (message.author.id === store.me) return false;
  return message.mention_everyone || (message.mentions ?? []).some((user) => user.id === store.me);
}

function usedLine(message) {
  const meta = used(message);
  const name = meta.name ?? message.interaction?.name ?? "";
  const fromMenu = store.commands.some((one) => one.name === name && one.type !== 1);
  return h("div", { class: "above" }, avatar(meta.user, 16),
    h("span", { class: "above-name" }, displayName(meta.user)), " ", say("used"), " ",
    h("span", { class: "command" }, fromMenu ? name : `/${name}`));
}

function replyLine(message) {
  const original = store.list(message.channel_id).get(message.message_reference?.message_id) ?? message.referenced_message;
  if (!original) return h("div", { class: "above muted" }, h("em", {}, say("original_gone")));
  const text = plainText(original.content || original.embeds?.[0]?.title || say("attachment")).slice(0, 160);
  return h("button", {
    class: "above", type: "button",
    onclick: () => document.getElementById(`message-${original.id}`)?.scrollIntoView({ block: "center", behavior: "smooth" }),
  }, avatar(original.author, 16), h("span", { class: "above-name" }, `@${displayName(original.author)}`), " ",
    h("span", { class: "above-text" }, text));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((one) => h("button", {
    type: "button", class: `reaction${one.me ? " mine" : ""}`, "aria-pressed": String(Boolean(one.me)),
    onclick: () => act("react", { channel: message.channel_id, message: message.id, emoji: one.emoji.name, on: !one.me }),
  }, h("span", { class: "emoji" }, one.emoji.name), " ", one.count)));
}

function onlyYou(message) {
  return h("div", { class: "only-you" }, icon("eye", 14), " ", say("only_you"), " • ",
    h("button", {
      type: "button", class: "as-link",
      onclick: () => act("dismiss", { channel: message.channel_id, message: message.id }),
    }, say("dismiss")));
}

function toolbar(message) {
  if (message.flags & LOADING) return null;
  const item = (name, label, onclick) => h("button", { type: "button", title: label, "aria-label": label, onclick }, icon(name));
  return h("div", { class: "toolbar" },
    !(message.flags & EPHEMERAL) && item("smile", say("react"), (event) => quickReactions(message, event.currentTarget)),
    !(message.flags & EPHEMERAL) && item("reply", say("reply"), () => store.tell("reply", message)),
    item("more", say("more"), (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      openMenu(message, box.left, box.bottom);
    }));
}

/** The line between two days. */
export function dayLine(ms) {
  return h("li", { class: "day", role: "separator" }, h("span", {}, format(ms, { dateStyle: "long" })));
}

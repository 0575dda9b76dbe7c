// The middle of the page: the channel's head, its messages, who is typing.

import { h, fill, icon, displayName } from "./dom.js";
import { dayKey, refreshStamps } from "./clock.js";
import { dayLine, messageNode, writtenAt } from "./messages.js";
import { store } from "./store.js";
import { say } from "./words.js";

const TYPING = 10_000; // ms
const NEAR = 120; // pixels from the end within which new messages are followed

export class Chat {
  constructor(composer, tries) {
    this.composer = composer;
    this.tries = tries;
    this.list = h("ol", { class: "messages", role: "log", "aria-label": say("message_log"), "aria-live": "polite" });
    this.scroller = h("div", { class: "scroller", tabindex: 0, onscroll: () => this.jump(), onkeydown: (event) => this.walk(event) }, this.list);
    this.typing = h("div", { class: "typing", "aria-live": "polite" });
    this.typers = new Map();
    this.present = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() }, say("new_messages"), icon("down", 16));
    this.node = h("section", { class: "chat" }, this.scroller, this.present, composer.node, this.typing);
    store.hear("state", () => this.paint());
    store.hear("channel", () => this.paint());
    store.hear("message", ({ message, fresh }) => this.receive(message, fresh));
    store.hear("gone", ({ id, channelId }) => channelId === store.current && this.remove(id));
    store.hear("typing", (detail) => this.someoneTypes(detail));
    store.hear("interaction", (detail) => this.interaction(detail));
    setInterval(() => refreshStamps(), 5000);
    new ResizeObserver(() => this.follow && this.toEnd()).observe(this.list);
    this.follow = true;
    this.top = 0;
  }

  paint() {
    const channel = store.channels.get(store.current);
    fill(this.list, this.beginning(channel));
    let before = null;
    for (const message of store.list(store.current).values()) before = this.append(message, before);
    this.toEnd();
  }

  beginning(channel) {
    const direct = channel?.type === 1;
    const name = direct ? displayName(channel.recipients?.[0]) : channel?.name ?? "";
    return h("li", { class: "beginning" },
      h("div", { class: "beginning-sign" }, icon("hash", 42)),
      h("h2", {}, say(direct ? "beginning_dm" : "beginning", { name })),
      h("p", { class: "muted" }, say("intro")),
      h("div", { class: "tries" }, h("span", {}, say("try")), this.tries.map((text) => h("button", {
        type: "button", class: "chip", onclick: () => this.composer.put(text),
      }, text))));
  }

  append(message, before) {
    if (!before || dayKey(writtenAt(before)) !== dayKey(writtenAt(message))) this.list.append(dayLine(writtenAt(message)));
    this.list.append(messageNode(message, before));
    return message;
  }

  receive(message, fresh) {
    if (message.author) this.typers.delete(message.author.id);
    this.paintTyping();
    if (message.channel_id !== store.current) return;
    const all = [...store.list(store.current).values()];
    const at = all.findIndex((one) => one.id === message.id);
    const old = document.getElementById(`message-${message.id}`);
    if (old) {
      const focused = old.contains(document.activeElement) ? document.activeElement.dataset.custom : null;
      const node = messageNode(message, all[at - 1]);
      old.replaceWith(node);
      if (focused) node.querySelector(`[data-custom="${CSS.escape(focused)}"]`)?.focus();
      return;
    }
    this.append(message, all[at - 1]);
    const asked = message.interaction_metadata?.user?.id ?? message.author.id;
    if (fresh && asked === store.me) this.follow = true;
    if (this.follow) this.toEnd();
    else this.present.hidden = false;
  }

  remove(id) {
    const all = [...store.list(store.current).values()];
    const node = document.getElementById(`message-${id}`);
    const next = node?.nextElementSibling;
    node?.remove();
    const after = all.findIndex((one) => `message-${one.id}` === next?.id);
    if (after >= 0) next.replaceWith(messageNode(all[after], all[after - 1]));
  }

  /** Arrows walk through the messages; a message that has the focus shows its tools to Tab. */
  walk(event) {
    const here = event.target.closest(".message");
    if (event.target !== this.scroller && event.target !== here) return;
    const all = [...this.list.querySelectorAll(".message")];
    const at = here ? all.indexOf(here) : all.length;
    const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1] }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.follow = true;
    this.present.hidden = true;
  }

  /** Only who scrolls back stops following: a picture that came in has moved the end as well. */
  jump() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.follow = true;
    else if (scrollTop < this.top) this.follow = false;
    this.top = scrollTop;
    if (this.follow) this.present.hidden = true;
  }

  someoneTypes({ channel_id: channel, user_id: user }) {
    if (channel !== store.current) return;
    clearTimeout(this.typers.get(user));
    this.typers.set(user, setTimeout(() => {
      this.typers.delete(user);
      this.paintTyping();
    }, TYPING));
    this.paintTyping();
  }

  paintTyping() {
    const names = [...this.typers.keys()].map((id) => displayName(store.users.get(id)));
    fill(this.typing, names.length > 0 && [
      h("span", { class: "dots" }, h("i"), h("i"), h("i")), " ", say("typing", { name: names.join(", ") }),
    ]);
  }

  /** A button draws itself busy; a failure is told where it happened. */
  interaction(detail) {
    if (detail.channel_id !== store.current) return;
    const message = detail.message_id && store.list(store.current).get(detail.message_id);
    if (message) this.receive(message, false);
    if (detail.state !== "failed") return;
    const line = h("div", { class: "failed", role: "alert" }, say("failed"));
    const place = message && document.getElementById(`message-${message.id}`)?.querySelector(".message-body");
    if (place) {
      place.append(line);
      setTimeout(() => line.remove(), 8000);
    } else {
      const item = h("li", { class: "message" }, line);
      this.list.append(item);
      if (this.follow) this.toEnd();
      setTimeout(() => item.remove(), 15000);
    }
  }
}

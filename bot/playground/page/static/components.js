// Buttons, select menus and the newer layout components of a message.

import { h, icon, link, fill } from "./dom.js";
import { markdown } from "./markdown.js";
import { act } from "./connection.js";
import { attachment } from "./embeds.js";
import { listbox } from "./listbox.js";
import { store } from "./store.js";
import { say } from "./words.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };

export function component(data, message) {
  const make = KINDS[data.type];
  return make ? make(data, message) : null;
}

const KINDS = {
  1: (data, message) => h("div", { class: "row" }, data.components.map((one) => component(one, message))),
  2: button,
  3: select, 5: select, 6: select, 7: select, 8: select,
  9: (data, message) => h("div", { class: "section" },
    h("div", {}, data.components.map((one) => component(one, message))),
    data.accessory && component(data.accessory, message)),
  10: (data) => h("div", { class: "text-display" }, markdown(data.content)),
  11: (data) => attachment({ ...data.media, width: 80, filename: data.description ?? "" }),
  12: (data) => h("div", { class: "gallery" },
    data.items.map((one) => attachment({ ...one.media, width: one.media.width ?? 1, filename: one.description ?? "" }))),
  13: (data) => attachment({ ...data.file, filename: data.name ?? "file", size: data.size ?? 0 }),
  14: (data) => h("hr", { class: data.divider === false ? "gap" : "" }),
  17: (data, message) => h("div", {
    class: "container",
    style: data.accent_color ? { "border-left": `4px solid #${data.accent_color.toString(16).padStart(6, "0")}` } : {},
  }, data.components.map((one) => component(one, message))),
};

function emoji(data) {
  return data && h("span", { class: "emoji" }, data.id ? `:${data.name}:` : data.name);
}

function button(data, message) {
  const label = [emoji(data.emoji), data.label && h("span", {}, data.label)];
  if (data.style === 5 && !data.disabled) {
    return link(data.url, { class: "button link" }, label, icon("out", 14));
  }
  const busy = store.busy.has(`${message.id}:${data.custom_id}`);
  return h("button", {
    type: "button", class: `button ${STYLES[data.style]}${busy ? " busy" : ""}`,
    disabled: data.disabled || busy, "aria-label": data.label ? null : data.emoji?.name,
    dataset: { custom: data.custom_id ?? "" },
    onclick: () => act("press", {
      channel: message.channel_id, message: message.id, custom_id: data.custom_id,
    }),
  }, busy ? h("span", { class: "dots" }, h("i"), h("i"), h("i")) : label);
}

/** What a select menu of that kind offers. */
export function optionsOf(data) {
  if (data.type === 3) return data.options ?? [];
  const people = [...store.users.values()].map((user) => ({
    label: user.global_name || user.username, value: user.id,
  }));
  const roles = [...store.roles.values()].map((role) => ({ label: `@${role.name}`, value: role.id }));
  if (data.type === 5) return people;
  if (data.type === 6) return roles;
  if (data.type === 7) return [...people, ...roles];
  const wanted = data.channel_types;
  return [...store.channels.values()]
    .filter((channel) => channel.type !== 1 && (!wanted?.length || wanted.includes(channel.type)))
    .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
}

/** A menu that opens a list; `changed` gets the chosen values when the list closes. */
export function chooser(data, changed) {
  const options = optionsOf(data);
  const least = data.min_values ?? 1;
  const most = data.max_values ?? 1;
  const given = new Set((data.default_values ?? []).map((one) => one.id));
  let chosen = options.filter((one) => one.default || given.has(one.value)).map((one) => one.value);
  const holder = h("div", { class: "select-holder" });
  const face = h("button", {
    type: "button", class: "select", disabled: data.disabled, "aria-haspopup": "listbox",
    onclick: () => (holder.querySelector(".listbox") ? close() : open()),
  });
  const paint = () => {
    const names = options.filter((one) => chosen.includes(one.value)).map((one) => one.label);
    fill(face, h("span", { class: names.length ? "" : "muted" },
      names.join(", ") || data.placeholder || say("choose")), icon("down", 18));
  };
  const close = () => {
    holder.querySelector(".listbox")?.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const done = () => {
    close();
    paint();
    if (chosen.length >= least) changed(chosen);
    face.focus();
  };
  const outside = (event) => {
    if (!holder.contains(event.target)) most > 1 ? done() : close();
  };
  const open = () => {
    const box = listbox(options.map((one) => ({
      value: one.value, label: one.label, note: one.description, emoji: one.emoji?.name,
      chosen: () => chosen.includes(one.value), many: most > 1,
    })), {
      label: data.placeholder ?? say("choose"),
      pick: (one) => {
        if (most === 1) {
          // What need not be chosen is given up by choosing it once more.
          chosen = least === 0 && chosen.includes(one.value) ? [] : [one.value];
          done();
        } else {
          chosen = chosen.includes(one.value)
            ? chosen.filter((value) => value !== one.value)
            : [...chosen, one.value].slice(-most);
          box.paint();
          paint();
        }
      },
      leave: () => (most > 1 ? done() : (close(), face.focus())),
    });
    holder.append(box.node);
    document.addEventListener("pointerdown", outside, true);
    box.node.focus();
  };
  paint();
  holder.append(face);
  return holder;
}

function select(data, message) {
  return chooser(data, (values) => act("press", {
    channel: message.channel_id, message: message.id, custom_id: data.custom_id, values,
  }));
}

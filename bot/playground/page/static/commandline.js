// The input while a slash command is being filled in: its name and a field for each option.

import { h, fill, displayName } from "./dom.js";
import { act } from "./connection.js";
import { valueOf, wireOptions } from "./commands.js";
import { listbox } from "./listbox.js";
import { store } from "./store.js";
import { localized, say } from "./words.js";

const PATIENCE = 120; // ms between a key and the question to the bot
let sequence = 0;

/** host: {popup(box or null), leave(text), sent(text)} of the composer around it. */
export class CommandLine {
  constructor(command, values, host) {
    this.command = command;
    this.host = host;
    this.fields = [];
    this.box = null;
    this.waiting = null;
    this.asked = 0;
    this.node = h("div", { class: "command-line" });
    const required = command.options.filter((one) => one.required || values.has(one.name));
    const shown = required.length ? required : command.options.slice(0, 1);
    for (const option of shown) this.add(option, values.get(option.name) ?? "");
    this.paint();
  }

  add(option, text) {
    const field = { option, value: text, label: text };
    field.input = h("input", {
      type: "text", value: text, spellcheck: "false", autocomplete: "off",
      "aria-label": `${localized(option, "name")}: ${localized(option, "description")}`,
      size: Math.max(text.length, 6),
      oninput: () => {
        field.value = field.label = field.input.value;
        this.grow(field);
        this.offer(field);
      },
      onfocus: () => this.offer(field),
      onkeydown: (event) => this.key(event, field),
    });
    this.fields.push(field);
    return field;
  }

  grow(field) {
    field.input.size = Math.max(field.input.value.length + 1, 6);
  }

  paint() {
    const rest = this.command.options.filter((one) => !this.fields.some((field) => field.option === one));
    fill(this.node,
      h("span", { class: "command-name" }, `/${this.command.shown}`),
      this.fields.map((field) => h("label", { class: "command-field" },
        h("span", { class: "command-option" }, localized(field.option, "name")), field.input)),
      rest.length > 0 && h("button", {
        type: "button", class: "command-more",
        onclick: () => {
          const field = this.add(rest[0], "");
          this.paint();
          field.input.focus();
        },
      }, say("more_options", { count: rest.length })));
  }

  focus() {
    const empty = this.fields.find((field) => !field.value) ?? this.fields.at(-1);
    if (empty) {
      empty.input.focus();
      empty.input.setSelectionRange(empty.input.value.length, empty.input.value.length);
      this.offer(empty);
    } else {
      this.node.tabIndex = -1;
      this.node.onkeydown = (event) => this.key(event, null);
      this.node.focus();
    }
  }

  key(event, field) {
    if (event.isComposing) return;
    if (this.box?.key(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.leave("");
    } else if (event.key === "Backspace" && (!field || (!field.input.value && field === this.fields[0]))) {
      event.preventDefault();
      this.leave(`/${this.command.shown}`);
    } else if (event.key === "Backspace" && !field.input.value && !field.option.required) {
      event.preventDefault();
      this.fields.splice(this.fields.indexOf(field), 1);
      this.paint();
      this.focus();
    }
  }

  leave(text) {
    this.close();
    this.host.leave(text);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked = 0;
    this.box = null;
    this.host.popup(null);
  }

  /** What the field can be: the command's choices, people and places, or the bot's own proposals. */
  offer(field) {
    const { option } = field;
    const typed = field.input.value.toLowerCase();
    if (option.autocomplete) return this.ask(field);
    let items = (option.choices ?? []).map((one) => ({ label: localized(one, "name"), value: one.value }));
    if (option.type === 5) items = [{ label: "True", value: true }, { label: "False", value: false }];
    if (option.type === 6 || option.type === 9) items = [...store.users.values()].map((user) => ({ label: displayName(user), value: user.id }));
    if (option.type === 7) items = [...store.channels.values()].filter((one) => one.name).map((one) => ({ label: `#${one.name}`, value: one.id }));
    if (option.type === 8) items = [...store.roles.values()].map((role) => ({ label: `@${role.name}`, value: role.id }));
    if (field.label === field.input.value && items.some((one) => one.label === field.label && one.value === field.value)) return this.show(field, []);
    return this.show(field, items.filter((one) => one.label.toLowerCase().includes(typed)));
  }

  ask(field) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.asked = sequence += 1;
      this.askedFor = field;
      act("autocomplete", {
        channel: store.current, command_id: this.command.id, seq: this.asked,
        options: wireOptions(this.command, this.rows(field)),
      });
    }, PATIENCE);
  }

  /** The bot's proposals, of the last question only. */
  choices({ seq, choices }) {
    if (seq !== this.asked || document.activeElement !== this.askedFor?.input) return;
    this.show(this.askedFor, choices.map((one) => ({ label: localized(one, "name"), value: one.value })));
  }

  show(field, items) {
    const note = `${localized(field.option, "name")} – ${localized(field.option, "description")}`;
    this.box = items.length ? listbox(items, {
      label: note,
      pick: (one) => {
        field.value = one.value;
        field.label = field.input.value = one.label;
        this.grow(field);
        this.close();
        const next = this.fields[this.fields.indexOf(field) + 1];
        if (next) next.input.focus();
      },
      leave: () => this.close(),
    }) : null;
    this.host.popup(this.box?.node ?? null, note);
  }

  rows(focused = null) {
    return this.fields.filter((field) => field === focused || String(field.value) !== "").map((field) => {
      const row = { name: field.option.name, type: field.option.type };
      row.value = typeof field.value === "string" ? valueOf(field.option, field.value) : field.value;
      if (field === focused) {
        row.value = field.input.value;
        row.focused = true;
      }
      return row;
    });
  }

  submit() {
    const missing = this.fields.find((field) => {
      const empty = String(field.value) === "";
      if (empty) return field.option.required;
      return typeof field.value === "string" && valueOf(field.option, field.value) === undefined;
    });
    if (missing) {
      missing.input.classList.add("missing");
      missing.input.focus();
      this.host.popup(h("div", { class: "popup-note bad" }, say("required")));
      return;
    }
    const shown = this.fields.filter((field) => field.label).map((field) => `${field.option.name}:${field.label}`);
    const sent = act("slash", {
      channel: store.current, command_id: this.command.id,
      options: wireOptions(this.command, this.rows()),
    });
    if (sent) {
      this.close();
      this.host.sent(["/" + this.command.shown, ...shown].join(" "));
    }
  }
}

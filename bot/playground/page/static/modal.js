// A form that the bot opens.

import { h } from "./dom.js";
import { act } from "./connection.js";
import { chooser } from "./components.js";
import { markdown } from "./markdown.js";
import { overlay } from "./overlay.js";
import { say } from "./words.js";

export function openModal(modal, channel) {
  const values = {};
  const fields = modal.components.flatMap((row) => field(row, values));
  const form = h("form", {
    class: "modal",
    onsubmit: (event) => {
      event.preventDefault();
      for (const input of form.querySelectorAll("[data-custom]")) values[input.dataset.custom] = input.value;
      if (act("modal", { channel, custom_id: modal.custom_id, fields: values })) close();
    },
  },
    h("h2", {}, modal.title), fields,
    h("div", { class: "modal-foot" },
      h("button", { type: "button", class: "button plain", onclick: () => close() }, say("cancel")),
      h("button", { type: "submit", class: "button primary" }, say("submit"))));
  const close = overlay(form, { label: modal.title });
}

// A row of the older form, a label of the newer one with its component inside, or a text.
function field(row, values) {
  if (row.type === 1) return row.components.map((one) => labelled(one, one.label, null, values));
  if (row.type === 18) return [labelled(row.component, row.label, row.description, values)];
  if (row.type === 10) return [h("div", {}, markdown(row.content))];
  return [];
}

function labelled(data, label, note, values) {
  const required = data.required !== false;
  const id = `field-${data.custom_id}`;
  const head = h("label", { for: id }, label, required && h("span", { class: "star", title: say("required") }, " *"));
  if (data.type !== 4) {
    values[data.custom_id] = [
      ...(data.options ?? []).filter((one) => one.default).map((one) => one.value),
      ...(data.default_values ?? []).map((one) => one.id),
    ];
    return h("div", { class: "modal-field" }, head, note && h("p", { class: "muted small" }, note),
      chooser(data, (chosen) => { values[data.custom_id] = chosen; }));
  }
  const props = {
    id, dataset: { custom: data.custom_id }, placeholder: data.placeholder, required,
    minlength: data.min_length, maxlength: data.max_length, value: data.value ?? "",
  };
  return h("div", { class: "modal-field" }, head, note && h("p", { class: "muted small" }, note),
    data.style === 2 ? h("textarea", { ...props, rows: 5 }) : h("input", { ...props, type: "text" }));
}

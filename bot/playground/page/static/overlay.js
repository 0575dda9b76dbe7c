// What lies over the page: pictures in full, menus, notices, dialogs.

import { h } from "./dom.js";

/** Shows a node above everything; Escape or a click beside it closes it. */
export function overlay(node, { label, close = () => {} }) {
  const before = document.activeElement;
  const shade = h("div", { class: "shade", role: "dialog", "aria-modal": "true", "aria-label": label }, node);
  const remove = () => {
    shade.remove();
    document.removeEventListener("keydown", keys, true);
    close();
    before?.focus?.();
  };
  const keys = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      remove();
    }
    if (event.key === "Tab") keepFocus(event, shade);
  };
  shade.addEventListener("pointerdown", (event) => event.target === shade && remove());
  document.addEventListener("keydown", keys, true);
  document.body.append(shade);
  (shade.querySelector("input, textarea, select, button") ?? shade).focus();
  return remove;
}

function keepFocus(event, within) {
  const all = [...within.querySelectorAll("button, input, textarea, a[href], select, [tabindex='0']")];
  if (!all.length) return;
  const first = all[0];
  const last = all.at(-1);
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}

export function openPicture(url) {
  overlay(h("img", { class: "full-picture", src: url, alt: "" }), { label: "image" });
}

/** A sentence at the foot of the page that goes by itself. */
export function notice(text) {
  const node = h("div", { class: "notice", role: "alert" }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 6000);
}

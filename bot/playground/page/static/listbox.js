// A list to pick from with arrows, Enter and the mouse.

import { h, fill } from "./dom.js";

/** items: [{label, note, emoji, value, chosen?, many?, picture?}]; pick(item), leave(). */
export function listbox(items, { label, pick, leave, selected = 0 }) {
  let at = Math.min(Math.max(items.findIndex((one) => one.chosen?.()), selected), items.length - 1);
  const node = h("div", {
    class: "listbox", role: "listbox", tabindex: -1, "aria-label": label, onkeydown: (event) => key(event),
  });
  const rows = items.map((one, index) => h("div", {
    class: "option", role: "option", id: `option-${Math.random().toString(36).slice(2)}`,
    onpointermove: () => { at = index; mark(); },
    onpointerdown: (event) => { event.preventDefault(); pick(one, index); },
  }));
  const paint = () => {
    items.forEach((one, index) => fill(rows[index],
      one.picture, one.emoji && h("span", { class: "emoji" }, one.emoji),
      h("span", { class: "option-text" }, h("span", { class: "option-label" }, one.label),
        one.note && h("span", { class: "option-note" }, one.note)),
      one.side && h("span", { class: "option-side" }, one.side),
      one.many && h("span", { class: `box${one.chosen() ? " on" : ""}` }, one.chosen() ? "✓" : "")));
    mark();
  };
  const mark = () => {
    rows.forEach((row, index) => {
      row.classList.toggle("at", index === at);
      row.setAttribute("aria-selected", String(items[index].chosen ? items[index].chosen() : index === at));
    });
    if (rows[at]) node.setAttribute("aria-activedescendant", rows[at].id);
  };
  const move = (step) => {
    if (!items.length) return;
    at = (at + step + items.length) % items.length;
    mark();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  /** Handles a key; true where it was one of the list's. */
  const key = (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && items[at]) pick(items[at], at);
    else if (event.key === "Escape") leave?.();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  node.append(...rows);
  paint();
  return { node, key, paint, move };
}

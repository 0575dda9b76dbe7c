// Which time is it here? The sample world's, where there is one; else this machine's.

import { locale } from "./words.js";

let world = null; // {now: ms, at: ms on this machine, zone, timeline: [[real ms, world ms], …]}

export function setWorld(state) {
  world = {
    now: Date.parse(state.now), at: Date.now(), zone: state.timezone,
    timeline: (state.timeline ?? []).map(([real, there]) => [Date.parse(real), Date.parse(there)]),
  };
}

export function now() {
  return world ? world.now + (Date.now() - world.at) : Date.now();
}

/** When a message of this machine's time was written, on the sample world's clock. */
export function worldTime(real) {
  if (!world?.timeline.length) return real;
  let found = world.timeline[0];
  for (const mark of world.timeline) if (mark[0] <= real) found = mark;
  return found[1] + (real - found[0]);
}

function zone() {
  return world ? { timeZone: world.zone } : {};
}

export function format(ms, options) {
  return new Intl.DateTimeFormat(locale, { ...zone(), ...options }).format(ms);
}

export function dayKey(ms) {
  return new Intl.DateTimeFormat("en-CA", { ...zone(), dateStyle: "short" }).format(ms);
}

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" },
  D: { dateStyle: "long" }, f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** `<t:SECONDS:STYLE>` as Discord writes it. */
export function stamp(seconds, style) {
  const ms = seconds * 1000;
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  if (style !== "R") return format(ms, STYLES[style] ?? STYLES.f);
  const away = Math.round((ms - now()) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(away / length), unit);
}

/** Times on the page are drawn anew as the clock moves. */
export function refreshStamps(root = document) {
  for (const node of root.querySelectorAll("time[data-stamp]")) {
    const text = stamp(Number(node.dataset.stamp), node.dataset.style);
    if (text && node.textContent !== text) node.textContent = text;
  }
}

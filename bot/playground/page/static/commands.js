// Slash commands as the picker needs them: subcommands spelled out, text taken apart.

import { store } from "./store.js";
import { localized } from "./words.js";

const SUBCOMMAND = 1;
const GROUP = 2;

/** Every command that can be typed: {id, path, name, shown, description, options}. */
export function typeable() {
  return store.commands.filter((one) => (one.type ?? 1) === 1).flatMap((one) => spread(one, one, [], []));
}

function spread(root, node, path, shown) {
  const names = [...shown, localized(node, "name")];
  const below = (node.options ?? []).filter((one) => one.type === SUBCOMMAND || one.type === GROUP);
  if (!below.length) {
    const name = [root.name, ...path.map((one) => one.name)].join(" ");
    return [{ id: root.id, path, name, shown: names.join(" "), description: localized(node, "description"), options: node.options ?? [] }];
  }
  return below.flatMap((one) => spread(root, one, [...path, { type: one.type, name: one.name }], names));
}

/** Commands whose name begins with or contains what was typed, best first. */
export function matching(typed) {
  const wanted = typed.toLowerCase();
  const rank = (one) => {
    const names = [one.shown.toLowerCase(), one.name.toLowerCase()];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  return typeable().filter((one) => rank(one) < 2)
    .sort((one, two) => rank(one) - rank(two) || one.shown.localeCompare(two.shown));
}

/** `/news company:xiaomi` or `/news xiaomi` → {command, values}; null where no command fits. */
export function parse(text) {
  if (!text.startsWith("/")) return null;
  const typed = text.slice(1);
  const found = typeable()
    .flatMap((one) => [one.shown, one.name].map((name) => ({ one, name })))
    .filter(({ name }) => typed === name || typed.startsWith(`${name} `))
    .sort((one, two) => two.name.length - one.name.length)[0];
  if (!found) return null;
  return { command: found.one, values: optionsIn(typed.slice(found.name.length + 1), found.one.options) };
}

function optionsIn(text, options) {
  const values = new Map();
  const names = options.flatMap((one) => [[one.name, one], [localized(one, "name"), one]]);
  const known = new Map(names);
  const marks = [...text.matchAll(/(?:^|\s)([\p{L}\p{N}_-]+):\s*/gu)].filter((mark) => known.has(mark[1]));
  marks.forEach((mark, index) => {
    const end = marks[index + 1]?.index ?? text.length;
    values.set(known.get(mark[1]).name, text.slice(mark.index + mark[0].length, end).trim());
  });
  if (!marks.length && text.trim() && options.length) values.set(options[0].name, text.trim());
  return values;
}

/** The options as they go over the wire, inside their subcommand. */
export function wireOptions(command, rows) {
  return command.path.reduceRight((inner, step) => [{ ...step, options: inner }], rows);
}

/** A typed text as the value of an option; undefined where it cannot be one. */
export function valueOf(option, text) {
  if (option.type === 4 || option.type === 10) {
    const number = Number(text.replace(",", "."));
    if (!Number.isFinite(number)) return undefined;
    return option.type === 4 ? Math.trunc(number) : number;
  }
  return text;
}

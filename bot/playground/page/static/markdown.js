// Discord's Markdown to elements. What comes from outside is cut into pieces, never parsed as HTML.

import { h, link, webAddress, displayName } from "./dom.js";
import { stamp, format } from "./clock.js";
import { say } from "./words.js";
import { store } from "./store.js";

const DEEPEST = 12;

// Tried in this order at each place of a line; the first that matches there wins.
const INLINE = [
  [/^\\([^\p{L}\p{N}\s])/u, (found) => found[1]],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (found) => h("code", {}, found[2])],
  [/^<a?:(\w{2,32}):\d{17,20}>/, (found) => h("span", { class: "emoji" }, `:${found[1]}:`)],
  [/^<@!?(\d{1,20})>/, (found) => mention(`@${displayName(store.users.get(found[1]))}`)],
  [/^<@&(\d{1,20})>/, (found) => mention(`@${store.roles.get(found[1])?.name ?? "deleted-role"}`)],
  [/^<#(\d{1,20})>/, (found) => channelMention(found[1])],
  [/^<\/([\w\p{L}\- ]{1,100}):\d{1,20}>/u, (found) => mention(`/${found[1]}`)],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (found) => timestamp(found)],
  [/^<(https?:\/\/[^\s<>]+)>/, (found) => link(found[1], {}, found[1])],
  [/^\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\]){1,500})\]\(\s*<?(https?:\/\/[^\s<>]*[^\s<>)]|https?:\/\/[^\s()<>]+\([^\s()<>]*\)[^\s()<>]*)>?(?:\s+"([^"]*)")?\s*\)/, masked],
  [/^https?:\/\/[^\s<]+[^<.,:;"')\]\s|*_~`]/, (found) => link(found[0], {}, found[0])],
  [/^\*\*\*((?:\\.|[^\\])+?)\*\*\*(?!\*)/s, (found, depth) => h("strong", {}, h("em", {}, inline(found[1], depth)))],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/s, (found, depth) => h("strong", {}, inline(found[1], depth))],
  [/^__((?:\\.|[^\\])+?)__(?!_)/s, (found, depth) => h("u", {}, inline(found[1], depth))],
  [/^~~((?:\\.|[^\\])+?)~~/s, (found, depth) => h("s", {}, inline(found[1], depth))],
  [/^\|\|((?:\\.|[^\\])+?)\|\|/s, (found, depth) => spoiler(inline(found[1], depth))],
  [/^\*(?=\S)((?:\\.|[^\\*]|\*\*(?:[^*]+)\*\*)+?)\*(?!\*)/s, (found, depth) => h("em", {}, inline(found[1], depth))],
  [/^_((?:\\.|[^\\_]|__[^_]+__)+?)_(?![\p{L}\p{N}_])/su, (found, depth) => h("em", {}, inline(found[1], depth))],
  [/^@(everyone|here)\b/, (found) => mention(`@${found[1]}`)],
];
const PLAIN = /^(?:[^\\`<\[h*_~|@]|h(?!ttps?:\/\/))+/s;

/** A line's formatting: text nodes and elements. */
export function inline(text, depth = 0) {
  const parts = [];
  let plain = "";
  let rest = text;
  while (rest) {
    const run = PLAIN.exec(rest);
    if (run) {
      plain += run[0];
      rest = rest.slice(run[0].length);
      continue;
    }
    // An underscore within a word, as in snake_case, is no emphasis.
    const within = rest[0] === "_" && /[\p{L}\p{N}]$/u.test(plain);
    const rule = depth < DEEPEST && !within && INLINE.find(([pattern]) => pattern.test(rest));
    if (!rule) {
      plain += rest[0];
      rest = rest.slice(1);
      continue;
    }
    const found = rule[0].exec(rest);
    if (plain) parts.push(plain);
    plain = "";
    parts.push(rule[1](found, depth + 1));
    rest = rest.slice(found[0].length);
  }
  if (plain) parts.push(plain);
  return parts;
}

function mention(text) {
  return h("span", { class: "mention" }, text);
}

function channelMention(id) {
  const channel = store.channels.get(id);
  if (!channel) return mention("#unknown");
  return h("button", { class: "mention", type: "button", onclick: () => store.show(id) }, `#${channel.name}`);
}

function timestamp(found) {
  const style = found[2] ?? "f";
  const seconds = Number(found[1]);
  const text = stamp(seconds, style);
  if (text === null) return found[0];
  return h("time", {
    class: "stamp", dataset: { stamp: seconds, style },
    title: format(seconds * 1000, { dateStyle: "full", timeStyle: "short" }),
  }, text);
}

// A text that itself looks like an address is not masked: Discord shows the source then, too.
function masked(found, depth) {
  const label = found[1].replace(/\\(.)/g, "$1");
  if (/https?:\/\//.test(label) || !webAddress(found[2])) return found[0];
  return link(found[2], { title: found[3] ?? found[2] }, inline(found[1], depth));
}

function spoiler(children) {
  const show = (event) => {
    const node = event.currentTarget;
    if (node.classList.contains("shown")) return;
    event.preventDefault();
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  return h("span", {
    class: "spoiler", tabindex: 0, role: "button", "aria-label": say("spoiler"), onclick: show,
    onkeydown: (event) => event.key === "Enter" && show(event),
  }, h("span", {}, children));
}

/** A whole text: headings, quotes, lists, code blocks and lines. */
export function markdown(text) {
  const parts = [];
  const fence = /```(?:([a-z0-9_+\-.#]+)\n)?\n*([\s\S]*?)\n*```/gi;
  let last = 0;
  for (const found of text.matchAll(fence)) {
    parts.push(...blocks(text.slice(last, found.index)));
    parts.push(h("pre", {}, h("code", {}, found[2])));
    last = found.index + found[0].length;
  }
  parts.push(...blocks(text.slice(last)));
  return parts;
}

function blocks(text) {
  const parts = [];
  let lines = [];
  const flush = () => {
    if (lines.length) parts.push(...withBreaks(lines.join("\n")));
    lines = [];
  };
  const source = text.split("\n");
  for (let index = 0; index < source.length; index += 1) {
    const line = source[index];
    const heading = /^(#{1,3})\s+(.+?)\s*#*$/.exec(line);
    const small = /^-#\s+(.+)$/.exec(line);
    if (/^>>>\s/.test(line)) {
      flush();
      const rest = [line.slice(4), ...source.slice(index + 1)].join("\n");
      parts.push(h("blockquote", {}, blocks(rest)));
      return parts;
    }
    if (/^>\s/.test(line)) {
      flush();
      const quoted = [];
      while (index < source.length && /^>\s/.test(source[index])) quoted.push(source[index++].slice(2));
      index -= 1;
      parts.push(h("blockquote", {}, blocks(quoted.join("\n"))));
    } else if (heading) {
      flush();
      parts.push(h(`h${heading[1].length + 2}`, { class: `heading-${heading[1].length}` }, inline(heading[2])));
    } else if (small) {
      flush();
      parts.push(h("div", { class: "subtext" }, inline(small[1])));
    } else if (ITEM.test(line)) {
      flush();
      const items = [];
      while (index < source.length && ITEM.test(source[index])) items.push(source[index++]);
      index -= 1;
      parts.push(list(items));
    } else {
      lines.push(line);
    }
  }
  flush();
  return parts;
}

const ITEM = /^(\s*)([-*]|\d{1,9}\.)\s+(.*)$/;

function list(lines) {
  const first = ITEM.exec(lines[0]);
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(first[2], 10) } : {});
  const indent = first[1].length;
  for (let index = 0; index < lines.length; index += 1) {
    const found = ITEM.exec(lines[index]);
    const deeper = [];
    while (index + 1 < lines.length && ITEM.exec(lines[index + 1])[1].length > indent) deeper.push(lines[++index]);
    node.append(h("li", {}, inline(found[3]), deeper.length ? list(deeper) : null));
  }
  return node;
}

function withBreaks(text) {
  return inline(text).flatMap((part) => {
    if (typeof part !== "string") return [part];
    return part.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
  });
}

/** A text without formatting, for previews and labels. */
export function plainText(text) {
  const node = h("div", {}, inline(text.replace(/```[a-z]*\n?|```/gi, "")));
  return node.textContent;
}

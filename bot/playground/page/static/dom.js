// Builds elements. Foreign text only ever becomes a text node: no markup is parsed anywhere here.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, listeners (`on…`) and children; null and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** A link that leaves the page safely, or plain text where the address is not http(s). */
export function link(url, props, ...children) {
  const safe = webAddress(url);
  if (!safe) return h("span", props, ...children);
  return h("a", { ...props, href: safe, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** The address as the browser reads it, null where it is not http or https. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

const PATHS = {
  hash: "M10 3 8 21M16 3l-2 18M3.5 8.5h17M3 15.5h17",
  reply: "M10 5 3 12l7 7M4 12h9c5 0 7 3 8 7",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01",
  apps: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  close: "M6 6l12 12M18 6 6 18",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  sun: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10M12 1v3M12 20v3M1 12h3M20 12h3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  menu: "M4 6h16M4 12h16M4 18h16",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  down: "M6 9l6 6 6-6",
  power: "M12 3v8M6.6 6.6a8 8 0 1 0 10.8 0",
  file: "M6 2h8l5 5v15H6zM14 2v5h5",
  send: "M3 11 21 3l-8 18-2-8z",
};

/** One of the page's own line drawings. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "more" ? 3.4 : 2, "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", class: "icon",
  })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const COLOURS = ["#5865f2", "#757e8a", "#3ba55c", "#faa61a", "#ed4245", "#eb459e"];

/** A person's picture: the bot's own sign, or a coloured circle with the first letter. */
export function avatar(user, size = 40) {
  if (user?.bot) {
    return h("img", { class: "avatar", src: "icon.svg", alt: "", width: size, height: size });
  }
  const sum = [...String(user?.id ?? "0")].reduce((total, digit) => total + Number(digit), 0);
  const style = {
    width: `${size}px`, height: `${size}px`, "font-size": `${Math.round(size * 0.45)}px`,
    background: COLOURS[sum % COLOURS.length],
  };
  return h("span", { class: "avatar", style, "aria-hidden": "true" },
    [...displayName(user)][0]?.toUpperCase() ?? "?");
}

export function displayName(user) {
  return user?.global_name || user?.username || "Unknown user";
}

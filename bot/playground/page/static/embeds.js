// Embeds and attachments, laid out as Discord lays them out.

import { h, icon, link, webAddress } from "./dom.js";
import { markdown, inline } from "./markdown.js";
import { format } from "./clock.js";
import { openPicture } from "./overlay.js";

const WIDEST_IN_EMBED = 488; // pixels
const WIDEST = 550;
const TALLEST = 350;
const DEFAULT_COLOUR = "var(--embed-bar)";

export function embed(data) {
  const colour = data.color ? `#${data.color.toString(16).padStart(6, "0")}` : DEFAULT_COLOUR;
  const picture = data.image?.proxy_url ?? data.image?.url;
  const thumb = data.thumbnail?.proxy_url ?? data.thumbnail?.url;
  return h("article", { class: "embed", style: { "border-left-color": colour } },
    h("div", { class: `embed-grid${thumb ? " with-thumb" : ""}` },
      h("div", { class: "embed-main" },
        data.author && author(data.author),
        data.title && h("div", { class: "embed-title" },
          data.url ? link(data.url, {}, inline(data.title)) : inline(data.title)),
        data.description && h("div", { class: "embed-text" }, markdown(data.description)),
        data.fields?.length ? fields(data.fields) : null,
      ),
      thumb && image(thumb, { class: "embed-thumb" }),
    ),
    picture && h("div", { class: "embed-image" }, image(picture, room(data.image, WIDEST_IN_EMBED))),
    (data.footer || data.timestamp) && footer(data),
  );
}

function author(data) {
  return h("div", { class: "embed-author" },
    data.icon_url && image(data.icon_url, { class: "embed-icon" }),
    data.url ? link(data.url, {}, data.name) : h("span", {}, data.name),
  );
}

// Inline fields share a row of twelve columns: up to three of them side by side.
function fields(rows) {
  const grid = h("div", { class: "embed-fields" });
  for (let index = 0; index < rows.length;) {
    const run = [];
    while (run.length < 3 && rows[index + run.length]?.inline) run.push(rows[index + run.length]);
    const taken = run.length ? run : [rows[index]];
    const width = run.length ? 12 / run.length : 12;
    for (const row of taken) {
      grid.append(h("div", { class: "embed-field", style: { "grid-column": `span ${width}` } },
        h("div", { class: "embed-field-name" }, inline(row.name)),
        h("div", { class: "embed-field-value" }, markdown(row.value)),
      ));
    }
    index += taken.length;
  }
  return grid;
}

function footer(data) {
  const time = data.timestamp
    // The bot's own time: it lives by the sample world's clock already.
    ? format(Date.parse(data.timestamp), { dateStyle: "short", timeStyle: "short" }) : null;
  return h("div", { class: "embed-footer" },
    data.footer?.icon_url && image(data.footer.icon_url, { class: "embed-icon" }),
    h("span", {}, [data.footer?.text, time].filter(Boolean).join(" • ")),
  );
}

/** Keeps a picture's place free while it loads, so that nothing below it jumps. */
function room({ width, height }, widest) {
  if (!width || !height) return {};
  const shrunk = Math.min(1, widest / width, TALLEST / height);
  return { width, height, style: { width: `${Math.round(width * shrunk)}px` } };
}

function image(url, props) {
  const safe = webAddress(new URL(url, location.href).href);
  if (!safe) return null;
  return h("img", {
    ...props, src: safe, alt: "", loading: "lazy", tabindex: 0, role: "button",
    onclick: () => openPicture(safe),
    onkeydown: (event) => event.key === "Enter" && openPicture(safe),
  });
}

export function attachment(data) {
  if (data.content_type?.startsWith("image/") || data.width) {
    return h("div", { class: "picture" }, image(data.proxy_url ?? data.url, {
      ...room(data, WIDEST), title: data.description ?? data.filename,
    }));
  }
  return h("div", { class: "file" }, icon("file", 30),
    h("div", {}, link(new URL(data.url, location.href).href, {}, data.filename),
      h("div", { class: "muted small" }, size(data.size))));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(2)} KB` : `${(bytes / 1048576).toFixed(2)} MB`;
}

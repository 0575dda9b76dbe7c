// A poll: answers to choose, then bars.

import { h } from "./dom.js";
import { act } from "./connection.js";
import { say } from "./words.js";

export function poll(message) {
  const data = message.poll;
  const counts = new Map((data.results?.answer_counts ?? []).map((one) => [one.id, one]));
  const total = [...counts.values()].reduce((sum, one) => sum + one.count, 0);
  const voted = [...counts.values()].filter((one) => one.me_voted).map((one) => one.id);
  const over = data.results?.is_finalized;
  const chosen = new Set(voted);
  const vote = h("button", {
    type: "button", class: "button primary", disabled: over,
    onclick: () => act("vote", { channel: message.channel_id, message: message.id, answers: [...chosen] }),
  }, say("vote"));
  const answers = data.answers.map((answer) => {
    const id = answer.answer_id;
    const count = counts.get(id)?.count ?? 0;
    const share = total ? Math.round((count / total) * 100) : 0;
    const row = h("button", {
      type: "button", class: "poll-answer", role: data.allow_multiselect ? "checkbox" : "radio",
      "aria-checked": String(chosen.has(id)), disabled: over,
      onclick: () => {
        if (chosen.has(id)) chosen.delete(id);
        else {
          if (!data.allow_multiselect) chosen.clear();
          chosen.add(id);
        }
        for (const one of rows) one.row.setAttribute("aria-checked", String(chosen.has(one.id)));
      },
    },
      (voted.length || over) && h("span", { class: "poll-bar", style: { width: `${share}%` } }),
      answer.poll_media.emoji && h("span", { class: "emoji" }, answer.poll_media.emoji.name),
      h("span", { class: "poll-text" }, answer.poll_media.text),
      (voted.length || over) && h("span", { class: "poll-share" }, `${count} · ${share}%`));
    return { id, row };
  });
  const rows = answers;
  return h("div", { class: "poll" },
    h("div", { class: "poll-question" }, data.question.text),
    h("div", { class: "muted small" }, say(data.allow_multiselect ? "poll_many" : "poll_one")),
    rows.map((one) => one.row),
    h("div", { class: "poll-foot" }, h("span", { class: "muted small" }, say(total === 1 ? "vote_single" : "votes", { count: total })), vote));
}

// The right of the page: the sample world's clock, and what can be made to happen in it.

import { h, fill } from "./dom.js";
import { format, now, refreshStamps, setWorld } from "./clock.js";
import { notice } from "./overlay.js";
import { powerGroup } from "./power.js";
import { store } from "./store.js";
import { say } from "./words.js";

const PATH = "/playground/world";
const A_LOOK = 3500; // ms, in which the bot looks at the prices of the close

export class WorldPanel {
  constructor() {
    this.node = h("aside", { class: "world", "aria-label": say("world") });
    this.state = null;
    this.time = h("div", { class: "world-time" });
    this.date = h("div", { class: "world-date" });
    this.faults = h("div", { class: "world-faults" });
    this.log = h("ol", { class: "world-log" });
  }

  /** Reads the state; false where there is no sample world behind this page. */
  async start() {
    try {
      const answer = await fetch(PATH);
      if (answer.status !== 200) return false;
      this.take(await answer.json());
    } catch {
      return false;
    }
    this.build();
    setInterval(() => this.tick(), 1000);
    setInterval(() => this.look(), 10_000);
    return true;
  }

  async look() {
    try {
      const answer = await fetch(PATH);
      if (answer.ok) this.take(await answer.json());
    } catch {
      return; // the page says itself that the connection is gone
    }
    this.paint();
  }

  take(state) {
    const moved = this.state && state.moved !== this.state.moved;
    this.state = state;
    setWorld(state);
    if (moved) refreshStamps();
  }

  async act(action, detail = {}) {
    try {
      const answer = await fetch(PATH, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ action, ...detail }),
      });
      const body = await answer.json();
      if (answer.ok) this.take(body);
      else notice(body.message);
    } catch (error) {
      notice(say("error", { text: error.message }));
    }
    this.paint();
    store.tell("world");
  }

  /** A day passes as days do: the exchange closes on the way, and whoever waits for that hears of it. */
  async nextDay() {
    if (this.state.close_ahead && store.bot === "running") {
      await this.act("to_close");
      await new Promise((done) => setTimeout(done, A_LOOK));
    }
    await this.act("next_day");
  }

  build() {
    const company = this.choice(say("company"), Object.entries(this.state.instruments));
    const percent = h("input", { type: "number", value: "6", min: -90, max: 90, step: "0.5", "aria-label": say("percent") });
    const source = this.choice(say("source"), this.state.sources.map((one) => [one, one.toLowerCase().replaceAll("_", " ")]));
    source.value = "YAHOO";
    const fault = this.choice(say("source"), ["down", "hang", "limited", "garbage"].map((one) => [one, say(`fault_${one}`)]));
    const button = (label, action, detail = () => ({}), kind = "secondary") => h("button", {
      type: "button", class: `button ${kind}`, dataset: { action },
      onclick: () => this.act(action, detail()),
    }, label);
    fill(this.node,
      h("div", { class: "world-head" }, h("h2", {}, say("world")), h("p", { class: "world-note" }, say("world_note"))),
      h("div", { class: "world-clock" }, this.time, this.date),
      h("div", { class: "world-buttons" },
        button(say("minutes"), "advance", () => ({ minutes: 10 })),
        button(say("advance"), "advance", () => ({ minutes: 60 })),
        button(say("to_close"), "to_close", undefined, "primary"),
        h("button", {
          type: "button", class: "button primary", dataset: { action: "next_day" }, onclick: () => this.nextDay(),
        }, say("next_day"))),
      powerGroup(),
      h("div", { class: "world-group" },
        h("label", {}, h("span", {}, say("company")), company),
        button(say("reuters"), "reuters_publishes", () => ({ instrument: company.value })),
        button(say("correction"), "correction"),
        button(say("hostile"), "hostile_headline"),
        h("div", { class: "world-line" },
          button(say("jump"), "price_jump", () => ({ instrument: company.value, percent: Number(percent.value) })),
          percent, h("span", {}, "%"))),
      h("div", { class: "world-group" },
        h("label", {}, h("span", {}, say("source")), source),
        h("label", {}, h("span", {}, say("fault")), fault),
        h("div", { class: "world-buttons" },
          button(say("break"), "source_down", () => ({ source: source.value, fault: fault.value }), "danger"),
          button(say("mend"), "source_up", () => ({ source: source.value }), "success")),
        this.faults),
      h("div", { class: "world-group" }, h("h3", {}, say("happened")), this.log,
        button(say("reset"), "reset")));
    this.paint();
  }

  choice(label, rows) {
    return h("select", { "aria-label": label }, rows.map(([value, text]) => h("option", { value }, text)));
  }

  paint() {
    const faults = Object.entries(this.state.faults);
    fill(this.faults, faults.length
      ? faults.map(([source, fault]) => h("div", { class: "fault" }, `${source.toLowerCase().replaceAll("_", " ")} ${say(`fault_${fault}`)}`))
      : h("div", { class: "muted small" }, say("all_up")));
    fill(this.log, this.state.log.length
      ? this.state.log.map((line) => h("li", {}, line)) : h("li", { class: "muted" }, say("nothing")));
    this.tick();
  }

  tick() {
    const at = now();
    this.time.textContent = format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    this.date.textContent = `${format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}, Berlin`;
  }
}

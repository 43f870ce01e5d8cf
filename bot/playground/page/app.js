// The page: listens to the stage, shows both platforms, moves the clock, and rings.

import { h, icon, sync } from "./dom.js";
import { Pane } from "./pane.js";
import { gist } from "./text.js";

const LOST = "The playground has stopped. Start it again to go on.";

async function send(asked) {
  try {
    const response = await fetch("act", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) });
    return await response.json();
  } catch {
    return { ok: false, error: LOST };
  }
}

const panes = [new Pane("slack", send), new Pane("discord", send)];
const byId = (id) => document.getElementById(id);
byId("panes").append(...panes.map((pane) => pane.element));

// ---- the clock --------------------------------------------------------------------------------------

const date = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hour: "2-digit", minute: "2-digit" });

function tick(now) {
  byId("date").textContent = date.format(now);
  byId("time").textContent = time.format(now);
  for (const pane of panes) pane.now = now;
}

for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const { do: what, minutes, done: sentence } = button.dataset;
    const done = await send({ do: what, minutes: Number(minutes) });
    button.removeAttribute("aria-busy");
    say(done.ok ? sentence : done.error);
  });
}

function say(sentence) {
  byId("said").textContent = sentence ?? "";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId("said").textContent = ""; }, 6000);
}

// ---- pings ------------------------------------------------------------------------------------------

let sound = null;
const announced = new Map();

byId("sound").addEventListener("click", (event) => {
  sound = sound ? (sound.close(), null) : new AudioContext();
  event.currentTarget.setAttribute("aria-pressed", String(Boolean(sound)));
  byId("sound").replaceChildren(icon(sound ? "bell" : "muted"), h("span", {}, sound ? "Sound on" : "Sound off"));
});

function ring() {
  if (!sound) return;
  const start = sound.currentTime;
  for (const [step, pitch] of [[0, 880], [0.11, 1174]]) {
    const tone = new OscillatorNode(sound, { frequency: pitch, type: "sine" });
    const volume = new GainNode(sound, { gain: 0 });
    volume.gain.setValueAtTime(0.12, start + step);
    volume.gain.exponentialRampToValueAtTime(0.001, start + step + 0.25);
    tone.connect(volume).connect(sound.destination);
    tone.start(start + step);
    tone.stop(start + step + 0.3);
  }
}

function hear(people) {
  const news = [];
  for (const one of people) {
    const fresh = announced.has(one.key) ? one.pings.slice(announced.get(one.key)) : [];
    announced.set(one.key, one.pings.length);
    news.push(...fresh.map((ping) => `${one.name}: ${ping.text ?? wordsOf(one, ping)}`));
  }
  if (!news.length) return;
  byId("pings").textContent = news.join(". ");
  ring();
}

function wordsOf(person, ping) {
  const place = person.places.find((one) => one.id === ping.channel);
  const message = place?.messages.find((one) => one.id === ping.message);
  return message?.content || gist(message?.components) || "a new message";
}

// ---- the log ----------------------------------------------------------------------------------------

byId("log-button").addEventListener("click", () => {
  const drawer = byId("log");
  drawer.hidden = !drawer.hidden;
  byId("log-button").setAttribute("aria-expanded", String(!drawer.hidden));
  byId("calls").scrollTop = byId("calls").scrollHeight;
});

function drawLog(lines) {
  const list = byId("calls");
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  sync(list, lines, (one) => `${one.platform}-${one.number}`, (one) => {
    const more = h("pre", { hidden: true });
    const button = h("button", { type: "button", "aria-expanded": "false", onclick: () => unfold(one, button, more) },
      h("span", { class: `mark ${one.platform}` }, one.platform), h("time", {}, new Date(one.at).toISOString().slice(11, 19)),
      h("code", {}, one.what), h("span", { class: one.fine ? "fine" : "bad" }, one.said));
    return h("li", {}, button, more);
  });
  if (low) list.scrollTop = list.scrollHeight;
}

async function unfold(one, button, more) {
  more.hidden = !more.hidden;
  button.setAttribute("aria-expanded", String(!more.hidden));
  if (!more.hidden) more.textContent = JSON.stringify(await (await fetch(`log/${one.platform}/${one.number}`)).json(), null, 2);
}

// ---- the stage --------------------------------------------------------------------------------------

function listen() {
  const events = new EventSource("events");
  events.addEventListener("picture", (event) => {
    const picture = JSON.parse(event.data);
    document.body.classList.remove("lost");
    hear(picture.people);
    for (const pane of panes) pane.show(picture);
    tick(picture.now);
    drawLog(picture.log);
    document.body.dataset.ready = "yes";
  });
  events.addEventListener("clock", (event) => tick(JSON.parse(event.data).now));
  events.addEventListener("error", () => {
    document.body.classList.add("lost");
    say(LOST);
  });
}

document.addEventListener("visibilitychange", () => panes.forEach((pane) => pane.people.length && pane.draw()));
for (const button of document.querySelectorAll("[data-icon]")) button.prepend(icon(button.dataset.icon));
listen();

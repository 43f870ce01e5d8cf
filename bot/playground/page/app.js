// The page: listens to the stage, shows both platforms, moves the clock, and rings.

import { h, icon, sync } from "./dom.js";
import { keep, memory, recall } from "./memory.js";
import { Pane } from "./pane.js";
import { drawSteps } from "./steps.js";
import { gist } from "./text.js";

const LOST = "The playground has stopped. Start it again to go on.";

const send = (asked) => post("act", asked);

async function post(path, asked = {}) {
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) });
    return await response.json();
  } catch {
    return { ok: false, error: LOST };
  }
}

const byId = (id) => document.getElementById(id);
const panes = [new Pane("slack", send, say), new Pane("discord", send, say)];
byId("panes").append(...panes.map((pane) => pane.element));

// ---- the clock --------------------------------------------------------------------------------------

const utc = (parts) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });
const date = utc({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const time = utc({ hour: "2-digit", minute: "2-digit" });
const weekday = utc({ weekday: "short" });
const WEEK = 6 * 24 * 3600 * 1000;
let coming = null;
let steps = {};

function tick(now) {
  const [, day, year] = date.format(now).match(/^(.*)( \d+)$/);
  byId("date").replaceChildren(day, h("span", { class: "year" }, year));
  byId("time").textContent = time.format(now);
  for (const pane of panes) pane.now = now;
  const words = coming ? `Next: ${momentOf(coming.at, now)} ${coming.words}` : "Next: nothing planned";
  byId("next").lastElementChild.textContent = words;
  byId("next").title = words;
}

function momentOf(at, now) {
  if (date.format(at) === date.format(now)) return time.format(at);
  return at - now < WEEK ? `${weekday.format(at)} ${time.format(at)}` : `${date.format(at)} ${time.format(at)}`;
}

async function press(button, asked, sentence = "") {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const done = await asked();
  button.removeAttribute("aria-busy");
  say(done.ok ? [sentence, done.told].filter(Boolean).join(" ") : done.error);
}

for (const button of document.querySelectorAll("[data-do]")) {
  const { do: what, minutes, done } = button.dataset;
  button.addEventListener("click", () => press(button, () => send({ do: what, minutes: Number(minutes) }), done));
}
byId("again").addEventListener("click", () => press(byId("again"), () => post("begin")));
byId("play").addEventListener("click", () => press(byId("play"), () => post("begin?play=1")));

function say(sentence) {
  byId("said").textContent = sentence ?? "";
  byId("said").title = sentence ?? "";
}

// ---- one window at a time ---------------------------------------------------------------------------

function drawWindows() {
  const items = panes.map((pane) => ({
    key: pane.platform, title: pane.look.title, on: document.body.dataset.shown === pane.platform,
    unread: pane.people.reduce((sum, person) => sum + Math.max(0, pane.unread(person)), 0),
  }));
  sync(byId("tabs"), items, (one) => one.key, (one) =>
    h("button", { type: "button", "aria-pressed": String(one.on), onclick: () => show(one.key) }, one.title,
      one.unread ? h("span", { class: "badge", "aria-label": `${one.unread} new` }, String(one.unread)) : null));
}

function show(platform) {
  document.body.dataset.shown = platform;
  draw();
}

function draw() {
  keep("shown", document.body.dataset.shown);
  for (const pane of panes) if (pane.people.length) pane.draw();
  drawWindows();
  drawSteps(byId("steps"), steps, panes);
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
    coming = picture.next;
    steps = picture.steps;
    if (recall(picture.run)) restore();
    hear(picture.people);
    for (const pane of panes) pane.show(picture);
    drawWindows();
    drawSteps(byId("steps"), steps, panes);
    tick(picture.now);
    drawLog(picture.log);
    document.body.dataset.ready = "yes";
  });
  events.addEventListener("caption", (event) => caption(JSON.parse(event.data)));
  events.addEventListener("clock", (event) => tick(JSON.parse(event.data).now));
  events.addEventListener("error", () => {
    document.body.classList.add("lost");
    say(LOST);
  });
}

function restore() {
  announced.clear();
  document.body.dataset.shown = memory("shown") ?? "slack";
  for (const pane of panes) pane.restore();
}

/** Follows the tour: turns to whoever acts next, and says what they are about to do. */
function caption({ user, words }) {
  for (const pane of panes) {
    const actor = pane.people.find((one) => one.user === user);
    if (actor) pane.visit(actor.key);
  }
  say(words);
}

document.addEventListener("visibilitychange", draw);
for (const button of document.querySelectorAll("[data-icon]")) button.prepend(icon(button.dataset.icon));
listen();

// The first three steps of a newcomer; each ticks itself as soon as it has happened.

import { h, icon, sync } from "./dom.js";
import { keep, memory } from "./memory.js";

const heard = (pane, key) => pane.people.find((one) => one.key === key)?.pings.length ?? 0;
const hasRead = (pane, key) => heard(pane, key) > 0 && (pane.read[key] ?? 0) >= heard(pane, key);

const STEPS = [
  {
    key: "book", words: "Book as Sam", hint: "On Slack, type /book-session and ask Ken for a session.",
    isDone: ({ book }) => book,
    go: (slack) => { slack.visit("sam"); slack.write("/book-session"); },
  },
  {
    key: "accept", words: "Accept as Ken", hint: "On Discord, press Accept.",
    isDone: ({ accept }) => accept,
    go: (_, discord) => discord.visit("ken"),
  },
  {
    key: "see", words: "See both", hint: "Both see the same session. Then move the clock.",
    isDone: (_, slack, discord) => hasRead(slack, "sam") && hasRead(discord, "ken"),
    go: (slack, discord) => { discord.visit("ken"); slack.visit("sam"); },
  },
];

/** Shows how far the newcomer has come; `told` is what the stage knows of it, `panes` are Slack's and Discord's. */
export function drawSteps(list, told, panes) {
  const done = { ...memory("steps") };
  for (const step of STEPS) {
    if (!done[step.key] && !step.isDone(told, ...panes)) break;
    done[step.key] = true;
  }
  keep("steps", done);
  const next = STEPS.find((step) => !done[step.key])?.key;
  const items = STEPS.map((step, index) => ({ key: step.key, number: index + 1, done: Boolean(done[step.key]), next: step.key === next }));
  sync(list, items, (one) => one.key, (one) => drawStep(STEPS[one.number - 1], one, panes));
}

function drawStep(step, one, panes) {
  const state = one.done ? "done" : one.next ? "next" : "";
  return h("li", { class: state, "aria-current": one.next ? "step" : null },
    h("button", { type: "button", title: step.hint, onclick: () => step.go(...panes) },
      h("span", { class: "number" }, one.done ? icon("tick") : String(one.number)),
      h("span", {}, step.words, one.done ? h("span", { class: "unseen" }, " (done)") : null)));
}

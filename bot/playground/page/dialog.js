// Dialogs over one pane: they hold the focus until they are closed, and Escape closes them.

import { h, icon } from "./dom.js";

/** Puts a dialog over `pane`; `close` is called for Escape and the cross. Returns what takes it away. */
export function overlay(pane, { title, body, foot, close, kind = "" }) {
  const back = document.activeElement;
  const box = h("div", { class: `dialog ${kind}`, role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" },
    h("header", {}, h("h2", {}, title), h("button", { type: "button", class: "plain-icon", "aria-label": "Close", onclick: close }, icon("close"))),
    body, foot);
  const veil = h("div", { class: "veil" }, box);
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Tab") turn(event, box);
  });
  pane.append(veil);
  focusFirst(box);
  return () => {
    veil.remove();
    if (back?.isConnected) back.focus();
  };
}

const REACHABLE = "button:not([disabled]), input:not([disabled]), select, textarea, a[href]";

export function focusFirst(box) {
  const first = box.querySelector(".fields :is(input, select, textarea)") ?? box.querySelector("footer .go, .fields button") ?? box;
  first.focus();
}

function turn(event, box) {
  const stops = [...box.querySelectorAll(REACHABLE)].filter((one) => one.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

/** Asks before an act; promises true or false. */
export function question(pane, { title, text, yes, no, danger }) {
  return new Promise((resolve) => {
    const done = (answer) => () => { leave(); resolve(answer); };
    const leave = overlay(pane, {
      title, kind: "question", close: () => done(false)(),
      body: h("p", {}, text),
      foot: h("footer", {},
        h("button", { type: "button", class: "button", onclick: done(false) }, no),
        h("button", { type: "button", class: `button go ${danger ? "danger" : "primary"}`, onclick: done(true) }, yes)),
    });
  });
}

/** Runs `work` while `button` says that it is busy. */
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** A form's footer and its sentence about what went wrong. */
export function formFoot({ close, submit }) {
  const wrong = h("p", { class: "wrong", role: "alert" });
  const buttons = [
    h("button", { type: "button", class: "button", onclick: close.run }, close.label),
    submit ? h("button", { type: "submit", class: "button primary go" }, submit.label) : null,
  ];
  return { wrong, foot: h("footer", {}, wrong, buttons) };
}

/** Shows sentences below the fields they belong to (data-field), and puts the focus on the first. */
export function showErrors(box, errors) {
  for (const old of box.querySelectorAll(".field-error")) old.remove();
  for (const marked of box.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
  for (const [name, sentence] of Object.entries(errors)) {
    const field = [...box.querySelectorAll("[data-field]")].find((one) => one.dataset.field === name);
    const control = field?.querySelector("input, select, textarea");
    const id = `error-${name}`;
    field?.append(h("p", { class: "field-error", id }, sentence));
    control?.setAttribute("aria-invalid", "true");
    control?.setAttribute("aria-describedby", id);
  }
  box.querySelector("[aria-invalid]")?.focus();
}

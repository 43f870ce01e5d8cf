// Discord's modals: up to five labelled inputs; they stay open until they are sent or closed.

import { BOT, h } from "./dom.js";
import { formFoot, overlay, showErrors } from "./dialog.js";
import { markdown } from "./text.js";

const [TEXT_DISPLAY, LABEL, SELECT, TEXT_INPUT, RADIO_GROUP] = [10, 18, 3, 4, 21];
const REQUIRED = "This field is required";

/** Opens a modal over `pane`; the result has `redraw(dialog)` and `leave()`. */
export function openForm(pane, dialog, view) {
  const close = () => view.act("close", {}, { quiet: true });
  const form = h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(form, dialog, view); } });
  const { wrong, foot } = formFoot({ close: { label: "Cancel", run: close }, submit: { label: "Submit" } });
  form.wrong = wrong;
  form.append(h("div", { class: "fields" }, h("p", { class: "notice" }, `This form will be submitted to ${BOT}. Do not share passwords or other sensitive information.`), dialog.components.map((one) => draw(one, view))), foot);
  const leave = overlay(pane, { title: dialog.title, body: form, foot: null, close, kind: "discord-dialog" });
  return { leave, redraw() {} };
}

async function submit(form, dialog, view) {
  const inputs = dialog.components.filter((one) => one.type === LABEL).map((one) => one.component);
  const values = {};
  const errors = {};
  for (const one of inputs) {
    const field = form.querySelector(`[data-field="${CSS.escape(one.custom_id)}"]`);
    const control = field.querySelector(one.type === RADIO_GROUP ? ":checked" : "input, textarea, select");
    values[one.custom_id] = one.type === TEXT_INPUT ? control.value : [control?.value].filter(Boolean);
    if (one.required !== false && !control?.value) errors[one.custom_id] = REQUIRED;
  }
  showErrors(form, errors);
  if (Object.keys(errors).length) return;
  const go = form.querySelector(".go");
  go.setAttribute("aria-busy", "true");
  const done = await view.act("submit", { values }, { quiet: true });
  go.removeAttribute("aria-busy");
  form.wrong.textContent = done.ok ? "" : done.error;
}

function draw(one, view) {
  if (one.type === TEXT_DISPLAY) return markdown(one.content, view);
  if (one.type !== LABEL) return h("div", { class: "unknown" }, `[component ${one.type}]`);
  const inside = one.component;
  const id = `${view.person.key}-${inside.custom_id}`;
  const star = inside.required === false ? null : h("span", { class: "required", title: "required" }, " *");
  const name = inside.type === RADIO_GROUP ? h("div", { class: "label" }, one.label, star) : h("label", { for: id }, one.label, star);
  const field = h("div", { class: "field" }, name, one.description ? h("p", { class: "hint" }, one.description) : null, (CONTROLS[inside.type] ?? drawSelect)(inside, id, one.label));
  field.dataset.field = inside.custom_id;
  return field;
}

function drawText(one, id) {
  const shared = { id, value: one.value ?? "", placeholder: one.placeholder, maxlength: one.max_length, autocomplete: "off" };
  return one.style === 2 ? h("textarea", { ...shared, rows: 3 }) : h("input", { ...shared, type: "text" });
}

/** All options at once; the arrow keys move among them. */
function drawRadios(one, id, label) {
  return h("div", { class: "radios", role: "radiogroup", "aria-label": label },
    one.options.map((option) => h("label", { class: "radio" },
      h("input", { type: "radio", name: id, value: option.value, checked: Boolean(option.default) }),
      h("span", {}, option.label, option.description ? h("small", {}, option.description) : null))));
}

const CONTROLS = { [TEXT_INPUT]: drawText, [SELECT]: drawSelect, [RADIO_GROUP]: drawRadios };

function drawSelect(one, id) {
  const select = h("select", { id }, h("option", { value: "" }, one.placeholder ?? "Make a selection"),
    (one.options ?? []).map((option) => h("option", { value: option.value }, option.description ? `${option.label} · ${option.description}` : option.label)));
  select.value = (one.options ?? []).find((option) => option.default)?.value ?? "";
  return select;
}

// Slack's modals: inputs that keep what is typed while the bot changes the form around them.

import { combo } from "./combo.js";
import { h } from "./dom.js";
import { formFoot, overlay, showErrors } from "./dialog.js";
import { drawBlocks } from "./slack.js";
import { fromLocal, shortTime, toLocal } from "./times.js";

/** Opens a modal over `pane`. The result has `redraw(dialog)` for when the bot has changed it, and `leave()`. */
export function openForm(pane, dialog, view) {
  const shown = {};
  const form = h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(form, shown, view); } });
  fill(form, shown, dialog, view);
  const leave = overlay(pane, { title: dialog.title.text, body: form, foot: null, close: () => view.act("close", {}, { quiet: true }), kind: "slack-dialog" });
  return {
    leave,
    redraw(next) {
      const inside = form.contains(document.activeElement);
      const focused = inside ? document.activeElement.id : "";
      fill(form, shown, next, view);
      const box = form.closest(".dialog");
      box.querySelector("h2").textContent = next.title.text;
      box.setAttribute("aria-label", next.title.text);
      form.querySelector(".alert.error")?.scrollIntoView({ block: "nearest" });
      if (inside) (document.getElementById(focused) ?? form.querySelector("footer .go, footer button")).focus();
    },
  };
}

function fill(form, shown, dialog, view) {
  const typed = shown.dialog ? typing(form, shown.dialog) : [];
  shown.dialog = dialog;
  const { wrong, foot } = formFoot({
    close: { label: dialog.close?.text ?? "Cancel", run: () => view.act("close", {}, { quiet: true }) },
    submit: dialog.submit ? { label: dialog.submit.text } : null,
  });
  form.wrong = wrong;
  form.replaceChildren(h("div", { class: "fields" }, draw(dialog, view)), foot);
  for (const [field, words] of typed) {
    const box = boxOf(form, field);
    if (box) box.value = words;
  }
}

const texts = (dialog) => dialog.blocks.filter((one) => one.element?.type === "plain_text_input");
const boxOf = (form, field) => form.querySelector(`[data-field="${CSS.escape(field)}"] :is(input, textarea)`);

/** What was typed since the form was drawn, which the bot cannot know of when it changes the form. */
function typing(form, dialog) {
  return texts(dialog)
    .map((one) => [one.block_id, boxOf(form, one.block_id).value, dialog.state.values[one.block_id]?.[one.element.action_id]?.value ?? ""])
    .filter(([, words, known]) => words !== known);
}

async function submit(form, shown, view) {
  const values = {};
  for (const block of texts(shown.dialog)) values[block.block_id] = boxOf(form, block.block_id).value;
  const go = form.querySelector(".go");
  go.setAttribute("aria-busy", "true");
  const done = await view.act("submit", { values }, { quiet: true });
  go.removeAttribute("aria-busy");
  const errors = done.ok ? {} : done.fields ?? {};
  form.wrong.textContent = done.ok || Object.keys(errors).length ? "" : done.error;
  showErrors(form, errors);
}

function draw(dialog, view) {
  return dialog.blocks.map((block) => (block.type === "input" ? drawInput(block, dialog, view) : drawBlocks([block], { modal: true }, view))).flat();
}

function drawInput(block, dialog, view) {
  const id = `${view.person.key}-${block.block_id}`;
  const state = dialog.state.values[block.block_id]?.[block.element.action_id] ?? {};
  const choose = (value) => view.act("choose", { field: block.block_id, id: block.element.action_id, value });
  const control = (CONTROLS[block.element.type] ?? unknown)({ block, element: block.element, id, state, choose, view });
  const field = h("div", { class: "field" },
    h("label", { for: id }, block.label.text, block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    control,
    block.hint ? h("p", { class: "hint" }, block.hint.text) : null);
  field.dataset.field = block.block_id;
  return field;
}

const unknown = ({ element, id }) => h("input", { id, disabled: true, value: element.type });

const CONTROLS = {
  plain_text_input({ element, id, state, choose }) {
    const shared = {
      id, value: state.value ?? "", placeholder: element.placeholder?.text, maxlength: element.max_length,
      onchange: (event) => choose(event.currentTarget.value),
    };
    return element.multiline ? h("textarea", { ...shared, rows: 3 }) : h("input", { ...shared, type: "text", autocomplete: "off" });
  },

  static_select({ block, element, id, state, choose }) {
    const empty = h("option", { value: "" }, element.placeholder?.text ?? "Select an option");
    const row = (one) => h("option", { value: one.value }, one.description ? `${one.text.text} · ${one.description.text}` : one.text.text);
    const rows = element.option_groups
      ? element.option_groups.map((group) => h("optgroup", { label: group.label.text }, group.options.map(row)))
      : element.options.map(row);
    const select = h("select", { id, onchange: (event) => choose(event.currentTarget.value || null) }, empty, rows);
    empty.disabled = !block.optional;
    select.value = state.selected_option?.value ?? "";
    return select;
  },

  external_select({ element, id, state, choose, view }) {
    return combo({
      id, value: state.selected_option?.text.text ?? "", placeholder: element.placeholder?.text ?? "Select an option",
      async find(typed) {
        const found = await view.act("suggest", { id: element.action_id, typed }, { quiet: true });
        const flat = (found.options ?? []).flatMap((one) => one.options ?? [one]);
        return flat.map((one) => ({ label: one.text.text, note: one.description?.text, value: one.value }));
      },
      pick: (item) => choose(item.value),
    });
  },

  datetimepicker({ id, state, choose, view }) {
    const { zone } = view.person;
    const picked = state.selected_date_time;
    const note = h("p", { class: "hint zone" }, `Your time zone: ${zone.replace("_", " ")}, now ${shortTime(view.now(), zone)}`);
    const [day, hour] = picked ? toLocal(picked * 1000, zone).split("T") : ["", ""];
    const part = (name, type, value) => h("input", {
      id: type === "date" ? id : `${id}-time`, type, value, "aria-label": name, "data-empty": value ? null : name,
      onchange: () => {
        for (const one of [date, time]) one.toggleAttribute("data-empty", !one.value);
        choose(date.value && time.value ? Math.floor(fromLocal(`${date.value}T${time.value}`, zone) / 1000) : null);
      },
    });
    const date = part("Select a date", "date", day);
    const time = part("Select a time", "time", hour);
    return h("div", { class: "when" }, h("div", { class: "parts" }, date, time), note);
  },
};

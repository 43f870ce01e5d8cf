// The box below a conversation: words, slash commands with completion, and Discord's options.

import { combo } from "./combo.js";
import { BOT, h, icon, popup } from "./dom.js";

const FILES = ["notes.pdf", "example.py"];

/** Sends what was written where it belongs; `files` are the names of what goes along. */
async function say(view, place, line, files = []) {
  const to = view.answering();
  const done = to?.change
    ? await view.act("change", { line, place, message: to.message })
    : await view.act("say", { line, place, under: to?.message ?? null, files });
  if (done.ok && to?.change) view.answer(null);
  return done;
}

/** The button that sends a file with what was written. */
function attach(view, place, box) {
  const send = (name) => { const line = box.input.value.trim(); box.input.value = ""; say(view, place(), line, [name]); };
  return h("button", { type: "button", class: "plain-icon", "aria-label": "Attach a file", "aria-haspopup": "menu", onclick: (event) => popup(event.currentTarget, FILES.map((name) => ({ label: name, run: () => send(name) })), "Attach a file") }, icon("plus"));
}

/** Slack: one line; commands and people complete. `place()` is the id of the open conversation, or null. */
export function slackComposer(view, place) {
  const box = combo({
    placeholder: `Message ${BOT}, or type / for commands`, local: true, free: true, eager: true, label: "Message",
    find: (typed) => Promise.resolve(slackCompletions(typed, view)),
    pick() {},
  });
  const send = async () => {
    const line = box.input.value.trim();
    if (!line) return;
    box.input.value = "";
    box.settle();
    const done = line.startsWith("/") ? await view.act("command", { line, place: place() }) : await say(view, place(), line);
    if (!done.ok) box.input.value = line;
  };
  const plus = view.menus.global.length
    ? h("button", { type: "button", class: "plain-icon", "aria-label": "Shortcuts", "aria-haspopup": "menu", onclick: (event) => popup(event.currentTarget, view.menus.global.map((one) => ({ label: one.label, note: BOT, run: () => view.act("shortcut", { id: one.id }) })), "Shortcuts") }, icon("bolt"))
    : null;
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    plus, attach(view, place, box), box, h("button", { type: "submit", class: "plain-icon send", "aria-label": "Send" }, icon("send")));
}

function slackCompletions(typed, view) {
  const at = typed.match(/^(.*\s)@(\w*)$/);
  if (at) {
    const people = Object.values(view.names).filter((name) => name.toLowerCase().startsWith(at[2].toLowerCase()));
    return people.map((name) => ({ label: `${at[1]}@${name} `, note: "" }));
  }
  if (!typed.startsWith("/") || typed.includes(" ")) return [];
  return view.menus.commands.filter((one) => one.name.startsWith(typed)).map((one) => ({
    label: `${one.name} `, note: [one.usage, one.description].filter(Boolean).join("  ·  "),
  }));
}

/** Discord: a line that turns into a command with its options as soon as one is chosen. */
export function discordComposer(view, place) {
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); form.send?.(); } });
  const offered = () => [...view.menus.commands, ...(view.inDm() ? [] : view.person.more)];
  plain();
  return form;

  function plain(focus = false) {
    const box = combo({
      placeholder: `Message @${BOT}, or type / for commands`, local: true, free: true, eager: true, label: "Message",
      find: (typed) => Promise.resolve(!typed.startsWith("/") ? [] : offered()
        .filter((one) => `/${one.name}`.startsWith(typed.trim()))
        .map((one) => ({ label: `/${one.name}`, note: one.description, value: one }))),
      pick: (item) => item.value?.name && command(item.value),
    });
    form.send = () => {
      const line = box.input.value.trim();
      const named = offered().find((one) => `/${one.name}` === line);
      if (named) return run(named, {});
      if (!line || line.startsWith("/")) return undefined;
      box.input.value = "";
      return say(view, place(), line);
    };
    form.replaceChildren(attach(view, place, box), box,
      h("button", { type: "submit", class: "plain-icon send", "aria-label": "Send" }, icon("send")));
    if (focus) box.input.focus();
  }

  function command(chosen) {
    const given = {};
    const chips = (chosen.options ?? []).map((option) => drawOption(chosen, option, given));
    form.send = () => { chips.forEach((chip) => chip.settle?.()); run(chosen, given); };
    form.replaceChildren(
      h("div", { class: "command-line" }, h("span", { class: "command" }, `/${chosen.name}`), chips),
      h("button", { type: "button", class: "plain-icon", "aria-label": "Leave the command", onclick: () => plain(true) }, icon("close")),
      h("button", { type: "submit", class: "plain-icon send", "aria-label": "Send" }, icon("send")));
    (form.querySelector("input, select") ?? form.querySelector(".send")).focus();
  }

  async function run(chosen, given) {
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
    plain(true);
    await view.act("command", { name: chosen.name, options, place: place() });
  }

  function drawOption(chosen, option, given) {
    const id = `${view.person.key}-option-${option.name}`;
    const label = h("label", { for: id, title: option.description }, option.name);
    const tell = (value) => { given[option.name] = value; };
    if (!option.autocomplete && !option.choices?.length) {
      return h("div", { class: "option" }, label, h("input", { id, type: "text", autocomplete: "off", title: option.description, maxlength: option.max_length, oninput: (event) => tell(event.currentTarget.value) }));
    }
    const fixed = option.choices ?? [];
    const box = combo({
      id, free: !fixed.length, eager: option.required || "typed", greedy: true,
      async find(typed) {
        if (fixed.length) return fixed.filter((one) => one.name.startsWith(typed)).map((one) => ({ label: one.name, value: one.value }));
        const half = Object.fromEntries(Object.entries(given).filter(([name, value]) => value && name !== option.name));
        const found = await view.act("autocomplete", { name: chosen.name, option: option.name, typed, options: half, place: place() }, { quiet: true });
        return (found.choices ?? []).map((one) => ({ label: one.name, value: one.value }));
      },
      pick: (item) => tell(item.value),
    });
    const chip = h("div", { class: "option" }, label, box);
    chip.settle = box.settle;
    return chip;
  }
}

// Draws Discord's messages: the components that the bot sends, and nothing else.

import { BOT, avatar, botAvatar, h, icon, popup } from "./dom.js";
import { busy } from "./dialog.js";
import { markdown, safe } from "./text.js";
import { fullTime, shortTime } from "./times.js";

const EPHEMERAL = 64;
const LOADING = 128;

export const stampOf = (message) => Date.parse(message.timestamp);
export const idOf = (message) => message.id;
export const isPrivate = (message) => Boolean(message.flags & EPHEMERAL);

/** One message; `place` is the id of its channel. */
export function drawMessage(message, place, view) {
  const bot = Boolean(message.author.bot);
  const name = bot ? BOT : message.author.global_name ?? message.author.username;
  const where = { place, message: message.id };
  const ms = stampOf(message);
  const used = message.interaction_metadata;
  return h("article", { class: `message ${isPrivate(message) ? "private" : ""}` },
    used && used.name ? drawUsed(used, view) : null,
    message.message_reference && message.type === 19 ? h("div", { class: "used" }, "↳ in reply to a message") : null,
    bot ? botAvatar() : personButton(message.author.id, name, view),
    h("div", { class: "content" },
      h("div", { class: "by" }, h("strong", {}, name), bot ? h("span", { class: "app" }, "APP") : null,
        h("time", { title: fullTime(ms, view.person.zone) }, shortTime(ms, view.person.zone))),
      h("div", { class: "words" }, drawBody(message, where, view))),
    h("button", { type: "button", class: "more plain-icon", "aria-label": "More actions", "aria-haspopup": "menu", onclick: (event) => messageMenu(event.currentTarget, message, where, view) }, icon("more")));
}

function drawUsed(used, view) {
  const name = used.user.global_name ?? used.user.username;
  const what = used.command_type === 1 ? `/${used.name}` : used.name;
  return h("div", { class: "used" }, avatar(name, "tiny"), h("strong", {}, used.user.id === view.person.user ? "You" : name), " used ", h("span", { class: "command" }, what));
}

export function personButton(id, name, view) {
  if (id === view.person.user) return avatar(name);
  return h("button", { type: "button", class: "person", "aria-label": `${name}: actions`, "aria-haspopup": "menu", onclick: (event) => personMenu(event.currentTarget, id, name, view) }, avatar(name));
}

export function personMenu(anchor, id, name, view) {
  const items = view.menus.person.map((label) => ({ label, note: BOT, run: () => view.act("person", { name: label, user: id }) }));
  popup(anchor, items, name);
}

function messageMenu(anchor, message, where, view) {
  const mine = message.author.id === view.person.user;
  const items = [
    ...view.menus.message.map((label) => ({ label, note: BOT, run: () => view.act("message", { name: label, ...where }) })),
    ...(isPrivate(message) ? [] : [{ label: "Reply", run: () => view.answer({ message: message.id, label: "In reply to a message" }) }]),
    ...(mine ? [
      { label: "Edit message", run: () => view.answer({ message: message.id, change: true, text: message.content, label: "Editing a message" }) },
      { label: "Delete message", run: () => view.act("remove", where) },
    ] : []),
  ];
  popup(anchor, items, "Apps");
}

function drawBody(message, where, view) {
  if (message.flags & LOADING) return h("div", { class: "thinking" }, `${BOT} is thinking…`);
  const files = new Map(message.attachments.map((one) => [one.url, one]));
  return [
    message.content ? markdown(message.content, view) : null,
    message.components.map((one) => drawComponent(one, where, view, files)),
    message.components.length ? [] : message.attachments.map((one) => h("a", { class: "file", href: safe(one.url), target: "_blank", rel: "noreferrer", download: one.filename }, icon("file"), h("span", {}, h("strong", {}, one.filename)))),
    message.edited_timestamp ? h("small", { class: "edited" }, "(edited)") : null,
    isPrivate(message) ? h("div", { class: "only-you" }, icon("eye"), "Only you can see this · ",
      h("button", { type: "button", class: "linkish", onclick: () => view.act("hide", where) }, "Dismiss message")) : null,
  ];
}

const DRAW = {
  1: (one, where, view) => h("div", { class: "actions" }, one.components.map((inner) => drawControl(inner, where, view))),
  9: (one, where, view, files) => h("div", { class: "section" },
    h("div", {}, one.components.map((inner) => drawComponent(inner, where, view, files))), drawControl(one.accessory, where, view)),
  10: (one, _, view) => markdown(one.content, view),
  12: (one) => h("div", { class: "files" }, one.items.map((item) => h("a", { class: "file", href: safe(item.media.url), target: "_blank", rel: "noreferrer", title: item.description ?? "" }, icon("file"),
    h("span", {}, h("strong", {}, "picture"), h("small", {}, item.description ?? ""))))),
  13: (one) => h("a", { class: "file", href: safe(one.file.url), target: "_blank", rel: "noreferrer" }, icon("file"),
    h("span", {}, h("strong", {}, one.name ?? "file"), h("small", {}, `${one.size ?? 0} bytes`))),
  14: (one) => h("hr", { class: one.spacing === 2 ? "wide" : "" }),
  17: drawContainer,
};

function drawComponent(one, where, view, files) {
  return DRAW[one.type] ? DRAW[one.type](one, where, view, files) : h("div", { class: "unknown" }, `[component ${one.type}]`);
}

function drawContainer(one, where, view, files) {
  const box = h("div", { class: "container" }, one.components.map((inner) => drawComponent(inner, where, view, files)));
  if (one.accent_color !== undefined && one.accent_color !== null) {
    box.classList.add("accented");
    box.style.setProperty("--bar", `#${one.accent_color.toString(16).padStart(6, "0")}`);
  }
  return box;
}

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger" };

function drawControl(one, where, view) {
  if (one.type === 2 && one.url) return h("a", { class: "button link", href: safe(one.url), target: "_blank", rel: "noreferrer" }, one.label, icon("open"));
  if (one.type === 2) {
    return h("button", {
      type: "button", class: `button ${STYLES[one.style] ?? ""}`, disabled: Boolean(one.disabled),
      onclick: (event) => busy(event.currentTarget, () => view.act("press", { ...where, id: one.custom_id })),
    }, one.label);
  }
  if (one.type === 3) return drawMenu(one, where, view);
  return h("div", { class: "unknown" }, `[component ${one.type}]`);
}

function drawMenu(one, where, view) {
  const select = h("select", {
    class: "menu", "aria-label": one.placeholder ?? "Make a selection", disabled: Boolean(one.disabled),
    onchange: (event) => view.act("press", { ...where, id: one.custom_id, values: [event.currentTarget.value] }),
  },
  h("option", { value: "", disabled: true }, one.placeholder ?? "Make a selection"),
  one.options.map((option) => h("option", { value: option.value }, option.description ? `${option.label} · ${option.description}` : option.label)));
  select.value = one.options.find((option) => option.default)?.value ?? "";
  return select;
}

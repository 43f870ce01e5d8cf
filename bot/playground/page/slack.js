// Draws Slack's messages and views: the blocks that the bot sends, and nothing else.

import { BOT, avatar, botAvatar, h, icon, popup } from "./dom.js";
import { busy, question } from "./dialog.js";
import { mrkdwn, richText, safe, slackText } from "./text.js";
import { fullTime, shortTime } from "./times.js";

export const stampOf = (message) => Number(message.ts) * 1000;
export const idOf = (message) => message.ts;
export const isPrivate = (message) => Boolean(message.is_ephemeral);

/** One message; `place` is the id of its conversation. */
export function drawMessage(message, place, view) {
  const bot = Boolean(message.bot_id);
  const name = bot ? BOT : view.names[message.user] ?? "someone";
  const where = { place, message: message.ts };
  const below = message.thread_ts && message.thread_ts !== message.ts;
  const more = !isPrivate(message)
    ? h("button", { type: "button", class: "more plain-icon", "aria-label": "More actions", "aria-haspopup": "menu", onclick: (event) => messageMenu(event.currentTarget, message, where, view) }, icon("more"))
    : null;
  const ms = stampOf(message);
  return h("article", { class: `message ${isPrivate(message) ? "private" : ""} ${below ? "below" : ""}` },
    isPrivate(message) ? h("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
    bot ? botAvatar() : avatar(name),
    h("div", { class: "content" },
      h("div", { class: "by" }, h("strong", {}, name), bot ? h("span", { class: "app" }, "APP") : null,
        h("time", { title: fullTime(ms, view.person.zone) }, shortTime(ms, view.person.zone))),
      h("div", { class: "words" }, drawBody(message, where, view))),
    more);
}

function drawBody(message, where, view) {
  const blocks = message.blocks ?? [];
  const attachments = message.attachments ?? [];
  const plain = !blocks.length && !attachments.length && message.text ? [h("div", { class: "paragraph" }, mrkdwn(message.text, view))] : [];
  return [
    plain,
    drawBlocks(blocks, where, view),
    attachments.map((one) => {
      const box = h("div", { class: "attachment" }, drawBlocks(one.blocks ?? [], where, view));
      box.style.setProperty("--bar", `#${one.color ?? "dddddd"}`);
      return box;
    }),
    (message.files ?? []).map((file) => h("a", { class: "file", href: safe(file.url_private_download ?? file.permalink), target: "_blank", rel: "noreferrer", download: file.name }, icon("file"), h("span", {}, h("strong", {}, file.title || file.name), h("small", {}, file.size ? `${file.filetype.toUpperCase()} · ${file.size} bytes` : "File")))),
    message.edited ? h("small", { class: "edited" }, "(edited)") : null,
  ];
}

function messageMenu(anchor, message, where, view) {
  const thread = message.thread_ts ?? message.ts;
  const mine = message.user === view.person.user;
  const items = [
    ...view.menus.message.map((one) => ({ label: one.label, note: BOT, run: () => view.act("shortcut", { id: one.id, ...where }) })),
    { label: "Reply in thread", run: () => view.answer({ message: thread, label: "In the thread" }) },
    ...(mine ? [
      { label: "Edit message", run: () => view.answer({ message: message.ts, change: true, text: message.text, label: "Editing a message" }) },
      { label: "Delete message", run: () => view.act("remove", where) },
    ] : []),
  ];
  popup(anchor, items, "More actions");
}

/** Blocks of a message, a modal or the Home tab; `where` says how their buttons are pressed. */
export function drawBlocks(blocks, where, view) {
  return blocks.map((block) => (DRAW[block.type] ?? unknown)(block, where, view));
}

const URGENT = new Set(["warning", "error"]);
const unknown = (block) => h("div", { class: "unknown" }, `[${block.type}]`);

const DRAW = {
  header: (block) => h("h3", { class: "header" }, block.text.text),
  divider: () => h("hr"),
  alert: (block, _, view) => h("div", { class: `alert ${block.level ?? "default"}`, role: URGENT.has(block.level) ? "alert" : null }, h("div", {}, slackText(block.text, view))),
  rich_text: (block, _, view) => richText(block, view),
  context: (block, _, view) => h("div", { class: "context" }, block.elements.filter((one) => one.text).map((one) => h("span", {}, slackText(one, view)))),
  carousel: (block, where, view) => h("div", { class: "carousel", role: "group", "aria-label": "Cards", tabindex: "0" }, block.elements.map((one) => drawCard(one, where, view))),
  card: drawCard,
  container: (block, where, view) => h(block.is_collapsible ? "details" : "div", { class: "box", open: !block.default_collapsed },
    h(block.is_collapsible ? "summary" : "h4", {}, block.title.text), drawBlocks(block.child_blocks, where, view)),
  section: (block, where, view) =>
    h("div", { class: "section" },
      h("div", { class: "paragraph" }, block.text ? slackText(block.text, view) : null, block.fields ? h("div", { class: "facts" }, block.fields.map((one) => h("div", {}, slackText(one, view)))) : null),
      block.accessory ? drawElement(block.accessory, { ...where, field: block.block_id }, view) : null),
  actions: (block, where, view) => h("div", { class: "actions" }, block.elements.map((one) => drawElement(one, { ...where, field: block.block_id }, view))),
};

function drawCard(block, where, view) {
  const line = (name) => (block[name] ? h("div", { class: name }, slackText(block[name], view)) : null);
  return h("div", { class: "card" }, line("title"), line("subtitle"), line("body"),
    h("div", { class: "actions" }, (block.actions ?? []).map((one) => drawElement(one, { ...where, field: block.block_id }, view))));
}

function drawElement(element, where, view) {
  if (element.type === "button") return drawButton(element, where, view);
  if (element.type === "static_select") return drawMenu(element, where, view);
  if (element.type === "overflow") return drawOverflow(element, where, view);
  return unknown(element);
}

function press(element, where, value, view) {
  if (where.modal) return view.act("choose", { field: where.field, id: element.action_id, value });
  return view.act("press", { place: where.place ?? null, message: where.message ?? null, id: element.action_id, value });
}

function drawButton(element, where, view) {
  const style = element.style ? `button ${element.style}` : "button";
  if (element.url) {
    return h("a", { class: `${style} link`, href: safe(element.url), target: "_blank", rel: "noreferrer", onclick: () => press(element, where, element.value ?? null, view) },
      element.text.text, icon("open"));
  }
  return h("button", {
    type: "button", class: style,
    onclick: async (event) => {
      const button = event.currentTarget;
      const ask = element.confirm;
      const meant = !ask || (await question(button.closest(".window"), {
        title: ask.title.text, text: ask.text.text, yes: ask.confirm.text, no: ask.deny.text, danger: ask.style === "danger",
      }));
      if (meant) await busy(button, () => press(element, where, element.value ?? null, view));
    },
  }, element.text.text);
}

function drawOverflow(element, where, view) {
  const items = element.options.map((one) => ({ label: one.text.text, note: "", run: () => press(element, where, one.value, view) }));
  return h("button", {
    type: "button", class: "button overflow", "aria-label": "More…", "aria-haspopup": "menu",
    onclick: (event) => popup(event.currentTarget, items, "More…"),
  }, "⋯");
}

function drawMenu(element, where, view) {
  const options = element.options.map((one) => h("option", { value: one.value }, one.text.text));
  const select = h("select", {
    class: "menu", "aria-label": element.placeholder?.text ?? "Choose",
    onchange: (event) => press(element, where, event.currentTarget.value, view),
  }, h("option", { value: "", disabled: true }, element.placeholder?.text ?? "Choose"), options);
  select.value = element.initial_option?.value ?? "";
  return select;
}

/** The Home tab. */
export function drawHome(home, view) {
  if (!home) return h("div", { class: "empty" }, botAvatar(), h("p", {}, "Nothing here yet. The Home tab fills as soon as the bot answers."));
  return h("div", { class: "home" }, drawBlocks(home.blocks, {}, view));
}

// Words: Slack's mrkdwn and rich text, Discord's Markdown; both become elements, never markup.

import { h } from "./dom.js";
import { discordStamp, fullTime, slackToken } from "./times.js";

const EMOJI = {
  hourglass_flowing_sand: "⏳", white_check_mark: "✅", x: "❌", warning: "⚠️", calendar: "📅",
  tada: "🎉", wave: "👋", star: "⭐", bell: "🔔", alarm_clock: "⏰", no_entry_sign: "🚫",
};

const time = (words, ms, zone, extra = "") =>
  h("time", { class: extra, datetime: new Date(ms).toISOString(), title: fullTime(ms, zone) }, words);

function mention(id, view) {
  const name = view.names[id] ?? "someone";
  return h("span", { class: id === view.person.user ? "mention me" : "mention" }, `@${name}`);
}

const link = (url, words) => h("a", { href: safe(url), target: "_blank", rel: "noreferrer" }, words || url);
export const safe = (url) => (/^(https?|mailto|slack|discord):/i.test(url) ? url : null);

// ---- Slack ---------------------------------------------------------------------------------------

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const MRKDWN = /<([^>]+)>|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<![\w_])_([^_\n]+)_(?!\w)|`([^`\n]+)`|:([a-z_]+):|\n/g;

export function mrkdwn(text, view) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(MRKDWN)) {
    out.push(unescape(text.slice(last, found.index)));
    last = found.index + found[0].length;
    const [whole, token, bold, italic, code, emoji] = found;
    if (token) out.push(slackLink(token, view));
    else if (bold) out.push(h("strong", {}, mrkdwn(bold, view)));
    else if (italic) out.push(h("em", {}, mrkdwn(italic, view)));
    else if (code) out.push(h("code", {}, unescape(code)));
    else if (emoji) out.push(EMOJI[emoji] ?? whole);
    else out.push(h("br"));
  }
  out.push(unescape(text.slice(last)));
  return out;
}

function slackLink(token, view) {
  const [target, words = ""] = token.split("|");
  if (target.startsWith("!date^")) {
    const [, seconds, format] = target.split("^");
    return time(slackToken(format, seconds * 1000, view.person.zone, view.now()), seconds * 1000, view.person.zone);
  }
  if (target.startsWith("@")) return mention(target.slice(1), view);
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${words || "channel"}`);
  return link(target, unescape(words));
}

export function slackText(object, view) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, view) : lines(object.text);
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

export function richText(block, view) {
  return h("div", { class: "rich" }, block.elements.map((part) => richPart(part, view)));
}

function richPart(part, view) {
  const inside = () => part.elements.map((one) => richPart(one, view));
  switch (part.type) {
    case "rich_text_section": return h("div", { class: "paragraph" }, inside());
    case "rich_text_quote": return h("blockquote", {}, inside());
    case "rich_text_preformatted": return h("pre", {}, inside());
    case "rich_text_list": return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((one) => h("li", {}, richPart(one, view))));
    case "text": return styled(part.style, lines(part.text));
    case "link": return link(part.url, part.text);
    case "user": return mention(part.user_id, view);
    case "emoji": return EMOJI[part.name] ?? `:${part.name}:`;
    case "date": return time(slackToken(part.format, part.timestamp * 1000, view.person.zone, view.now()), part.timestamp * 1000, view.person.zone);
    default: return part.text ?? "";
  }
}

function styled(style = {}, words) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.keys(tags).filter((name) => style[name]).reduce((inner, name) => [h(tags[name], {}, inner)], words);
}

// ---- Discord -------------------------------------------------------------------------------------

const INLINE = /\\([^0-9A-Za-z\s])|<t:(-?\d+)(?::(\w))?>|<@!?(\d+)>|\*\*([\s\S]+?)(?<!\\)\*\*|__([\s\S]+?)__|~~([\s\S]+?)~~|(?<!\w)[*_]((?:\\.|[^*_\\\n])+)[*_](?!\w)|`([^`\n]+)`|\[((?:\\.|[^\]\\\n])+)\]\((https?:[^)\s]+)\)|(https?:\/\/[^\s<>]+)|\n/g;

function inline(text, view) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    out.push(text.slice(last, found.index));
    last = found.index + found[0].length;
    const [, plain, seconds, style, user, bold, under, strike, italic, code, words, target, url] = found;
    if (plain) out.push(plain);
    else if (seconds) out.push(time(discordStamp(style ?? "f", seconds * 1000, view.person.zone, view.now()), seconds * 1000, view.person.zone, "stamp"));
    else if (user) out.push(mention(user, view));
    else if (bold) out.push(h("strong", {}, inline(bold, view)));
    else if (under) out.push(h("u", {}, inline(under, view)));
    else if (strike) out.push(h("s", {}, inline(strike, view)));
    else if (italic) out.push(h("em", {}, inline(italic, view)));
    else if (code) out.push(h("code", {}, code));
    else if (words) out.push(link(target, inline(words, view)));
    else if (url) out.push(link(url, url));
    else out.push(h("br"));
  }
  out.push(text.slice(last));
  return out;
}

const BLOCKS = [[/^### /, "h5"], [/^## /, "h4"], [/^# /, "h3"], [/^-# /, "small"], [/^> ?/, "blockquote"], [/^[-*] /, "li"]];

export function markdown(text, view) {
  const blocks = [];
  for (const line of text.split("\n")) {
    const [pattern, tag] = BLOCKS.find(([start]) => start.test(line)) ?? [null, "div"];
    const words = pattern ? line.replace(pattern, "") : line;
    const joins = blocks.at(-1)?.tag === tag && (tag === "blockquote" || tag === "div");
    if (joins) blocks.at(-1).text += `\n${words}`;
    else blocks.push({ tag, text: words });
  }
  return h("div", { class: "markdown" }, blocks.map((block) => h(block.tag, {}, inline(block.text, view))));
}

/** The first words of a message, for those who hear it only. */
export function gist(components) {
  for (const one of components ?? []) {
    const words = one.type === 10 ? one.content : gist(one.components);
    if (words) return words.split("\n")[0].replace(/^(#+|-#|>) /, "").replace(/[*\\\u200b]/g, "");
  }
  return "";
}

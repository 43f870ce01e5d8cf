// One platform's window: who acts, where they are, what they read there, and the box to answer in.

import { discordComposer, slackComposer } from "./composer.js";
import { BOT, avatar, botAvatar, h, icon, sync } from "./dom.js";
import { keep, memory } from "./memory.js";
import { personMenu } from "./person_menu.js";
import * as discord from "./discord.js";
import * as discordForm from "./discord_form.js";
import * as slack from "./slack.js";
import * as slackForm from "./slack_form.js";
import { dayOf, longDay } from "./times.js";

const LOOKS = {
  slack: { title: "Slack", space: "Playground", draw: slack, form: slackForm, composer: slackComposer, sign: "#" },
  discord: { title: "Discord", space: "Playground", draw: discord, form: discordForm, composer: discordComposer, sign: "#" },
};

export class Pane {
  constructor(platform, send, tell) {
    this.platform = platform;
    this.tell = tell;
    this.look = LOOKS[platform];
    this.send = send;
    this.people = [];
    this.now = 0;
    this.where = {};
    this.read = {};
    this.queue = Promise.resolve();
    this.form = null;
    this.stranger = null;
    this.build();
  }

  build() {
    this.tabs = h("div", { class: "people", role: "group", "aria-label": `${this.look.title}: act as` });
    this.side = h("nav", { class: "side", "aria-label": `${this.look.title}: conversations` });
    this.head = h("header", { class: "head" });
    this.list = h("div", { class: "messages", role: "log", "aria-label": `${this.look.title}: messages`, tabindex: "0" });
    this.foot = h("div", { class: "foot" });
    this.drawer = h("button", { type: "button", class: "plain-icon drawer", "aria-label": `${this.look.title}: show the conversations`, "aria-expanded": "false", onclick: () => this.openSide(!this.window.classList.contains("with-side")) }, icon("menu"));
    this.more = h("button", { type: "button", class: "plain-icon", "aria-label": `${this.look.title}: what can befall this person`, "aria-haspopup": "menu", onclick: (event) => personMenu(event.currentTarget, this, this.tell) }, icon("more"));
    this.toasts = h("div", { class: "toasts", role: "alert" });
    this.window = h("div", { class: "window" }, this.side, h("div", { class: "main" }, this.head, this.list, this.foot), this.toasts);
    this.element = h("section", { class: `pane ${this.platform}`, "aria-label": this.look.title },
      h("div", { class: "bar" }, this.drawer, h("h1", {}, this.look.title), this.tabs, this.more), this.window);
  }

  /** Where the sidebar has no room beside the messages it lies over them. */
  openSide(open) {
    this.window.classList.toggle("with-side", open);
    this.drawer.setAttribute("aria-expanded", String(open));
  }

  /** Takes up what was kept of this run of the stage. */
  restore() {
    const kept = memory(this.platform) ?? {};
    this.who = kept.who;
    this.where = kept.where ?? {};
    this.read = kept.read ?? {};
    this.shown = null;
  }

  /** Shows a new picture. */
  show(picture) {
    this.people = picture.people.filter((one) => one.platform === this.platform);
    this.names = Object.fromEntries(this.people.map((one) => [one.user, one.name]));
    this.menus = picture.menus[this.platform];
    this.now = picture.now;
    if (!this.person) this.who = this.people[0]?.key;
    this.draw();
  }

  get person() {
    return this.people.find((one) => one.key === this.who);
  }

  get spot() {
    return (this.where[this.who] ??= { place: "dm" });
  }

  get place() {
    const { places } = this.person;
    return places.find((one) => one.id === this.spot.place) ?? places.find((one) => one.kind === "dm") ?? null;
  }

  get view() {
    return {
      person: this.person, names: this.names, menus: this.menus,
      now: () => this.now,
      act: (what, asked = {}, options = {}) => this.act(what, asked, options),
      answer: (one) => this.answer(one), answering: () => this.answering ?? null,
      inDm: () => this.place === null || this.place.kind === "dm",
    };
  }

  /** What is written next belongs to a message: in its thread, in reply to it, or in its place; null for to none. */
  answer(one) {
    this.answering = one;
    this.foot.dataset.who = "";
    this.drawFoot();
    if (one) this.write(one.text ?? "");
  }

  /** Acts of one window go out one after the other, as they were done. */
  act(what, asked, { quiet = false } = {}) {
    if (what === "press" && this.stranger) return this.pressed(asked);
    if (what === "command" || what === "say") this.list.scrollTop = this.list.scrollHeight; // whoever writes sees the answer
    const who = this.who;
    const done = this.queue.then(() => this.send({ who, do: what, ...asked }));
    this.queue = done.catch(() => {});
    return done.then((result) => {
      if (!result.ok && !quiet) this.toast(result.error);
      return result;
    });
  }

  /** The next press on what this person sees is sent as another one's. */
  pressAs(stranger) {
    this.stranger = stranger;
    this.tell(`The next button that is pressed on ${this.person.name}'s screen is pressed as ${stranger.name}.`);
  }

  async pressed(asked) {
    const stranger = this.stranger.key;
    this.stranger = null;
    const done = await this.act("press-as", { ...asked, stranger });
    if (done.ok) this.tell(done.told);
    return done;
  }

  toast(words) {
    const note = h("div", { class: "toast" }, words || "That did not work.", h("button", { type: "button", class: "plain-icon", "aria-label": "Dismiss", onclick: () => note.remove() }, icon("close")));
    this.toasts.replaceChildren(note);
    setTimeout(() => note.remove(), 8000);
  }

  become(key) {
    this.who = key;
    this.answer(null);
    this.stranger = null;
    this.openSide(false);
    this.draw();
    this.list.scrollTop = this.list.scrollHeight;
  }

  /** Shows somebody's conversation with the bot. */
  visit(key) {
    document.body.dataset.shown = this.platform;
    this.where[key] = { place: "dm" };
    this.become(key);
  }

  /** Puts words into the box below, ready to be sent. */
  write(words) {
    const box = this.foot.querySelector("input");
    box.value = words;
    box.focus();
    box.dispatchEvent(new Event("input"));
  }

  go(spot) {
    this.where[this.who] = spot;
    this.answering = null;
    this.foot.dataset.who = "";
    this.openSide(false);
    if (spot.home) this.act("home", {});
    this.draw();
    this.list.scrollTop = this.list.scrollHeight;
  }

  draw() {
    if (!this.person) {
      this.tabs.replaceChildren(h("span", { class: "nobody" }, "Nobody is here."));
      return;
    }
    this.hear();
    this.drawTabs();
    this.drawSide();
    this.drawHead();
    this.drawMessages();
    this.drawFoot();
    this.drawForm();
    keep(this.platform, { who: this.who, where: this.where, read: this.read });
  }

  unread(person) {
    return person.pings.length - (this.read[person.key] ?? 0);
  }

  hear() {
    const looks = document.visibilityState === "visible" && this.element.offsetParent !== null;
    if (looks && !this.spot.home && this.place?.kind === "dm") this.read[this.who] = this.person.pings.length;
  }

  drawTabs() {
    const items = this.people.map((one) => ({ key: one.key, name: one.name, blurb: one.blurb, zone: one.zone, on: one.key === this.who, unread: this.unread(one), away: one.away, deaf: !one.dms }));
    sync(this.tabs, items, (one) => one.key, (one) =>
      h("button", { type: "button", class: one.away ? "away" : null, "aria-pressed": String(one.on), title: `Time zone: ${one.zone}`, onclick: () => this.become(one.key) },
        avatar(one.name, "small"), h("span", {}, h("strong", {}, one.name), h("small", {}, one.away ? "Away" : one.deaf ? "DMs closed" : one.blurb)),
        one.unread > 0 ? h("span", { class: "badge", "aria-label": `${one.unread} new` }, String(one.unread)) : null));
  }

  drawSide() {
    const kinds = this.person.places.filter((one) => one.kind !== "dm");
    const people = this.platform === "discord" ? this.people.filter((one) => one.key !== this.who) : [];
    const items = [
      { key: "space", kind: "space", label: this.look.space },
      { key: "t1", kind: "title", label: this.platform === "slack" ? "Apps" : "Direct messages" },
      { key: "dm", kind: "dm", label: BOT, on: this.place === null || this.place.kind === "dm", unread: this.unread(this.person) },
      { key: "t2", kind: "title", label: this.platform === "slack" ? "Channels" : "Text channels" },
      ...kinds.map((one) => ({ key: one.id, kind: one.kind, label: this.nameOf(one), on: this.place?.id === one.id })),
      ...(people.length ? [{ key: "t3", kind: "title", label: "Members" }] : []),
      ...people.map((one) => ({ key: one.key, kind: "person", label: one.name, user: one.user })),
    ];
    sync(this.side, [...items, { key: "me", kind: "me", label: this.person.name, zone: this.person.zone, who: this.who }], (one) => one.key, (one) => this.sideItem(one));
  }

  nameOf(place) {
    if (place.kind !== "group") return place.name;
    const others = place.name.replace(/^mpdm-|-\d+$/g, "").split("--").filter((name) => name !== this.person.name && name !== "mentor");
    return [...others, BOT].join(", ");
  }

  sideItem(one) {
    if (one.kind === "space") return h("div", { class: "space" }, one.label);
    if (one.kind === "title") return h("div", { class: "title" }, one.label);
    if (one.kind === "me") return h("div", { class: "me" }, avatar(one.label, "small"), h("span", {}, h("strong", {}, one.label), h("small", {}, one.zone.replaceAll("_", " "))));
    if (one.kind === "person") return h("button", { type: "button", class: "item", "aria-haspopup": "menu", onclick: (event) => discord.personMenu(event.currentTarget, one.user, one.label, this.view) }, avatar(one.label, "small"), h("span", {}, one.label));
    const sign = one.kind === "dm" ? botAvatar() : h("span", { class: "sign", "aria-hidden": "true" }, one.kind === "group" ? "@" : one.kind === "thread" ? "↳" : this.look.sign);
    return h("button", { type: "button", class: "item", "aria-current": one.on ? "page" : null, onclick: () => this.go({ place: one.key }) },
      sign, h("span", {}, one.label), one.unread > 0 ? h("span", { class: "badge" }, String(one.unread)) : null);
  }

  drawHead() {
    const dm = this.place === null || this.place.kind === "dm";
    const tab = (label, spot, on) => h("button", { type: "button", "aria-pressed": String(on), onclick: () => this.go(spot) }, label);
    const tabs = dm && this.platform === "slack"
      ? h("div", { class: "tabs", role: "group", "aria-label": BOT }, tab("Home", { place: "dm", home: true }, Boolean(this.spot.home)), tab("Messages", { place: "dm" }, !this.spot.home))
      : null;
    const item = { key: "head", dm, who: this.who, place: this.place?.id, home: this.spot.home };
    sync(this.head, [item], (one) => one.key, () => h("div", { class: "row" },
      dm ? botAvatar() : h("span", { class: "sign" }, this.look.sign), h("h2", {}, dm ? BOT : this.nameOf(this.place)), tabs));
  }

  drawMessages() {
    const low = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    const key = `${this.who}/${this.place?.id}/${Boolean(this.spot.home)}`;
    const moved = this.shown !== key;
    if (moved) this.list.replaceChildren();
    this.shown = key;
    const items = this.spot.home ? [{ key: "home", home: this.person.home }] : this.lines();
    const view = this.view;
    sync(this.list, items, (one) => one.key, (one) => this.line(one, view));
    if (low || moved) this.list.scrollTop = this.spot.home ? 0 : this.list.scrollHeight;
  }

  lines() {
    const messages = this.place?.messages ?? [];
    if (!messages.length) return [{ key: "empty", empty: true }];
    const { zone } = this.person;
    let day = "";
    return messages.flatMap((message) => {
      const ms = this.look.draw.stampOf(message);
      const fresh = dayOf(ms, zone) !== day;
      day = dayOf(ms, zone);
      const line = { key: this.look.draw.idOf(message), message, at: this.ages(message) };
      return fresh ? [{ key: `day-${day}`, day: longDay(ms, zone) }, line] : [line];
    });
  }

  /** What makes a message that tells a time as "tomorrow" or "in 2 hours" look different later. */
  ages(message) {
    return /:R>|_pretty\}|\{ago\}/.test(JSON.stringify(message)) ? Math.floor(this.now / 60000) : 0;
  }

  line(one, view) {
    if (one.day) return h("div", { class: "day" }, h("span", {}, one.day));
    if (one.empty) return h("div", { class: "empty" }, botAvatar(), h("p", {}, h("strong", {}, "It is quiet here. "), "Type / below to see what the bot can do."));
    if ("home" in one) return slack.drawHome(one.home, view);
    return this.look.draw.drawMessage(one.message, this.place.id, view);
  }

  drawFoot() {
    const gone = this.person.away && this.platform === "slack";
    const key = `${this.who}-${gone}-${JSON.stringify(this.menus).length}`;
    this.foot.hidden = Boolean(this.spot.home);
    if (this.foot.dataset.who === key) return undefined;
    this.foot.dataset.who = key;
    if (gone) return this.foot.replaceChildren(h("p", { class: "gone" }, `${this.person.name}'s account is deactivated. The menu ⋯ above brings it back.`));
    const composer = this.look.composer(this.view, () => this.place?.id ?? null);
    const to = this.answering;
    if (!to) return this.foot.replaceChildren(composer);
    const end = h("button", { type: "button", class: "plain-icon", "aria-label": "Write to nobody in particular", onclick: () => this.answer(null) }, icon("close"));
    return this.foot.replaceChildren(h("div", { class: "answering" }, h("span", {}, to.label), end), composer);
  }

  drawForm() {
    const { dialog } = this.person;
    const name = dialog && `${this.who}/${dialog.id ?? JSON.stringify(dialog)}`;
    const print = dialog && JSON.stringify([dialog.hash, dialog.blocks]);
    if (this.form && this.form.name !== name) {
      this.form.leave();
      this.form = null;
    }
    if (dialog && !this.form) this.form = { ...this.look.form.openForm(this.window, dialog, this.view), name, print };
    else if (dialog && this.form.print !== print) {
      this.form.print = print;
      this.form.redraw(dialog);
    }
  }
}

// A text box with a list below it: searches while one types, and is worked with the arrow keys.
// What is typed in full wins: Enter then leaves the list alone and does what Enter does in the form.

import { h } from "./dom.js";

const PAUSE = 120;
let count = 0;

/**
 * `find(typed)` promises [{label, note, value}]; `pick(item)` is told what was chosen.
 * With `free`, typed words that were not chosen from the list count as well (`pick` gets {label, value: typed});
 * with `eager` the first of the list is taken by Enter or Tab without being pointed at ("typed": only once
 * something is typed); with `greedy` the
 * list opens as soon as the box has the focus; with `local` nothing has to be asked for: it
 * opens at once, and Tab completes without leaving the box.
 */
export function combo({ id, value = "", placeholder = "", find, pick, local = false, free = false, eager = !free, greedy = false, empty = "No results", label = null }) {
  const listId = `list-${(count += 1)}`;
  let items = [];
  let at = -1;
  let timer = 0;
  let asked = 0;
  let settled = value;

  const input = h("input", {
    id, type: "text", role: "combobox", value, placeholder, autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-label": label,
    oninput: () => { settled = null; items = []; at = -1; if (!list.hidden && !local) show("Searching…"); if (local) look(); else later(); }, onfocus: () => greedy && later(0), onclick: () => list.hidden && later(0), onblur: () => leave(), onkeydown: key,
  });
  const list = h("div", { id: listId, class: "options", role: "listbox", hidden: true });
  const box = h("div", { class: "combo" }, input, list);

  function later(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  }

  async function look() {
    const mine = (asked += 1);
    const typed = settled === null ? input.value : "";
    const found = await find(typed);
    if (mine !== asked || document.activeElement !== input) return;
    items = found;
    at = found.length && (eager === "typed" ? input.value !== "" : eager) ? Math.max(0, found.findIndex(isTyped)) : -1;
    show();
  }

  function isTyped(item) {
    return item.label.trim() === input.value.trim();
  }

  function show(otherwise = empty) {
    const nothing = [h("div", { class: "none" }, otherwise)];
    const rows = items.map((item, index) =>
      h("div", { id: `${listId}-${index}`, role: "option", "aria-selected": String(index === at), onpointerdown: (event) => { event.preventDefault(); choose(item); } },
        h("span", {}, item.label), item.note ? h("small", {}, item.note) : null));
    list.replaceChildren(...(rows.length ? rows : nothing));
    list.hidden = free && !rows.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.setAttribute("aria-activedescendant", at >= 0 ? `${listId}-${at}` : "");
    list.children[at]?.scrollIntoView?.({ block: "nearest" });
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function choose(item) {
    input.value = item.label;
    settled = item.label;
    close();
    pick(item);
  }

  function leave() {
    close();
    if (settled !== null) return;
    if (input.value === "") choose({ label: "", value: null });
    else if (free) pick({ label: input.value, value: input.value });
    else { input.value = value; settled = value; }
  }

  function key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void look();
      at = items.length ? (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length : -1;
      show();
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      if (local && isTyped(items[at])) return void close();
      event.preventDefault();
      event.stopPropagation();
      choose(items[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" && !event.shiftKey && !list.hidden && at >= 0) {
      if (local) event.preventDefault();
      choose(items[at]);
    }
    return undefined;
  }

  box.input = input;
  box.settle = leave;
  return box;
}

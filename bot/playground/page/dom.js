// Builds elements. Everything on the page is made here from text, never from markup.

/** What the bot is called: the page has its name. */
export const BOT = document.title.split(" · ")[0];
const SVG = "http://www.w3.org/2000/svg";

/** h("button", {class: "x", onclick: f, "aria-label": "…"}, "words", child, null) → element */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const PATHS = {
  bell: "M12 3a6 6 0 0 0-6 6v4l-2 3h16l-2-3V9a6 6 0 0 0-6-6zM10 19a2 2 0 0 0 4 0",
  muted: "M12 3a6 6 0 0 0-6 6v4l-2 3h16l-2-3V9a6 6 0 0 0-6-6zM10 19a2 2 0 0 0 4 0M4 3l17 18",
  restart: "M20 12a8 8 0 1 1-2.5-5.8M20 3v4.5h-4.5",
  log: "M4 6h16M4 12h16M4 18h10",
  next: "M5 5l8 7-8 7zM17 5v14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 4l17 8-17 8 3-8zM7 12h8",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
  plus: "M12 5v14M5 12h14",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  menu: "M4 6h16M4 12h16M4 18h16",
  over: "M19 5l-8 7 8 7zM7 5v14",
  play: "M7 4l12 8-12 8z",
  tick: "M5 13l4.5 4.5L19 7",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * Makes the children of `parent` show `items` in order, and touches only what differs,
 * so that an open menu or a focused button survives what happens to the others.
 */
export function sync(parent, items, keyOf, build) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let before = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const print = JSON.stringify(item);
    let node = old.get(key);
    old.delete(key);
    if (!node || node.print !== print) {
      const fresh = build(item);
      fresh.dataset.key = key;
      fresh.print = print;
      fresh.shows = item.message;
      if (node) {
        if (before === node) before = fresh;
        node.replaceWith(fresh);
        if (JSON.stringify(node.shows) !== JSON.stringify(item.message)) fresh.classList.add("changed");
      }
      node = fresh;
    }
    if (node === before) before = before.nextElementSibling;
    else parent.insertBefore(node, before);
  }
  for (const gone of old.values()) gone.remove();
}

const HUES = ["rose", "violet", "teal", "amber", "blue", "green"];

/** A round or square picture with the first letter of a name. */
export function avatar(name, extra = "") {
  const hue = HUES[[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES.length];
  return h("span", { class: `avatar ${hue} ${extra}`, "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
}

export function botAvatar() {
  return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("clock"));
}

/** A small menu that hangs on `anchor`; items are {label, note, run}. */
export function popup(anchor, items, title) {
  document.querySelector(".popup")?.remove();
  const back = document.activeElement;
  const leave = () => {
    list.remove();
    document.removeEventListener("pointerdown", outside, true);
    back?.focus?.();
  };
  const outside = (event) => list.contains(event.target) || leave();
  const list = h(
    "div",
    { class: "popup", role: "menu", "aria-label": title },
    items.map((item) =>
      h("button", { role: "menuitem", type: "button", onclick: () => { leave(); item.run(); } },
        h("span", {}, item.label), item.note ? h("small", {}, item.note) : null)),
  );
  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    if (event.key === "Escape" || event.key === "Tab") leave();
    if (step || event.key === "Escape") { event.preventDefault(); event.stopPropagation(); }
  });
  const inside = anchor.closest(".window") ?? anchor.closest(".pane").querySelector(".window");
  inside.append(list);
  const frame = inside.getBoundingClientRect();
  const spot = anchor.getBoundingClientRect();
  const top = spot.bottom - frame.top + 4;
  const below = top + list.offsetHeight < frame.height;
  list.style.top = `${below ? top : spot.top - frame.top - list.offsetHeight - 4}px`;
  list.style.left = `${Math.max(8, Math.min(spot.left - frame.left, frame.width - list.offsetWidth - 8))}px`;
  list.firstElementChild?.focus();
  document.addEventListener("pointerdown", outside, true);
}

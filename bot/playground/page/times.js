// Instants in a person's own zone, worded as Slack and Discord word them.

const LOCALE = "en-US";
const cache = new Map();

function parts(ms, zone, options) {
  const key = zone + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }));
  return cache.get(key).format(ms);
}

export const shortTime = (ms, zone) => parts(ms, zone, { hour: "numeric", minute: "2-digit" });

/** What stands on hover: the whole instant with its zone. */
export const fullTime = (ms, zone) =>
  `${parts(ms, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" })} · ${zone}`;

export const dayOf = (ms, zone) => parts(ms, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
export const longDay = (ms, zone) => parts(ms, zone, { weekday: "long", month: "long", day: "numeric" });
export const isoDay = (ms, zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(ms);

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return day + ((!teen && ["", "st", "nd", "rd"][day % 10]) || "th");
}

function slackDate(ms, zone, month, weekday) {
  const day = Number(parts(ms, zone, { day: "numeric" }));
  const name = parts(ms, zone, { month });
  const end = `${name} ${month === "long" ? ordinal(day) : day}, ${parts(ms, zone, { year: "numeric" })}`;
  return weekday ? `${parts(ms, zone, { weekday: "long" })}, ${end}` : end;
}

function pretty(ms, zone, now, otherwise) {
  const names = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
  for (const [step, name] of Object.entries(names)) {
    if (dayOf(now + step * 86400000, zone) === dayOf(ms, zone)) return name;
  }
  return otherwise;
}

/** Slack's date tokens (docs.slack.dev, "Formatting message text", date formatting). */
export function slackToken(format, ms, zone, now) {
  const words = {
    date_num: () => isoDay(ms, zone),
    date: () => slackDate(ms, zone, "long", false),
    date_short: () => slackDate(ms, zone, "short", false),
    date_long: () => slackDate(ms, zone, "long", true),
    date_pretty: () => pretty(ms, zone, now, slackDate(ms, zone, "long", false)),
    date_short_pretty: () => pretty(ms, zone, now, slackDate(ms, zone, "short", false)),
    date_long_pretty: () => pretty(ms, zone, now, slackDate(ms, zone, "long", true)),
    time: () => shortTime(ms, zone),
    time_secs: () => parts(ms, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: () => relative(ms, now),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => (words[name] ? words[name]() : whole));
}

const STYLES = {
  t: { hour: "numeric", minute: "2-digit" },
  T: { hour: "numeric", minute: "2-digit", second: "2-digit" },
  d: { year: "numeric", month: "2-digit", day: "2-digit" },
  D: { year: "numeric", month: "long", day: "numeric" },
  f: { year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" },
  F: { weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" },
};

/** Discord's timestamp styles (discord.com/developers/docs/reference, message formatting). */
export const discordStamp = (style, ms, zone, now) =>
  style === "R" ? relative(ms, now) : parts(ms, zone, STYLES[style] ?? STYLES.f);

const UNITS = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];

export function relative(ms, now) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms - now) >= length * 0.95) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round((ms - now) / size), unit);
}

/** The wall clock of a zone as the value of a datetime-local input. */
export function toLocal(ms, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(ms).replace(" ", "T");
}

/** The instant at which the wall clock of a zone shows `value`; in a gap the clock's later reading. */
export function fromLocal(value, zone) {
  const wall = Date.parse(`${value}Z`);
  let ms = wall;
  for (let round = 0; round < 3; round += 1) ms += wall - Date.parse(`${toLocal(ms, zone)}Z`);
  return ms;
}

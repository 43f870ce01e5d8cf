// What can befall the person who acts: closed direct messages, leaving and coming back, another time zone,
// and a press that is sent as a stranger's, which no platform's own app would send.

import { formFoot, overlay, showErrors } from "./dialog.js";
import { h, popup } from "./dom.js";

const AWAY = {
  slack: { leave: "Deactivate the account", back: "Reactivate the account" },
  discord: { leave: "Leave the server", back: "Come back to the server" },
};

/** Opens the menu of `pane.person` below `anchor`; `tell` is told how an act went. */
export function personMenu(anchor, pane, tell) {
  const { person, platform } = pane;
  const does = (what, asked) => async () => {
    const done = await pane.act(what, asked);
    if (done.ok) tell(done.told);
  };
  const items = [
    platform === "discord"
      ? { label: person.dms ? "Close direct messages" : "Open direct messages", note: "", run: does(person.dms ? "close-dms" : "open-dms") }
      : null,
    { label: person.away ? AWAY[platform].back : AWAY[platform].leave, note: "", run: does(person.away ? "come-back" : "leave") },
    ...pane.people.filter((one) => one !== person).map((one) => ({ label: `Press as ${one.name}`, note: "once", run: () => pane.pressAs(one) })),
    { label: "Set time zone…", note: person.zone.replaceAll("_", " "), run: () => askZone(pane, tell) },
  ];
  popup(anchor, items.filter(Boolean), person.name);
}

function askZone(pane, tell) {
  const { person } = pane;
  const zones = Intl.supportedValuesOf("timeZone");
  const input = h("input", { id: "zone", type: "text", list: "zones", value: person.zone, autocomplete: "off", spellcheck: "false" });
  const hint = pane.platform === "slack"
    ? "Slack tells the bot."
    : "Discord tells the bot nothing: it asks, or is told with /booking-settings.";
  const { wrong, foot } = formFoot({ close: { label: "Cancel", run: () => leave() }, submit: { label: "Set" } });
  const form = h("form", { class: "form", onsubmit: async (event) => {
    event.preventDefault();
    const done = await pane.act("zone", { zone: input.value.trim() }, { quiet: true });
    if (!done.ok) return void showErrors(form, { zone: done.error });
    leave();
    tell(done.told);
  } },
  h("div", { class: "fields" }, h("div", { class: "field", "data-field": "zone" },
    h("label", { for: "zone" }, `Where ${person.name} lives`), input, h("p", { class: "hint" }, hint),
    h("datalist", { id: "zones" }, zones.map((zone) => h("option", { value: zone }))))),
  foot);
  wrong.hidden = true;
  const leave = overlay(pane.window, { title: "Time zone", body: form, foot: null, close: () => leave() });
  input.select();
}

// Remembers across a reload who acts, where they are and what was read; a new run of the stage forgets it all.

const PLACE = "playground";
let kept = { run: "" };

/** Takes up what was kept for this run; says whether the run is another than before. */
export function recall(run) {
  if (kept.run === run) return false;
  try {
    kept = JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    kept = {};
  }
  if (kept.run !== run) kept = { run };
  return true;
}

export const memory = (name) => kept[name];

export function keep(name, value) {
  kept[name] = value;
  try {
    localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing shows everything anew after a reload.
  }
}

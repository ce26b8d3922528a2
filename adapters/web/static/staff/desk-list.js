/* The candidates below the box: the focus stays in the box, the arrows move what is marked (ARIA combobox with a listbox). */

import { element } from "./desk-element.js";

const NAMES = { entry: "項目", passage: "計画の記載" };

/** @param {HTMLElement} place @param {HTMLInputElement} box @param {(candidate: any) => void} picked */
export function listView(place, box, picked) {
  /** @type {any[]} */
  let candidates = [];
  /** @type {HTMLElement[]} */
  let options = [];
  let at = 0;
  let wasMoved = false;
  let text = "";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "desk-options", "aria-expanded": "false" })) {
    box.setAttribute(name, value);
  }

  /** @param {any[]} found */
  function show(found) {
    [candidates, at, wasMoved, text] = [found, 0, false, box.value.trim()];
    const list = element("div", "desk-list", { id: "desk-options", role: "listbox", "aria-label": "候補" });
    options = candidates.map(option);
    for (const kind of /** @type {("entry" | "passage")[]} */ (["entry", "passage"])) {
      const mine = options.filter((_, number) => candidates[number].kind === kind);
      if (!mine.length) continue;
      const group = element("div", "desk-list", { role: "group", "aria-label": NAMES[kind] });
      group.append(element("p", "desk-group", { "aria-hidden": "true" }, NAMES[kind]), ...mine);
      list.append(group);
    }
    place.replaceChildren(candidates.length ? list : element("p", "staff-quiet-text", {}, box.value.trim() ? "候補はありません。" : ""));
    box.setAttribute("aria-expanded", String(candidates.length > 0));
    mark();
  }

  /** @param {any} candidate @param {number} number */
  function option(candidate, number) {
    const made = element("div", "desk-option", { id: `desk-option-${number}`, role: "option", "aria-selected": "false" });
    const of = element("span", "desk-option__of");
    if (candidate.internal) of.append(element("span", "desk-badge desk-badge--internal", {}, "庁内限り"));
    of.append(candidate.of);
    const sure = element("span", "desk-option__sure", {}, candidate.confidence.toFixed(2));
    sure.prepend(element("span", "staff-hidden", {}, "確かさ"));
    made.append(element("span", "desk-option__title", {}, candidate.title), of, sure);
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => {
      [at, wasMoved] = [number, true];
      mark();
      box.form?.requestSubmit();
    });
    return made;
  }

  function mark() {
    options.forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
    if (options[at]) {
      box.setAttribute("aria-activedescendant", options[at].id);
      if (wasMoved) options[at].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  /** @param {number} by */
  function move(by) {
    if (!options.length) return;
    at = (at + by + options.length) % options.length;
    wasMoved = true;
    mark();
    picked(candidates[at]);
  }

  return {
    show,
    move,
    current: () => candidates[at] ?? null,
    moved: () => wasMoved,
    /** Whether the list is that of this text. @param {string} wanted */
    has: (wanted) => candidates.length > 0 && text === wanted,
    /** Mark what was answered with, if it is in the list. @param {string} id */
    choose: (id) => {
      const found = candidates.findIndex((each) => each.id === id);
      if (found >= 0) at = found;
      mark();
    },
    close: () => box.removeAttribute("aria-activedescendant"),
  };
}

/* 役に立った／役に立たなかった, and why not. The last word counts. */

import { make, makeButton, makeStatus, mark } from "./make.js";
import { WORDS } from "./words.js";

const LONGEST_REASON = 500; // characters, as the server
let number = 0;

/** @param {string} reply_id @param {import("./api.js").Api} api */
export function opinionView(reply_id, api) {
  const told = makeStatus("told");
  const reason = reasonView(async (words) => {
    told.textContent = await api.feedback(reply_id, false, words);
    buttons[1].focus({ preventScroll: true }); // what was pressed disappears
    reason.hidden = true;
  });
  const buttons = [true, false].map((helpful) =>
    makeButton(helpful ? WORDS.helpful : WORDS.notHelpful, async () => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === buttons[helpful ? 0 : 1]));
      reason.hidden = helpful;
      told.textContent = await api.feedback(reply_id, helpful, "");
    }),
  );
  for (const button of buttons) button.setAttribute("aria-pressed", "false");
  const group = mark(make("div", "buttons", ...buttons), { role: "group", "aria-label": WORDS.didItHelp });
  return make("div", "opinion", make("p", "", WORDS.didItHelp), group, told, reason);
}

/** @param {(words: string) => void} tell */
function reasonView(tell) {
  const field = /** @type {HTMLTextAreaElement} */ (mark(make("textarea", ""), { rows: "2", id: `reason-${++number}` }));
  field.maxLength = LONGEST_REASON;
  const label = mark(make("label", "", WORDS.why), { for: field.id });
  const form = make("form", "reason", label, field, mark(make("button", "", WORDS.tell), { type: "submit" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell(field.value.trim());
  });
  form.hidden = true;
  return form;
}

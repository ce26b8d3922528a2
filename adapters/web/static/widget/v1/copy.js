/* Text into the clipboard, also on pages that are not served by https, where browsers offer only the old way. */

import { make } from "./make.js";

/** Whether `text` was copied. @param {string} text @param {HTMLElement} beside where to put a passing field, and the focus afterwards */
export async function copy(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text, beside);
  }
}

/** @param {string} text @param {HTMLElement} beside */
function copyFromField(text, beside) {
  const field = /** @type {HTMLTextAreaElement} */ (make("textarea", "unseen"));
  field.value = text;
  beside.after(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // Then it cannot be done here at all.
  }
  field.remove();
  beside.focus({ preventScroll: true });
  return done;
}

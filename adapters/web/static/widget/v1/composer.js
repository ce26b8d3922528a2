/* Where a question is written: Enter sends unless kanji are being chosen, and entries are offered while typing. */

import { make, makeStatus, mark } from "./make.js";
import { Suggestions } from "./suggestions.js";
import { WORDS } from "./words.js";

/** @typedef {import("./reply.js").Desk} Desk */

const LONGEST = 2000; // characters, as the server
const NEAR_LIMIT = 1900;

export class Composer {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.input = /** @type {HTMLTextAreaElement} */ (
      mark(make("textarea", ""), {
        id: "text", rows: "2", maxlength: String(LONGEST), autocomplete: "off", enterkeyhint: "send", "aria-describedby": "hint limit",
      })
    );
    this.button = mark(make("button", "send", WORDS.send), { type: "submit" });
    this.limit = mark(makeStatus("limit"), { id: "limit" });
    this.suggestions = new Suggestions(desk, this.input, () => this.set(""));
    const label = mark(make("label", "", WORDS.ask), { for: "text" });
    const heading = make("div", "heading", label, mark(make("span", "", WORDS.hint), { id: "hint" }));
    this.form = make("form", "ask", this.suggestions.view, heading, this.input, this.button, this.limit);
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.send(event));
    this.input.addEventListener("keydown", (event) => this.sendOnEnter(event));
    this.input.addEventListener("input", () => this.notice());
    this.button.addEventListener("mousedown", (event) => event.preventDefault()); // the focus, and a phone's keyboard, stay
  }

  /** @param {string} text */
  set(text) {
    this.input.value = text;
    this.notice();
  }

  /** @param {Event} event */
  send(event) {
    event.preventDefault();
    this.suggestions.clear();
    this.input.focus({ preventScroll: true });
    const text = this.input.value.trim();
    this.desk.submit({ text }, text);
  }

  /** Enter sends; Shift+Enter is a new line; Enter that ends a kana-kanji conversion is neither. @param {KeyboardEvent} event */
  sendOnEnter(event) {
    const converting = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || converting) return;
    this.send(event);
  }

  /** Says so before the text is full; two fixed sentences, so that screen readers are not interrupted at each key. */
  notice() {
    const length = this.input.value.length;
    const words = length >= LONGEST ? WORDS.atLimit : length >= NEAR_LIMIT ? WORDS.nearLimit : "";
    if (this.limit.textContent !== words) this.limit.textContent = words;
    if (CSS.supports("field-sizing", "content")) return;
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 4}px`; // 4: the borders
  }
}

/* Entries offered while a question is typed: plain buttons above the field, reached with the arrow keys or Tab. */

import { make, makeButton, makeList, makeStatus, mark } from "./make.js";
import { WORDS } from "./words.js";

const AFTER = 150; // milliseconds without a key
const SHORTEST = 2; // characters
const MOST = 4;
const SAID_AFTER = 1000; // milliseconds; screen readers first read what is typed

export class Suggestions {
  /** @param {import("./reply.js").Desk} desk @param {HTMLTextAreaElement} input @param {() => void} taken */
  constructor(desk, input, taken) {
    this.desk = desk;
    this.input = input;
    this.taken = taken;
    this.list = make("div", "");
    this.told = makeStatus("unseen");
    this.heading = make("p", "", WORDS.suggestions);
    this.box = mark(make("div", "box", this.heading, this.list), { role: "group", "aria-label": WORDS.suggestions });
    this.box.hidden = true;
    this.view = make("div", "suggestions", this.box, this.told);
    /** @type {?AbortController} */
    this.asking = null;
    this.timers = [0, 0];
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.enter(event));
    this.view.addEventListener("keydown", (event) => this.move(event));
  }

  get open() {
    return !this.box.hidden;
  }

  clear() {
    this.timers.forEach(clearTimeout);
    if (this.asking) this.asking.abort();
    this.box.hidden = true;
    this.list.replaceChildren();
    this.told.textContent = "";
  }

  wait() {
    clearTimeout(this.timers[0]);
    const text = this.input.value.trim();
    if (text.length < SHORTEST || text.length > 100) this.clear();
    else this.timers[0] = setTimeout(() => this.ask(text), AFTER);
  }

  /** @param {string} text */
  async ask(text) {
    if (this.asking) this.asking.abort();
    const mine = (this.asking = new AbortController());
    const found = (await this.desk.api.suggest(text, mine.signal)).slice(0, MOST);
    if (mine.signal.aborted || this.input.value.trim() !== text) return;
    this.list.replaceChildren(makeList("", ...found.map(({ id, label }) => makeButton(label, () => this.take(id, label)))));
    this.box.hidden = found.length === 0;
    clearTimeout(this.timers[1]);
    this.timers[1] = setTimeout(() => {
      this.told.textContent = found.length ? WORDS.suggested(found.length) : "";
    }, SAID_AFTER);
  }

  /** @param {string} id @param {string} label */
  take(id, label) {
    this.taken();
    this.clear();
    this.input.focus({ preventScroll: true });
    this.desk.submit({ choice: id }, label);
  }

  buttons() {
    return [...this.list.querySelectorAll("button")];
  }

  /** From the field up into the list, from its first line. @param {KeyboardEvent} event */
  enter(event) {
    if (event.isComposing || event.keyCode === 229 || !this.open) return;
    const above = this.input.value.slice(0, this.input.selectionStart);
    if (event.key === "ArrowUp" && !above.includes("\n")) {
      event.preventDefault();
      this.buttons().slice(-1)[0].focus();
    } else if (event.key === "Escape") this.leave(event);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    if (event.key === "Escape") return this.leave(event);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return undefined;
    event.preventDefault();
    const buttons = this.buttons();
    const at = buttons.findIndex((button) => button.matches(":focus")) + step;
    (at >= buttons.length ? this.input : buttons[Math.max(at, 0)]).focus();
    return undefined;
  }

  /** Esc closes the list first, and nothing else. @param {KeyboardEvent} event */
  leave(event) {
    event.preventDefault();
    event.stopPropagation();
    this.clear();
    this.input.focus();
  }
}

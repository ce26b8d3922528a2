/*
 * The launcher and its panel. Beside the page it is a dialog without a trap; where it fills a phone's screen it is modal.
 * Esc closes, and the focus goes back to the launcher.
 */

import { make, makeButton, mark } from "./make.js";
import { WORDS } from "./words.js";

const FOCUSABLE = "a[href], button, textarea, summary, [tabindex='0']";

export class Panel {
  /** @param {{body: HTMLElement, label: string, heading: HTMLElement, input: HTMLElement, phone: MediaQueryList, memory: import("./memory.js").Memory}} parts */
  constructor({ body, label, heading, input, phone, memory }) {
    this.body = mark(body, { role: "dialog", "aria-labelledby": "title", id: "panel" });
    this.body.hidden = true;
    this.heading = heading;
    this.input = input;
    this.phone = phone;
    this.memory = memory;
    this.onOpen = () => {};
    this.launcher = makeButton(label, () => (this.body.hidden ? this.open() : this.close()), "launcher");
    mark(this.launcher, { "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" });
    this.view = mark(make("aside", "", this.launcher, this.body), { "aria-label": label });
    this.body.addEventListener("keydown", (event) => this.keydown(event));
    phone.addEventListener("change", () => this.adapt());
    document.addEventListener("focusin", (event) => this.stepAside(event));
  }

  open() {
    this.show(true);
    (this.phone.matches ? this.heading : this.input).focus({ preventScroll: true });
    this.scrollToLast();
  }

  close() {
    this.show(false);
    this.launcher.focus();
  }

  /** Open as on the page before, without taking the focus; a phone's reader first sees the page that was opened. */
  restore() {
    if (this.memory.read("open") !== true || this.phone.matches) return;
    this.show(true);
    requestAnimationFrame(() => this.scrollToLast());
  }

  /** @param {boolean} open */
  show(open) {
    this.body.hidden = !open;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.memory.write("open", open);
    this.adapt();
    if (open) this.onOpen();
  }

  adapt() {
    const modal = this.phone.matches && !this.body.hidden;
    if (modal) this.body.setAttribute("aria-modal", "true");
    else this.body.removeAttribute("aria-modal");
    this.launcher.hidden = modal;
  }

  scrollToLast() {
    const last = this.body.querySelector(".exchange:last-child");
    if (last) last.scrollIntoView({ block: "start" });
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && this.phone.matches) this.wrap(event);
  }

  /** Where the panel fills the screen, Tab goes round inside it. @param {KeyboardEvent} event */
  wrap(event) {
    const all = [...this.body.querySelectorAll(FOCUSABLE)].filter((each) => each.getClientRects().length > 0);
    const [first, last] = [all[0], all[all.length - 1]];
    const at = /** @type {ShadowRoot} */ (this.body.getRootNode()).activeElement;
    const leaving = event.shiftKey ? at === first || at === this.heading : at === last;
    if (!leaving) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.shiftKey ? last : first).focus();
  }

  /** The launcher never covers what has the focus on the page (WCAG 2.4.11). @param {FocusEvent} event */
  stepAside({ target }) {
    const host = /** @type {ShadowRoot} */ (this.view.getRootNode()).host;
    if (!(target instanceof Element) || target === host) return;
    this.view.classList.remove("aside");
    const [one, other] = [target.getBoundingClientRect(), this.launcher.getBoundingClientRect()];
    const apart = one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;
    this.view.classList.toggle("aside", !apart && one.height < innerHeight / 2);
  }
}

/*
 * <madoguchi-chat city="132012" server="https://…/">: the launcher with its panel, or with `mode="page"` the conversation in
 * the page itself. Open Shadow DOM: the page's style does not reach in, and ours does not reach out.
 */

import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { Display } from "./display.js";
import { make, makeButton, makeStatus, mark } from "./make.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { printOnly } from "./print.js";
import { dress } from "./style.js";
import { WORDS } from "./words.js";

const COLOUR = /^#[0-9a-f]{6}$/i;
const PHONE = "(max-width: 40em), (max-height: 26em)"; // the panel then fills the screen

class MadoguchiChat extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const city = this.getAttribute("city") || "";
    const memory = new Memory(city, Number(this.getAttribute("remember")) || 0);
    this.api = new Api(this.getAttribute("server") || "/", city);
    this.display = new Display(memory);
    this.talk = new Conversation(this.api, memory, this.display, () => printOnly(this));
    this.heading = mark(make("h2", "title", this.getAttribute("heading") || ""), { id: "title", tabindex: "-1" });
    this.root = mark(make("div", "root"), { lang: "ja", "data-theme": this.getAttribute("theme") });
    const shadow = this.attachShadow({ mode: "open" });
    dress(shadow);
    shadow.append(this.root);
    if (this.getAttribute("mode") === "page") this.fillPage();
    else this.fillPanel(memory);
    this.display.follow(() => this.root && (this.root.dataset.size = this.display && this.display.size));
    this.talk.restore();
    this.addEventListener("click", (event) => this.takeListed(event));
    this.addEventListener("cleared", () => this.querySelector("[slot=served]")?.remove());
  }

  /** In a page of its own: what the server put inside for readers without script is shown no more, but for `slot="served"`. */
  fillPage() {
    const { root, talk, heading } = this;
    if (!root || !talk || !heading) return;
    heading.classList.add("unseen");
    root.classList.add("page");
    const typed = this.querySelector("textarea"); // while this was loading
    if (typed) talk.composer.set(typed.value);
    talk.view.prepend(mark(document.createElement("slot"), { name: "served" }));
    root.append(make("div", "top", heading, this.sizeButton()), talk.view, talk.composer.form);
    this.loadCity();
  }

  /** @param {Memory} memory */
  fillPanel(memory) {
    const { root, talk, heading } = this;
    if (!root || !talk || !heading) return;
    const close = makeButton(WORDS.close, () => panel.close(), "close");
    const top = make("div", "top", heading, this.sizeButton(), close);
    const phone = matchMedia(PHONE);
    const label = this.getAttribute("launcher") || WORDS.launcher;
    const body = make("div", "panel", top, talk.view, talk.composer.form);
    const panel = new Panel({ body, label, heading, input: talk.composer.input, phone, memory });
    panel.onOpen = () => this.loadCity();
    root.classList.toggle("left", this.getAttribute("position") === "left");
    root.append(panel.view);
    panel.restore();
  }

  sizeButton() {
    const display = /** @type {Display} */ (this.display);
    const shown = make("strong", "");
    const told = makeStatus("unseen");
    const button = makeButton(`${WORDS.size} `, () => {
      this.keepPlace(() => display.nextSize());
      told.textContent = button.textContent;
    });
    button.append(shown);
    display.follow(() => {
      shown.textContent = WORDS.sizes[/** @type {keyof typeof WORDS.sizes} */ (display.size)];
      button.setAttribute("aria-label", `${button.textContent}${WORDS.changeSize}`); // begins with what is seen
    });
    return make("div", "size", button, told);
  }

  /** Do `change` while the last answer stays where it is being read, whatever grows above it. @param {() => void} change */
  keepPlace(change) {
    const root = /** @type {HTMLElement} */ (this.root);
    const last = root.querySelector(".exchange:last-child");
    const before = last ? last.getBoundingClientRect().top : 0;
    change();
    if (last) (root.querySelector(".panel") || window).scrollBy(0, last.getBoundingClientRect().top - before);
  }

  /** The city's name, colour and categories, once. */
  async loadCity() {
    if (this.loaded) return;
    this.loaded = true;
    const catalogue = await /** @type {Api} */ (this.api).categories();
    this.loaded = catalogue !== null;
    if (!catalogue || !this.root || !this.talk || !this.heading) return;
    if (!this.getAttribute("heading")) this.heading.textContent = WORDS.title(String(catalogue.name));
    if (COLOUR.test(catalogue.colour)) this.root.style.setProperty("--md-accent", catalogue.colour);
    this.talk.browse.show(catalogue.categories);
  }

  /** A candidate that the server listed for readers without script, taken in the conversation. @param {Event} event */
  takeListed(event) {
    const button = event.target instanceof Element ? event.target.closest("[slot=served] button[name=choice]") : null;
    if (!(button instanceof HTMLButtonElement) || !this.talk) return;
    event.preventDefault();
    this.talk.submit({ choice: button.value }, button.textContent || "");
  }
}

customElements.define("madoguchi-chat", MadoguchiChat);

/*
 * The conversation: asks, shows what comes back, and keeps it in the reader's browser so that it survives the next page.
 */

import { Problem } from "./api.js";
import { Composer } from "./composer.js";
import { bringIntoView, make, makeButton, makeStatus, mark } from "./make.js";
import { problemView, replyView, retryView } from "./reply.js";
import { Browse, welcomeView } from "./welcome.js";
import { WORDS } from "./words.js";

/**
 * @typedef {import("./api.js").Ask} Ask
 * @typedef {import("./reply.js").Exchange} Exchange
 */

const THINKING_AFTER = 400; // milliseconds; quicker replies need no notice
const GIVE_UP_AFTER = 30000;
const KEPT = 50; // exchanges
const LEANING_MS = 300000; // a question without a topic leans on the answer of the last five minutes

/** 128 random bits, hexadecimal; says nothing about the reader. */
function newSession() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Conversation {
  /** @param {import("./api.js").Api} api @param {import("./memory.js").Memory} memory @param {import("./display.js").Display} display @param {() => void} print */
  constructor(api, memory, display, print) {
    this.api = api;
    this.memory = memory;
    this.display = display;
    /** @type {Exchange[]} */
    this.exchanges = [];
    this.session = newSession();
    /** @type {{ id: string, at: number } | null} the entry last answered with */
    this.last = null;
    /** The question on its way, if any. @type {?AbortController} */
    this.waiting = null;
    const desk = { api, display, submit: this.submit.bind(this), retry: this.retry.bind(this) };
    this.desk = desk;
    this.welcome = welcomeView(desk);
    this.browse = new Browse(desk);
    this.composer = new Composer(desk);
    this.log = mark(make("div", "log"), { role: "log", "aria-label": WORDS.log });
    this.status = makeStatus("status");
    this.end = this.endView(print);
    this.view = make("div", "talk", this.welcome, this.browse.view, this.log, this.status, this.end);
  }

  /** What stands below a conversation. @param {() => void} print */
  endView(print) {
    const buttons = [
      makeButton(WORDS.browse, () => this.browse.focus()),
      makeButton(WORDS.print, print),
      makeButton(WORDS.clear, () => this.clear()),
    ];
    const view = make("div", "end", make("p", "", WORDS.shared), make("div", "buttons", ...buttons));
    view.hidden = true;
    return view;
  }

  /** The entry of the last answer while it is fresh: 「費用は？」 leans on it. @returns {string} */
  before() {
    return this.last && Date.now() - this.last.at < LEANING_MS ? this.last.id : "";
  }

  /** Asks, and shows the question, then the reply or what went wrong. @param {Ask} ask @param {string} question */
  async submit(ask, question) {
    if (!question) return this.say(WORDS.empty);
    if (this.waiting) return this.say(WORDS.busy);
    this.log.querySelectorAll(".unanswered").forEach((view) => view.remove());
    if ("text" in ask && this.composer.input.value.trim() === ask.text) this.composer.set("");
    const mine = new AbortController();
    const view = this.showQuestion(question);
    const timers = this.startWaiting(mine);
    bringIntoView(this.status, "nearest");
    try {
      const reply = await this.api.ask(ask, this.session, this.before(), mine.signal);
      if (this.waiting === mine) this.showReply(view, { ask, question, reply });
    } catch (problem) {
      if (this.waiting === mine) this.showProblem(view, ask, question, problem);
    } finally {
      timers.forEach(clearTimeout);
      if (this.waiting === mine) this.stopWaiting();
    }
  }

  /** @param {AbortController} mine @returns {number[]} timers to clear */
  startWaiting(mine) {
    this.waiting = mine;
    this.say("");
    this.composer.button.setAttribute("aria-disabled", "true");
    return [
      setTimeout(() => this.say(WORDS.thinking, "thinking"), THINKING_AFTER),
      setTimeout(() => mine.abort(), GIVE_UP_AFTER),
    ];
  }

  stopWaiting() {
    this.waiting = null;
    this.say("");
    this.composer.button.removeAttribute("aria-disabled");
  }

  /** Puts the question on the page; its reply will follow inside the returned element. @param {string} question */
  showQuestion(question) {
    const words = make("div", "question", make("span", "sender", WORDS.asker), make("p", "", question));
    const view = make("div", "exchange", mark(words, { tabindex: "-1" }));
    this.log.append(view);
    this.end.hidden = false;
    return view;
  }

  /** @param {HTMLElement} view @param {Exchange} exchange */
  showReply(view, exchange) {
    const { entry, outcome } = exchange.reply;
    this.last = entry ? { id: entry.id, at: Date.now() } : null;
    const reply = replyView(exchange, this.desk);
    view.append(reply);
    if (outcome === "personal_data") this.withhold(view, exchange);
    this.exchanges.push(exchange);
    this.keep();
    const long = view.offsetHeight - reply.offsetHeight > innerHeight / 4;
    bringIntoView(long ? reply : view, "start"); // the question stays in sight, unless the answer then would not be
  }

  /**
   * Takes personal data off the page and out of what is kept; the reader may still correct the text in the input.
   * @param {Element} view @param {Exchange} exchange
   */
  withhold(view, exchange) {
    const words = /** @type {HTMLElement} */ (view.querySelector(".question p"));
    if ("text" in exchange.ask && !this.composer.input.value) this.composer.set(exchange.ask.text);
    words.textContent = exchange.question = WORDS.withheld;
    exchange.ask = { text: "" };
  }

  /** @param {Element} view @param {Ask} ask @param {string} question @param {unknown} problem */
  showProblem(view, ask, question, problem) {
    const known = problem instanceof Problem;
    const again = !known || problem.passing ? retryView(ask, question, this.desk) : null;
    const message = problemView(known ? problem.message : WORDS.broken, again);
    view.classList.add("unanswered");
    view.append(message);
    if ("text" in ask && !this.composer.input.value) this.composer.set(ask.text);
    bringIntoView(message, "nearest");
  }

  /** Asks again. The pressed button disappears, so the focus moves to the question. @param {Ask} ask @param {string} question */
  retry(ask, question) {
    if ("text" in ask) this.composer.set("");
    this.submit(ask, question);
    const words = this.log.querySelector(".exchange:last-child .question");
    if (words instanceof HTMLElement) words.focus({ preventScroll: true });
  }

  /** @param {string} words @param {string} [look] */
  say(words, look = "") {
    this.status.textContent = words;
    this.status.className = `status ${look}`;
  }

  keep() {
    this.memory.write("talk", { session: this.session, exchanges: this.exchanges.slice(-KEPT) });
  }

  /** The conversation as it was on the page before; what cannot be read is forgotten. */
  restore() {
    const kept = this.memory.read("talk");
    if (!kept) return;
    try {
      this.session = kept.session;
      this.exchanges = kept.exchanges;
      for (const exchange of this.exchanges) this.showQuestion(exchange.question).append(replyView(exchange, this.desk));
    } catch {
      this.forget();
    }
  }

  /** Begins anew, as another person: nothing of the conversation stays on the page or in the browser. */
  forget() {
    this.exchanges = [];
    this.last = null;
    this.session = newSession();
    this.memory.forget("talk");
    this.log.replaceChildren();
    this.end.hidden = true;
  }

  /** 履歴を消す. The pressed button disappears, so the focus moves to the greeting. */
  clear() {
    if (this.waiting) this.waiting.abort();
    this.stopWaiting();
    this.forget();
    this.composer.set("");
    this.say(WORDS.cleared);
    const hello = /** @type {HTMLElement} */ (this.welcome.querySelector(".hello"));
    hello.focus();
    hello.dispatchEvent(new CustomEvent("cleared", { bubbles: true, composed: true }));
  }
}

/*
 * The page at /chat: asks POST /api/ask and shows what comes back. Without this file the page still works as plain forms.
 * Text from the server and from the reader only ever becomes text nodes. What is kept stays in this tab (sessionStorage).
 */

/**
 * @typedef {{id: string, question: string, section: string, updated_on: ?string, valid_until: ?string}} Entry
 * @typedef {{title: string, place: string, url: string, excerpt: string}} Source
 * @typedef {{id: string, label: string}} Choice
 * @typedef {{section: string, telephone: string, hours: string, open_now: ?boolean}} Contact
 * @typedef {{reply_id: string, outcome: string, text: string, entry: ?Entry, sources: Source[], choices: Choice[],
 *   contact: ?Contact, revision: number}} Reply
 * @typedef {{text: string} | {choice: string}} Ask what is sent: the reader's words, or the id of an offered choice
 * @typedef {{ask: Ask, question: string, reply: Reply}} Exchange `question` is what the reader sees of what was asked
 */

(() => {
  "use strict";

  const WORDS = {
    asker: "あなたの質問",
    sender: "窓口の返答",
    thinking: "考えています",
    empty: "質問を書いてから、「送る」を押してください。",
    busy: "前の質問の返答を待っています。少しお待ちください。",
    cleared: "履歴を消しました。",
    nearLimit: "あと少しで2,000文字です。長いときは、何回かに分けて送ってください。",
    atLimit: "書けるのは2,000文字までです。長いときは、何回かに分けて送ってください。",
    withheld: "（個人情報が含まれているため、表示しません）",
    problem: "返答を受け取れませんでした",
    offline: "インターネットにつながっていないようです。つながりを確かめて、もう一度送ってください。",
    unreachable: "窓口につながりませんでした。少し待ってから、もう一度送ってください。",
    broken: "申し訳ありません。うまく返答できませんでした。少し待ってから、もう一度送ってください。",
    retry: "もう一度送る",
    section: "担当：",
    telephone: "電話",
    open: "いまは受付中です。",
    closed: "いまは受付時間外です。",
    updated: "更新日：",
    sources: "出典",
    newTab: "（別の画面で開きます）",
    choices: "候補",
    nearest: "近い内容の案内があります。",
    related: "あわせてよく見られる案内",
  };
  /** Headings for replies that are not a curated entry; other outcomes need none. @type {Record<string, string>} */
  const HEADINGS = {
    passage: "計画などに書かれていること",
    handoff: "担当の課のご案内",
    crisis: "まず、こちらにお電話ください",
    personal_data: "個人情報は書かないでください",
  };

  const LONGEST = 2000; // characters, as maxlength in chat.html and as the server
  const NEAR_LIMIT = 1900;
  const THINKING_AFTER = 400; // milliseconds; quicker replies need no notice
  const GIVE_UP_AFTER = 30000;
  const KEPT = 50; // exchanges that survive a reload
  const LEANING_MS = 300000; // a question without a topic leans on the answer of the last five minutes
  const EMERGENCY = ["110", "118", "119", "171", "188", "189"];

  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const form = /** @type {HTMLFormElement} */ (find("#ask"));
  const input = /** @type {HTMLTextAreaElement} */ (find("#text"));
  const send = find("#ask button");
  const log = find("#log");
  const status = find("#status");
  const limit = find("#limit");
  const clear = find("#clear");
  const sizes = find("#sizes");
  const city = /** @type {HTMLInputElement} */ (form.elements.namedItem("city")).value;

  /** @type {Exchange[]} */
  let exchanges = [];
  let session = newSession();
  /** @type {{ id: string, at: number } | null} the entry last answered with */
  let last = null;
  /** The question on its way, if any. @type {?AbortController} */
  let waiting = null;

  // ---- Small tools -------------------------------------------------------------------------------------------------

  /**
   * An element with a class and children; strings become text nodes, null is left out.
   * @param {string} tag
   * @param {string} className
   * @param {...(Node | string | null)} children
   */
  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  /** @param {string} label @param {() => void} press */
  function makeButton(label, press) {
    const button = /** @type {HTMLButtonElement} */ (make("button", "", label));
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }

  /** Like localStorage without surprises: blocked or full storage forgets instead of failing. */
  const memory = {
    /** @param {string} key */
    read(key) {
      try {
        return JSON.parse(sessionStorage.getItem(`madoguchi.${key}`) || "null");
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {unknown} value */
    write(key, value) {
      try {
        sessionStorage.setItem(`madoguchi.${key}`, JSON.stringify(value));
      } catch {
        // The conversation then lasts until the page is reloaded.
      }
    },
    /** @param {string} key */
    forget(key) {
      try {
        sessionStorage.removeItem(`madoguchi.${key}`);
      } catch {
        // Nothing could be stored, so nothing is left.
      }
    },
  };

  /** 128 random bits, hexadecimal; says nothing about the reader. */
  function newSession() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function keep() {
    memory.write(city, { session, exchanges: exchanges.slice(-KEPT) });
  }

  /** @param {Element} element @param {ScrollLogicalPosition} block */
  function bringIntoView(element, block) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  }

  // ---- Telephone numbers -------------------------------------------------------------------------------------------

  const DIGITS = /[#＃]?[0-9０-９]+(?:[-－‐‑ー][0-9０-９]+)*/g;

  /**
   * The tel: address of a number as written, or "" when `written` is no telephone number.
   * A "#" must be escaped, or the dialler would take it for a fragment and call nothing.
   * @param {string} written
   */
  function telephoneAddress(written) {
    const digits = written.normalize("NFKC").replace(/[^#0-9]/g, "");
    const callable = EMERGENCY.includes(digits) || /^#\d{4}$/.test(digits) || /^0\d{9,10}$/.test(digits);
    return callable ? `tel:${digits.replace("#", "%23")}` : "";
  }

  /**
   * `text` as nodes, each telephone number in it a link. For crisis replies and contacts only: elsewhere 119 may be a count.
   * @param {string} text
   * @param {string} [prefix] words to take into the link, before the number
   */
  function withTelephoneLinks(text, prefix = "") {
    const nodes = [];
    let done = 0;
    for (const found of text.matchAll(DIGITS)) {
      const address = telephoneAddress(found[0]);
      if (!address) continue;
      const link = /** @type {HTMLAnchorElement} */ (make("a", "tel", prefix, make("span", "number", found[0])));
      link.href = address;
      nodes.push(text.slice(done, found.index), link);
      done = found.index + found[0].length;
    }
    return [...nodes, text.slice(done)];
  }

  // ---- A reply on the page -----------------------------------------------------------------------------------------

  /** @param {Exchange} exchange */
  function replyView({ ask, question, reply }) {
    const heading = (reply.entry && reply.entry.question) || HEADINGS[reply.outcome];
    const contact = reply.contact || (reply.entry && reply.entry.section ? { section: reply.entry.section } : null);
    return make(
      "article",
      `reply ${reply.outcome}`,
      make("p", "sender", WORDS.sender),
      heading ? make("h3", "", heading) : null,
      answerView(reply),
      reply.choices.length ? choicesView(reply) : null,
      contact ? contactView(contact) : null,
      reply.entry && reply.entry.updated_on ? updatedView(reply.entry.updated_on) : null,
      reply.sources.length ? sourcesView(reply.sources) : null,
      reply.outcome === "error" ? retryView(ask, question) : null,
    );
  }

  /** @param {Reply} reply */
  function answerView({ outcome, text }) {
    if (outcome === "crisis") {
      return make("div", "answer", ...text.split("\n").map((line) => make("p", "line", ...withTelephoneLinks(line))));
    }
    return outcome === "not_japanese" ? foreignView(text) : make("p", "answer", text);
  }

  /** Each line under its own language, so that screen readers choose the right voice. @param {string} text */
  function foreignView(text) {
    const lines = text.split("\n").map((line) => {
      const view = make("p", "", line);
      view.lang = languageOf(line);
      return view;
    });
    return make("div", "answer", ...lines);
  }

  /** @param {string} line */
  function languageOf(line) {
    if (/\p{Script=Hangul}/u.test(line)) return "ko";
    if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line)) return "ja";
    return /\p{Script=Han}/u.test(line) ? "zh" : "en";
  }

  /** @param {Reply} reply */
  function choicesView({ outcome, choices }) {
    const items = choices.map(({ id, label }) =>
      make("li", "", makeButton(label, () => submit({ choice: id }, label))),
    );
    const list = make("ul", "choices", ...items);
    list.setAttribute("role", "list"); // without bullets, Safari no longer calls it a list
    list.setAttribute("aria-label", WORDS.choices);
    const above = { handoff: WORDS.nearest, answered: WORDS.related }[outcome];
    return above ? make("div", "nearest", make("p", "", above), list) : list;
  }

  /** @param {Partial<Contact>} contact */
  function contactView({ section, telephone, hours, open_now: open }) {
    const now = open === true ? WORDS.open : open === false ? WORDS.closed : "";
    return make(
      "div",
      "contact",
      section ? make("p", "contact-name", WORDS.section + section) : null,
      telephone ? make("p", "", ...withTelephoneLinks(telephone, `${WORDS.telephone} `)) : null,
      hours || now ? make("p", "", hours || "", " ", now ? make("strong", "", now) : null) : null,
    );
  }

  /** @param {string} day ISO 8601, as 2026-04-01 */
  function updatedView(day) {
    const [year, month, date] = day.split("-").map(Number);
    const time = /** @type {HTMLTimeElement} */ (make("time", "", date ? `${year}年${month}月${date}日` : day));
    time.dateTime = day;
    return make("p", "updated", WORDS.updated, time);
  }

  /** @param {Source[]} sources */
  function sourcesView(sources) {
    const list = make("ul", "", ...sources.map(sourceView));
    list.setAttribute("role", "list");
    return make("details", "sources", make("summary", "", WORDS.sources), list);
  }

  /** @param {Source} source */
  function sourceView({ title, place, url, excerpt }) {
    return make(
      "li",
      "",
      make("p", "", title),
      place ? make("p", "place", place) : null,
      url ? make("p", "", urlView(url)) : null,
      excerpt ? make("blockquote", "", excerpt) : null,
    );
  }

  /** A link for web addresses only; anything else stays text. @param {string} url */
  function urlView(url) {
    if (!/^https?:\/\//i.test(url)) return make("span", "url", url);
    const link = /** @type {HTMLAnchorElement} */ (make("a", "url", url, WORDS.newTab));
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  /** @param {Ask} ask @param {string} question */
  function retryView(ask, question) {
    const button = makeButton(WORDS.retry, () => retry(ask, question));
    button.className = "retry";
    return button;
  }

  /** What went wrong; with `again`, a way to try once more. @param {string} message @param {?Node} again */
  function problemView(message, again) {
    return make("article", "reply problem", make("h3", "", WORDS.problem), make("p", "answer", message), again);
  }

  /** Puts the question on the page; its reply will follow inside the returned element. @param {string} question */
  function showQuestion(question) {
    const words = make("div", "question", make("span", "sender", WORDS.asker), make("p", "", question));
    const view = make("div", "exchange", words);
    words.tabIndex = -1;
    log.append(view);
    clear.hidden = false;
    return view;
  }

  // ---- Asking ------------------------------------------------------------------------------------------------------

  /** Why there is no reply: a sentence for the reader, and whether asking again can help. */
  class Problem extends Error {
    /** @param {string} message @param {boolean} passing */
    constructor(message, passing) {
      super(message);
      this.passing = passing;
    }
  }

  /** @param {Ask} ask @param {AbortSignal} signal @returns {Promise<Reply>} */
  async function request(ask, signal) {
    let response;
    try {
      response = await fetch("/api/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ city, ...ask, session, previous: before() }),
        signal,
      });
    } catch {
      throw new Problem(navigator.onLine ? WORDS.unreachable : WORDS.offline, true);
    }
    const body = await response.json().catch(() => null);
    if (response.ok && body && typeof body.text === "string") return body;
    const refused = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
    throw new Problem((body && body.error && body.error.message) || WORDS.broken, !refused);
  }

  /** The entry of the last answer while it is fresh: 「費用は？」 leans on it. @returns {string} */
  function before() {
    return last && Date.now() - last.at < LEANING_MS ? last.id : "";
  }

  /** Asks, and shows the question, then the reply or what went wrong. @param {Ask} ask @param {string} question */
  async function submit(ask, question) {
    if (waiting) {
      status.textContent = WORDS.busy;
      return null;
    }
    log.querySelectorAll(".unanswered").forEach((view) => view.remove());
    if ("text" in ask && input.value.trim() === ask.text) setInput("");
    const mine = new AbortController();
    const view = showQuestion(question);
    const timers = startWaiting(mine);
    bringIntoView(status, "nearest");
    try {
      const reply = await request(ask, mine.signal);
      if (waiting === mine) {
        last = reply.entry ? { id: reply.entry.id, at: Date.now() } : null;
        showReply(view, { ask, question, reply });
      }
    } catch (problem) {
      if (waiting === mine) showProblem(view, ask, question, problem);
    } finally {
      timers.forEach(clearTimeout);
      if (waiting === mine) stopWaiting();
    }
    return view;
  }

  /** @param {AbortController} mine @returns {number[]} timers to clear */
  function startWaiting(mine) {
    waiting = mine;
    setStatus("");
    send.setAttribute("aria-disabled", "true");
    return [
      setTimeout(() => setStatus(WORDS.thinking, "thinking"), THINKING_AFTER),
      setTimeout(() => mine.abort(), GIVE_UP_AFTER),
    ];
  }

  function stopWaiting() {
    waiting = null;
    setStatus("");
    send.removeAttribute("aria-disabled");
  }

  /** @param {Element} view @param {Exchange} exchange */
  function showReply(view, exchange) {
    const reply = replyView(exchange);
    view.append(reply);
    if (exchange.reply.outcome === "personal_data") withhold(view, exchange);
    exchanges.push(exchange);
    keep();
    bringIntoView(reply, "start");
  }

  /**
   * Takes personal data off the page and out of what is kept; the reader may still correct the text in the input.
   * @param {Element} view
   * @param {Exchange} exchange
   */
  function withhold(view, exchange) {
    const words = /** @type {HTMLElement} */ (view.querySelector(".question p"));
    if ("text" in exchange.ask && !input.value) setInput(exchange.ask.text);
    words.textContent = exchange.question = WORDS.withheld;
    exchange.ask = { text: "" };
  }

  /** @param {Element} view @param {Ask} ask @param {string} question @param {unknown} problem */
  function showProblem(view, ask, question, problem) {
    const known = problem instanceof Problem;
    const again = !known || problem.passing ? retryView(ask, question) : null;
    const message = problemView(known ? problem.message : WORDS.broken, again);
    view.classList.add("unanswered");
    view.append(message);
    if ("text" in ask && !input.value) setInput(ask.text);
    bringIntoView(message, "nearest");
  }

  /** Asks again. The pressed button disappears, so the focus moves to the question. @param {Ask} ask @param {string} question */
  function retry(ask, question) {
    submit(ask, question);
    const words = log.querySelector(".exchange:last-child .question");
    if (words instanceof HTMLElement) words.focus({ preventScroll: true });
  }

  // ---- The page around it ------------------------------------------------------------------------------------------

  /** @param {string} words @param {string} [className] */
  function setStatus(words, className = "") {
    status.textContent = words;
    status.className = className;
  }

  /** @param {string} text */
  function setInput(text) {
    input.value = text;
    noticeInput();
  }

  /** Says so before the text is full; two fixed sentences, so that screen readers are not interrupted at each key. */
  function noticeInput() {
    const length = input.value.length;
    const words = length >= LONGEST ? WORDS.atLimit : length >= NEAR_LIMIT ? WORDS.nearLimit : "";
    if (limit.textContent !== words) limit.textContent = words;
    if (!CSS.supports("field-sizing", "content")) {
      input.style.height = "auto";
      input.style.height = `${input.scrollHeight + 4}px`; // 4: the borders
    }
  }

  /** @param {Event} event */
  function submitForm(event) {
    event.preventDefault();
    input.focus({ preventScroll: true });
    const text = input.value.trim();
    if (text) submit({ text }, text);
    else setStatus(WORDS.empty);
  }

  /** Enter sends; Shift+Enter is a new line; Enter that ends a kana-kanji conversion is neither. @param {KeyboardEvent} event */
  function sendOnEnter(event) {
    const converting = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || converting) return;
    submitForm(event);
  }

  /** @param {Event} event */
  function submitExample(event) {
    event.preventDefault();
    const text = /** @type {HTMLButtonElement} */ (event.currentTarget).value;
    submit({ text }, text);
  }

  /** An entry of a category that the server listed. @param {Event} event */
  function submitListed(event) {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    submit({ choice: button.value }, button.textContent || "");
  }

  /** Begins anew, as another person: nothing of the conversation stays on the page or in the tab. */
  function forgetConversation() {
    exchanges = [];
    last = null;
    session = newSession();
    memory.forget(city);
    log.replaceChildren();
    clear.hidden = true;
  }

  /** The pressed button disappears, so the focus moves to the greeting. */
  function clearHistory() {
    if (waiting) waiting.abort();
    stopWaiting();
    forgetConversation();
    find(".served").replaceChildren();
    setInput("");
    setStatus(WORDS.cleared);
    find("#greeting").focus();
  }

  /** @param {string} size */
  function setSize(size) {
    document.documentElement.dataset.size = size;
    for (const button of sizes.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.size === size));
    }
  }

  function restoreSize() {
    setSize(memory.read("size") || "standard");
    sizes.hidden = false;
    sizes.addEventListener("click", (event) => {
      const size = event.target instanceof HTMLElement && event.target.dataset.size;
      if (!size) return;
      setSize(size);
      memory.write("size", size);
    });
  }

  /** The conversation as it was before a reload; what cannot be read is forgotten. */
  function restoreConversation() {
    const kept = memory.read(city);
    try {
      session = kept ? kept.session : session;
      exchanges = kept ? kept.exchanges : [];
      for (const exchange of exchanges) showQuestion(exchange.question).append(replyView(exchange));
    } catch {
      forgetConversation();
    }
  }

  /** Keeps focused things from hiding behind the sticky form (WCAG 2.4.11). */
  function watchComposer() {
    if (!("ResizeObserver" in window)) return;
    const root = document.documentElement;
    new ResizeObserver(() => root.style.setProperty("--composer", `${form.offsetHeight}px`)).observe(form);
  }

  form.noValidate = true;
  /** @type {HTMLSelectElement} */ (find("#city")).value = city;
  form.addEventListener("submit", submitForm);
  input.addEventListener("keydown", sendOnEnter);
  input.addEventListener("input", noticeInput);
  send.addEventListener("mousedown", (event) => event.preventDefault()); // the focus, and a phone's keyboard, stay
  document.querySelectorAll("#examples button").forEach((button) => button.addEventListener("click", submitExample));
  document.querySelectorAll(".served button").forEach((button) => button.addEventListener("click", submitListed));
  find("#clear button").addEventListener("click", clearHistory);
  restoreSize();
  restoreConversation();
  watchComposer();
})();

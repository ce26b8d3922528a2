/* The desk, made quick: results while typing, arrows, Enter, "/" for the next question. Without it the page is a plain form. */

import { answerView } from "./desk-answer.js";
import { call } from "./desk-api.js";
import { listView } from "./desk-list.js";
import { copy } from "../widget/v1/copy.js";

const PAUSE = 120; // milliseconds without a key before a search
const SINGLE = "madoguchi-desk-single-keys"; // where a browser keeps that single letters are off

const form = /** @type {HTMLFormElement} */ (document.getElementById("desk-ask"));
const box = /** @type {HTMLInputElement} */ (document.getElementById("desk-q"));
const panes = /** @type {HTMLElement} */ (document.getElementById("desk-panes"));
const answerPane = /** @type {HTMLElement} */ (document.getElementById("desk-answer"));
const status = /** @type {HTMLElement} */ (document.getElementById("desk-status"));
const single = /** @type {HTMLElement} */ (document.getElementById("desk-single"));
const list = listView(/** @type {HTMLElement} */ (document.getElementById("desk-list")), box, pick);

/** @type {AbortController | null} */
let searching = null;
let timer = 0;
let turn = 0; // counts what was asked: an older reply never takes the place of a newer one
/** @type {any} */
let shown = null;

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
box.addEventListener("keydown", onBoxKey);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = list.moved() && list.has(box.value.trim()); // not from the list of what was typed before
  open(chosen ? list.current() : null);
});
document.addEventListener("keydown", onKey);
document.getElementById("desk-keys")?.removeAttribute("hidden");
prepareSingleKeys();
if (box.value.trim()) search();
box.focus();

async function search() {
  searching?.abort();
  const text = box.value.trim();
  const mine = ++turn;
  if (!text) {
    clear();
    return;
  }
  searching = new AbortController();
  try {
    const { candidates } = await call("GET", "search", { q: text }, searching.signal);
    if (mine !== turn) return;
    panes.classList.remove("desk-panes--empty");
    list.show(candidates);
    status.textContent = candidates.length ? `候補${candidates.length}件。1番目は、${candidates[0].title}` : "候補はありません。";
    pick(list.current());
  } catch (error) {
    if (mine === turn && !(error instanceof DOMException && error.name === "AbortError")) fail(error);
  }
}

/** Show the answer of a candidate beside the list, before anything is recorded. @param {any} candidate */
function pick(candidate) {
  if (candidate) show(candidate.answer);
  else answerPane.replaceChildren();
}

/** Send the question as it was typed, or open `candidate`: this is what counts. @param {any} candidate */
async function open(candidate) {
  const text = box.value.trim();
  if (!text) return;
  clearTimeout(timer);
  searching?.abort();
  const mine = ++turn;
  try {
    const found = candidate || list.has(text) ? null : await call("GET", "search", { q: text });
    const answer = await call("POST", "ask", { text, choice: candidate ? candidate.id : "" });
    if (mine !== turn) return;
    panes.classList.remove("desk-panes--empty");
    if (found) list.show(found.candidates);
    list.choose(answer.entry);
    list.close();
    show(answer);
    document.getElementById("desk-heading")?.focus();
  } catch (error) {
    if (mine === turn) fail(error);
  }
}

/** @param {any} answer */
function show(answer) {
  shown = answer;
  answerPane.replaceChildren(
    answerView(answer, {
      text: () => box.value.trim(),
      take: (/** @type {string} */ id) => open({ id }),
      copyShown,
      open: () => open(list.current()),
    }),
  );
}

async function copyShown() {
  if (!shown) return;
  const focused = /** @type {HTMLElement} */ (document.activeElement ?? box);
  status.textContent = "";
  const done = await copy(shown.plain, focused);
  const said = done ? "コピーしました" : "コピーできません。「メール用の文」から写してください";
  status.textContent = said;
  const place = answerPane.querySelector(".desk-said");
  if (place) place.textContent = said;
}

function clear() {
  shown = null;
  list.show([]);
  answerPane.replaceChildren();
  panes.classList.add("desk-panes--empty");
  status.textContent = "";
}

/** @param {unknown} error */
function fail(error) {
  const said = document.createElement("p");
  said.className = "staff-alert";
  said.setAttribute("role", "alert");
  said.textContent = error instanceof Error && error.message ? error.message : "つながりません。もう一度お試しください。";
  panes.classList.remove("desk-panes--empty");
  answerPane.replaceChildren(said);
}

/** @param {KeyboardEvent} event */
function onBoxKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    list.move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    event.preventDefault();
    box.value = "";
    search();
  }
}

/** Keys of the whole page. @param {KeyboardEvent} event */
function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey && event.code === "KeyC") {
    event.preventDefault();
    copyShown();
    return;
  }
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "/" && target === box && !box.value) event.preventDefault(); // the key that leads here, pressed here
  if (event.altKey || target.closest("input:not([type=radio], [type=checkbox]), textarea, select") || !singleKeys()) return;
  if (event.key === "/") {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "c" || event.key === "C") {
    event.preventDefault();
    copyShown();
  }
}

/** Whether single letters are keys: people who dictate must be able to turn that off (WCAG 2.1.4). */
function singleKeys() {
  return /** @type {HTMLInputElement | null} */ (single.querySelector("input"))?.checked ?? true;
}

function prepareSingleKeys() {
  const box = /** @type {HTMLInputElement} */ (single.querySelector("input"));
  single.hidden = false;
  try {
    box.checked = localStorage.getItem(SINGLE) !== "off";
  } catch {
    // A browser that keeps nothing: then it holds for this page.
  }
  box.addEventListener("change", () => {
    document.body.classList.toggle("desk-no-letters", !box.checked);
    try {
      localStorage.setItem(SINGLE, box.checked ? "on" : "off");
    } catch {
      // See above.
    }
  });
  document.body.classList.toggle("desk-no-letters", !box.checked);
}

// Comfort on the pages of entries. Everything works without it.
// @ts-check

const WAIT = 600; // ms without typing before the house rules are asked

/** @param {ParentNode} root @param {string} selector @returns {HTMLElement[]} */
const all = (root, selector) => Array.from(root.querySelectorAll(selector));

/** The token that unsafe requests carry. */
const token = () => document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";

/** Nothing is lost by leaving the page unasked.
 * @param {HTMLFormElement} form @param {boolean} dirty */
function keep(form, dirty) {
  let unsaved = dirty;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

/** One press sends once.
 * @param {HTMLFormElement} form */
function once(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    for (const button of all(form, "button")) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    sent = false;
    for (const button of all(form, "button")) button.removeAttribute("aria-disabled");
  });
}

/** How many characters a field has.
 * @param {HTMLFormElement} form */
function count(form) {
  for (const place of all(form, "[data-count]")) {
    const field = form.elements.namedItem(place.dataset.count ?? "");
    if (!(field instanceof HTMLTextAreaElement)) continue;
    const show = () => { place.textContent = `いま${[...field.value.trim()].length.toLocaleString("ja-JP")}字`; };
    field.addEventListener("input", show);
    show();
  }
}

/** Another row for a source or a link.
 * @param {HTMLFormElement} form */
function rows(form) {
  for (const button of all(form, "[data-add]")) {
    const group = /** @type {HTMLElement} */ (button.closest("fieldset"));
    /** @type {HTMLElement} */ (button.parentElement).hidden = false;
    button.addEventListener("click", () => {
      const before = all(group, "[data-row]");
      const row = /** @type {HTMLElement} */ (before[before.length - 1].cloneNode(true));
      for (const part of /** @type {HTMLElement[]} */ (Array.from(row.children))) {
        const [label, input] = [part.querySelector("label"), part.querySelector("input")];
        if (!label || !input) continue;
        input.value = "";
        input.id = label.htmlFor = input.id.replace(/_\d+_/, `_${before.length}_`);
        const hidden = label.querySelector("span");
        if (hidden) hidden.textContent = (hidden.textContent ?? "").replace(/\d+/, String(before.length + 1));
      }
      before[before.length - 1].after(row);
      row.querySelector("input")?.focus();
    });
  }
}

/** One remark, never as markup.
 * @param {{must: boolean, level: string, problem: string, remedy: string}} one */
function remark(one) {
  const line = document.createElement("p");
  line.className = `entry-remark entry-remark--${one.must ? "must" : "may"}`;
  const level = document.createElement("strong");
  level.textContent = one.level;
  const remedy = document.createElement("span");
  remedy.textContent = one.remedy;
  line.append(level, ` ${one.problem}`, document.createElement("br"), remedy);
  return line;
}

/** What the house rules say, beside each field, while it is written.
 * @param {HTMLFormElement} form */
function check(form) {
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let latest = 0;
  const ask = async () => {
    const mine = ++latest;
    try {
      const response = await fetch(form.dataset.check ?? "", {
        method: "POST",
        headers: { "X-CSRF-Token": token() },
        body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
      });
      if (!response.ok || mine !== latest) return;
      const { remarks } = await response.json();
      for (const place of all(form, "[data-remarks]")) {
        const own = remarks.filter((/** @type {any} */ one) => one.field === place.dataset.remarks);
        place.replaceChildren(...own.map(remark));
      }
      const must = remarks.filter((/** @type {any} */ one) => one.must).length;
      if (status) status.textContent = must ? `公開の前に直すところ：${must}件` : "公開の前に直すところは、ありません";
    } catch {
      if (status) status.textContent = "いまは確かめられません。保存はできます。";
    }
  };
  form.addEventListener("input", (event) => {
    if (/** @type {HTMLElement} */ (event.target).id === "ask") return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  ask();
}

/** Enter in a field of one line looks, rather than saves.
 * @param {HTMLFormElement} form */
function enter(form) {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (field.id === "ask") all(form, 'button[value="ask"]')[0]?.click();
  });
}

for (const form of document.querySelectorAll("form")) {
  if (form.matches("[data-entry]")) {
    keep(form, form.matches("[data-dirty]"));
    count(form);
    rows(form);
    check(form);
    enter(form);
  }
  if (form.matches("[data-dirty-form]")) keep(form, true);
  if (form.matches("[data-once]")) once(form);
}
const shown = document.getElementById("asked") ?? document.getElementById("look");
if (shown && document.querySelector("[data-entry]")) {
  shown.scrollIntoView({ block: "start" });
  shown.tabIndex = -1;
  shown.focus({ preventScroll: true });
}

/* One reply beside the candidates: the answer, the note for colleagues, whom to ask, sources, and what can be done with it. */

import { call } from "./desk-api.js";
import { element, isPage } from "./desk-element.js";

/**
 * @param {any} answer as /staff/api/ask has it; without an id nothing was recorded yet
 * @param {{text: () => string, take: (id: string) => void, copyShown: () => void, open: () => void}} desk
 */
export function answerView(answer, desk) {
  const view = document.createDocumentFragment();
  view.append(
    state(answer),
    element("h2", "", { id: "desk-heading", tabindex: "-1" }, answer.heading || "返答"),
    element("div", "desk-text", {}, answer.text),
  );
  const asked = !answer.entry; // then the choices are what the reply asks; else what the same person often needs next
  if (asked && answer.choices.length) view.append(choices(answer.choices, desk.take));
  if (answer.note) view.append(note(answer.note));
  if (answer.contact) view.append(contact(answer.contact));
  view.append(actions(answer, desk));
  if (answer.sources.length) view.append(element("h3", "", {}, "根拠"), sources(answer.sources));
  if (!asked && answer.choices.length) view.append(element("h3", "", {}, "あわせてよく見られる項目"), choices(answer.choices, desk.take));
  return view;
}

/** @param {any} answer */
function state(answer) {
  const line = element("p", "desk-state");
  line.append(element("span", "desk-badge", {}, answer.id ? answer.label : "候補を見ています"));
  if (answer.internal) line.append(element("span", "desk-badge desk-badge--internal", {}, "庁内限り"));
  if (answer.updated) line.append(element("span", "staff-quiet-text", {}, `更新日：${answer.updated}`));
  return line;
}

/** @param {{id: string, label: string}[]} offered @param {(id: string) => void} take */
function choices(offered, take) {
  const list = element("ul", "desk-choices");
  for (const { id, label } of offered) {
    const button = element("button", "staff-quiet", { type: "button" }, label);
    button.addEventListener("click", () => take(id));
    const item = element("li");
    item.append(button);
    list.append(item);
  }
  return list;
}

/** @param {string} text */
function note(text) {
  const box = element("div", "desk-note");
  box.append(element("h3", "", {}, "職員向けメモ"), element("p", "", {}, text));
  return box;
}

/** @param {any} whom */
function contact(whom) {
  const list = element("dl", "desk-contact");
  const lines = [
    ["担当", whom.place ? `${whom.section}（${whom.place}）` : whom.section, ""],
    ["電話", whom.telephone, "desk-telephone"],
    ["きょう", whom.hours, ""],
  ];
  for (const [name, value, kind] of lines) {
    if (!value) continue;
    const line = element("div");
    line.append(element("dt", "", {}, name), element("dd", kind, {}, value));
    list.append(line);
  }
  return list;
}

/** @param {any[]} cited */
function sources(cited) {
  const list = element("ul", "desk-sources");
  for (const each of cited) {
    const item = element("li");
    item.append(
      isPage(each.url) ? element("a", "", { href: each.url, rel: "noopener noreferrer" }, each.title) : each.title,
      ` ${each.place}`,
    );
    if (each.excerpt) {
      const details = element("details");
      details.append(element("summary", "", {}, "本文"), element("p", "", {}, each.excerpt));
      item.append(details);
    }
    list.append(item);
  }
  return list;
}

/** @param {any} answer @param {{text: () => string, copyShown: () => void, open: () => void}} desk */
function actions(answer, desk) {
  const all = element("div");
  const row = element("div", "desk-actions");
  const said = element("p", "desk-said", { role: "status" });
  if (!answer.id) row.append(button("開く", desk.open, "staff-button"));
  row.append(button("コピー", desk.copyShown, answer.id ? "staff-button" : "staff-quiet"));
  const wrong = answer.id ? button("回答が違う", () => report(answer.id, wrong, said, all)) : null;
  if (wrong) row.append(wrong);
  row.append(button("項目を提案", () => propose(desk.text(), said)));
  const plain = element("details", "desk-plain");
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", "", { readonly: "", rows: "8", "aria-label": "メール用の文" }));
  field.value = answer.plain;
  plain.append(element("summary", "", {}, "メール用の文"), field);
  all.append(row, said, plain);
  return all;
}

/** @param {string} label @param {() => void} act @param {string} kind */
function button(label, act, kind = "staff-quiet") {
  const made = element("button", kind, { type: "button" }, label);
  made.addEventListener("click", act);
  return made;
}

/** One click is kept at once; a reason may follow. @param {string} id @param {HTMLElement | null} pressed @param {HTMLElement} said @param {HTMLElement} all */
async function report(id, pressed, said, all) {
  if (all.querySelector(".desk-wrong")) return;
  if (!(await told(said, () => call("POST", "wrong", { reply_id: id })))) return;
  const form = element("form", "desk-wrong");
  const row = element("div", "desk-ask__row");
  const field = /** @type {HTMLInputElement} */ (element("input", "", { id: "desk-reason", type: "text", maxlength: "500" }));
  row.append(field, element("button", "staff-quiet", {}, "理由を送る"));
  form.append(element("label", "", { for: "desk-reason" }, "どこが違うか（書かなくてもよい）"), row);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await told(said, () => call("POST", "wrong", { reply_id: id, reason: field.value.trim() })))) return;
    form.remove();
    pressed?.focus();
  });
  said.after(form);
  field.focus();
}

/** @param {string} text @param {HTMLElement} said */
async function propose(text, said) {
  const kept = await told(said, () => call("POST", "proposal", { text }));
  if (kept) said.append(" ", element("a", "", { href: kept.href }, "下書きを見る"));
}

/** Say how it went. @param {HTMLElement} said @param {() => Promise<any>} act */
async function told(said, act) {
  try {
    const answer = await act();
    said.textContent = answer.text;
    return answer;
  } catch (error) {
    said.textContent = error instanceof Error && error.message ? error.message : "記録できませんでした。もう一度お試しください。";
    return null;
  }
}

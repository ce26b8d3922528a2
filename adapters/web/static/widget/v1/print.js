/* Printing the conversation alone, out of the middle of somebody else's page. */

/** @param {HTMLElement} chat */
export function printOnly(chat) {
  const root = chat.shadowRoot && chat.shadowRoot.querySelector(".root");
  const sheet = hideTheRest(chat);
  if (root) root.classList.add("printed");
  window.print();
  if (root) root.classList.remove("printed");
  if (sheet) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
}

/** The page is left out of the print, for as long as that takes, where the browser can do so without inline style. @param {HTMLElement} chat */
function hideTheRest(chat) {
  if (chat.parentElement !== document.body || !("adoptedStyleSheets" in document)) return null;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("@media print { body > :not(madoguchi-chat) { display: none !important; } }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return sheet;
}

/* Elements made with text, never with markup. */

/** @param {string} tag @param {string} [name] class @param {Record<string, string>} [attributes] @param {string} [text] */
export function element(tag, name = "", attributes = {}, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** Where a source may lead: pages of the web only. @param {string} url */
export function isPage(url) {
  return /^https?:\/\//.test(url);
}

/* Elements. Strings become text nodes, never markup. */

/**
 * An element with a class and children; null is left out.
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** `element` with `attributes`; one that is null is left out. @param {HTMLElement} element @param {Record<string, string | null>} attributes */
export function mark(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  return element;
}

/** @param {string} label @param {() => void} press @param {string} [className] */
export function makeButton(label, press, className = "") {
  const button = /** @type {HTMLButtonElement} */ (make("button", className, label));
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** A list that stays one for Safari, which forgets it without bullets. @param {string} className @param {...Node} items */
export function makeList(className, ...items) {
  return mark(make("ul", className, ...items.map((item) => make("li", "", item))), { role: "list" });
}

/** A place for short notices that screen readers read out. @param {string} className */
export function makeStatus(className) {
  return mark(make("p", className), { role: "status" });
}

/** @param {Element} element @param {ScrollLogicalPosition} block */
export function bringIntoView(element, block) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
}

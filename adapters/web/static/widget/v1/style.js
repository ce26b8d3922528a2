/* The style of the widget. The server puts tokens.css and style.css in here, so that no page needs 'unsafe-inline'. */

const STYLE = "{{style}}";

/** @param {ShadowRoot} shadow */
export function dress(shadow) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const link = document.createElement("link"); // browsers before 2023: the page's style-src must then name this server
    link.rel = "stylesheet";
    link.href = new URL("style.css", import.meta.url).href;
    shadow.append(link);
  }
}

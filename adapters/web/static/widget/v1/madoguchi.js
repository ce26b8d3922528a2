/*
 * The one line a city puts into its pages: <script defer src="https://…/widget/v1/madoguchi.js" data-city="132012"></script>
 * Classic and old-fashioned on purpose: document.currentScript exists only here, and a browser that cannot run the modules
 * must still be able to read this and be shown the way to /chat. docs/embedding.md has the attributes.
 */
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript); // only now: it is null later
  if (!script) return;
  var base = script.src.replace(/[^/]*$/, "");
  var server = base.replace(/widget\/v1\/$/, "");
  /** @type {Element} */
  var chat;

  function start() {
    if (document.querySelector("madoguchi-chat[city]")) return;
    var mount = script.getAttribute("data-mount");
    var found = mount ? document.querySelector(mount) : null;
    chat = found || document.createElement("madoguchi-chat");
    ["city", "heading", "launcher", "position", "remember", "theme", "mode"].forEach(function (name) {
      var value = script.getAttribute("data-" + name);
      if (value !== null) chat.setAttribute(name, value);
    });
    chat.setAttribute("server", server);
    if (!found) document.body.appendChild(chat);
    if (window.customElements && "noModule" in script && "attachShadow" in Element.prototype) bringModules();
    else giveWay();
  }

  function bringModules() {
    "{{modules}}".split(" ").forEach(function (name) {
      var early = document.createElement("link"); // all at once, instead of one after the other
      early.rel = "modulepreload";
      early.crossOrigin = "anonymous";
      early.href = base + "{{build}}/" + name;
      document.head.appendChild(early);
    });
    var module = document.createElement("script");
    module.type = "module";
    module.crossOrigin = "anonymous";
    module.nonce = script.nonce || "";
    module.src = base + "{{build}}/element.js";
    module.onerror = giveWay;
    document.head.appendChild(module);
  }

  /** A plain link in place of the conversation; a page that carries its own form keeps it. */
  function giveWay() {
    if (chat.firstChild) return;
    var link = document.createElement("a");
    link.href = server + "chat?city=" + encodeURIComponent(chat.getAttribute("city") || "");
    link.textContent = "お使いのブラウザーでは、この画面のまま質問できません。質問のページを開く";
    chat.appendChild(link);
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start); // a page without "defer"
})();

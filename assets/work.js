/* Long tables come as one piece of HTML (layouts/drawn.py, escaped there); their links stay inside the app. */
(function () {
  "use strict";

  const fill = (one) => { one.innerHTML = one.getAttribute("data-html"); };

  function watch() {
    document.querySelectorAll("[data-html]").forEach(fill);
    new MutationObserver((changes) => changes.forEach((change) => {
      if (change.type === "attributes") return fill(change.target);
      change.addedNodes.forEach((node) => {
        if (node.nodeType !== Node.ELEMENT_NODE) return;
        if (node.hasAttribute("data-html")) fill(node);
        node.querySelectorAll("[data-html]").forEach(fill);
      });
    })).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-html"] });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-html] a[href^='/']");
    if (!link || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const to = new URL(link.href);
    window.dash_clientside.set_props("page-url", { pathname: to.pathname, search: to.search });
  });

  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();

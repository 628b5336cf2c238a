/* Panels and long tables come as one piece of HTML (layouts/drawn.py, escaped there); their links stay inside the app. */
(function () {
  "use strict";

  /* What had the focus keeps it, when there is as much to go to as before. */
  function fill(one) {
    const stops = () => [...one.querySelectorAll("a, button")], at = stops().indexOf(document.activeElement);
    one.innerHTML = one.getAttribute("data-html");
    if (at >= 0 && stops()[at]) stops()[at].focus({ preventScroll: true });
  }

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

  /* A count opens the list behind it. */
  document.addEventListener("click", (event) => {
    const count = event.target.closest("[data-units]");
    if (count) list(count.getAttribute("data-units"), window.location.search);
  });
  const list = (units, search) => window.dash_clientside.set_props("units-ask", { data: { units, search, at: Date.now() } });
  window.warroomList = list;

  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();

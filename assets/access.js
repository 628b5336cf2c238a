/* Keyboard and paper: the skip link, arrows in the ranking, Esc closes what is open, focus stays with the reader, the day of printing. */
(function () {
  "use strict";
  const shown = (one) => Boolean(one && one.getClientRects().length);
  const content = () => [document.getElementById("page-other"), document.getElementById("panel-body")].find(shown);

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".skip")) return;
    event.preventDefault();
    content()?.focus();
  });

  // A link followed by keyboard is replaced with its page: the focus goes to the same place of the new one, not to the top.
  let follow = null;
  document.addEventListener("click", (event) => {
    const link = event.detail === 0 && event.target.closest("a[href^='/']");
    if (!link || link.matches(".skip")) return;
    const box = link.closest("#panel-ranking, #head-path, #head-layers, #map-strip, .months");
    follow = { box: box && box.id, until: Date.now() + 8000 };
  });
  function refocus() {
    if (!follow || Date.now() > follow.until) return void (follow = null);
    const lost = !document.activeElement || document.activeElement === document.body || !shown(document.activeElement);
    if (!lost) return;
    const box = follow.box && document.getElementById(follow.box);
    const to = shown(box) ? box.querySelector("a.active, a[aria-current], .ranks a, a") || box : content();
    if (to) to.focus({ preventScroll: true });
  }

  /* Up and down step through the ranking; in the big screen these keys drill. */
  function step(event) {
    const row = event.target.closest(".ranks a");
    if (!row || document.documentElement.dataset.wall) return;
    const rows = [...row.closest(".ranks").querySelectorAll("a")];
    const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  function close(event) {
    const open = event.target.closest("details[open]") || document.querySelector("details.menu[open]");
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector("summary").focus();
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  window.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
    if (event.key === "Escape") close(event);
  }, true);

  function dated() {
    const language = document.documentElement.lang;
    const today = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date());
    document.querySelectorAll(".print-day").forEach((one) => { if (one.textContent !== today) one.textContent = today; });
  }

  function watch() {
    dated();
    new MutationObserver(() => { refocus(); dated(); }).observe(document.body, { childList: true, subtree: true });
  }
  window.addEventListener("beforeprint", dated);
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();

/* Months in motion: ▶ or space plays them from the oldest to the newest; any other step stops. The frame stays, only colours change. */
(function () {
  "use strict";
  const PAUSE_MS = 1100, PATIENCE_MS = 8000;
  let playing = false, timer = 0;

  const months = () => [...document.querySelectorAll("#map-strip a.strip-month")];
  const here = () => months().findIndex((one) => one.classList.contains("active"));

  /* The same page at another link, in place of the last one: a played year is not twelve steps back. */
  function replace(href) {
    window.history.replaceState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function show() {
    const button = document.getElementById("map-play");
    if (!button) return;
    button.textContent = playing ? "❚❚" : "▶";
    button.setAttribute("aria-pressed", String(playing));
  }

  function stop() {
    playing = false;
    clearTimeout(timer);
    show();
  }

  function step(target, since) {
    if (!playing) return;
    const all = months(), at = here();
    if (at < target && performance.now() - since < PATIENCE_MS) return void (timer = setTimeout(() => step(target, since), 80)); // still drawing
    if (at + 1 >= all.length) return stop();
    timer = setTimeout(() => { replace(months()[at + 1].href); step(at + 1, performance.now()); }, PAUSE_MS);
  }

  function toggle() {
    if (playing) return stop();
    const all = months();
    if (all.length < 2) return;
    playing = true;
    show();
    if (here() === all.length - 1) { replace(all[0].href); timer = setTimeout(() => waitFor(0), 80); }
    else step(here(), performance.now());
  }

  function waitFor(at) {
    if (!playing) return;
    if (here() !== at) return void (timer = setTimeout(() => waitFor(at), 80));
    step(at, performance.now());
  }

  function move(by) {
    stop();
    const next = months()[here() + by];
    if (next) replace(next.href);
  }

  /* Keys are for the map only: never while something is typed, chosen or opened. */
  function free(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return false;
    if (event.target.closest("input, textarea, select, [contenteditable], .ant-select, .ant-drawer")) return false;
    return Boolean(document.querySelector("#map-graph")?.getClientRects().length);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#map-play")) toggle();
    else if (event.target.closest("a, .choroplethlocation")) stop();
  });
  document.addEventListener("keydown", (event) => {
    if (!free(event)) return;
    if (event.key === " " && !event.target.closest("a, button, summary")) { event.preventDefault(); toggle(); }
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); move(event.key === "ArrowLeft" ? -1 : 1); }
  });

  window.warroomPlay = { free, stop, replace };
})();

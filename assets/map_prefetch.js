/* Once a view is painted and the page rests, the maps that the next clicks will want are fetched, one after the other and behind
   everything else, so that a drill waits for its figures only. Never where the reader saves data, never on a slow line. */
(function () {
  "use strict";
  const { assets, geometry } = window.warroomMap;
  const REST_MS = 1200;
  let turn = 0, timer = 0;

  const line = () => navigator.connection || {};
  const sparing = () => line().saveData || /(^|-)2g$/.test(line().effectiveType || "");
  const idle = () => new Promise((done) => (window.requestIdleCallback || setTimeout)(done));

  async function fetchAhead(urls, mine) {
    for (const url of urls) {
      await idle();
      if (mine !== turn || document.hidden) return;
      if (assets[url]) continue;
      try {
        await geometry(url, { priority: "low" });
      } catch {
        return; // what is really wanted later says what is wrong
      }
    }
  }

  document.addEventListener("warroom:drawn", ({ detail: { id, view } }) => {
    if (id !== "map-graph") return;
    const mine = ++turn;
    clearTimeout(timer);
    if (!view || !(view.ahead || []).length || sparing()) return;
    timer = setTimeout(() => fetchAhead(view.ahead, mine), REST_MS);
  });
})();

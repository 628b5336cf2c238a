/* N steps through what fails in the order of the ranking, Shift+N back; ? lists the keys. */
(function () {
  "use strict";
  let parent = "", codes = [], at = -1;

  const region = () => new URLSearchParams(window.location.search).get("region") || "";
  const failing = () => [...document.querySelectorAll("#panel-ranking [data-failing]")].map((row) => row.getAttribute("data-failing"));

  function go(code) {
    const query = new URLSearchParams(window.location.search);
    query.set("region", code);
    window.warroomPlay.replace(window.location.pathname + "?" + query.toString());
  }

  /* Goes on in the list under way while one of its places or their parent is in view; anywhere else begins with what is listed there. */
  function next(by) {
    const here = region(), listed = failing();
    if (listed.includes(here)) [parent, codes, at] = [parent, listed, listed.indexOf(here)]; // a village among its neighbours
    else if (codes.includes(here)) at = codes.indexOf(here);
    else if (here !== parent || !codes.length || at < 0) [parent, codes, at] = [here, listed, by > 0 ? -1 : listed.length];
    if (!codes.length) return;
    at = (at + by + codes.length) % codes.length;
    window.warroomPlay.stop();
    go(codes[at]);
  }

  function keys() {
    const sheet = document.getElementById("keys");
    if (sheet.open) sheet.close();
    else sheet.showModal();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".next-failing")) next(1);
    if (event.target.closest(".keys-open, .keys-close") || event.target.id === "keys") keys();
  });
  document.addEventListener("keydown", (event) => {
    const sheet = document.getElementById("keys");
    if (sheet && sheet.open) {
      event.stopImmediatePropagation();
      if (event.key === "?" || event.key === "Escape") { event.preventDefault(); keys(); }
      return;
    }
    if (!window.warroomPlay.free(event)) return;
    if (event.key === "n" || event.key === "N") next(event.shiftKey ? -1 : 1);
    else if (event.key === "?") keys();
    else return;
    event.preventDefault();
  }, true);
})();

/* Looking for units on the map: the panel of filters asks when it is opened; a rectangle or a loop drawn over the map becomes part
   of the link (`find=…;within:…`), as everything that is shown. */
(function () {
  "use strict";
  const LEAST_PX = 8, MOST_CORNERS = 40, PLACES = 3;
  const byId = (id) => document.getElementById(id);
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  // ---- the panel ---------------------------------------------------------------------------------------------------
  const ask = () => set("find-ask", { data: { path: window.location.pathname, search: window.location.search, at: Date.now() } });
  document.addEventListener("toggle", (event) => { if (event.target.id === "find-open" && event.target.open) ask(); }, true);
  document.addEventListener("click", (event) => {
    const open = byId("find-open");
    if (open && open.open && !event.target.closest("#find-open")) open.open = false;
  });

  // ---- an area -----------------------------------------------------------------------------------------------------
  let sheet = null, kind = "", trail = [];

  function stop() {
    if (sheet) sheet.remove();
    [sheet, kind, trail] = [null, "", []];
    ["box", "lasso"].forEach((one) => byId("find-" + one) && byId("find-" + one).setAttribute("aria-pressed", "false"));
  }

  function start(which) {
    const again = kind === which;
    stop();
    if (again) return;
    kind = which;
    byId("find-" + which).setAttribute("aria-pressed", "true");
    sheet = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sheet.classList.add("find-sheet");
    sheet.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    sheet.addEventListener("pointerdown", begin);
    sheet.addEventListener("pointermove", move);
    sheet.addEventListener("pointerup", end);
    sheet.addEventListener("pointercancel", stop);
    byId("map-graph").closest(".pane").append(sheet);
  }

  function spot(event) {
    const box = sheet.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  function corners() {
    const [a, b] = [trail[0], trail[trail.length - 1]];
    return kind === "box" ? [a, [b[0], a[1]], b, [a[0], b[1]]] : trail;
  }

  function begin(event) {
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    trail = [spot(event)];
  }

  function move(event) {
    if (!trail.length) return;
    trail.push(spot(event));
    sheet.firstChild.setAttribute("d", "M" + corners().map((at) => at.join(" ")).join("L") + "Z");
  }

  function end() {
    const wide = (axis) => Math.max(...trail.map((at) => at[axis])) - Math.min(...trail.map((at) => at[axis]));
    const drawn = trail.length > 1 && wide(0) >= LEAST_PX && wide(1) >= LEAST_PX ? within() : "";
    stop();
    if (drawn) find(drawn);
  }

  /* The corners as lon_lat_…, thinned evenly; of a rectangle two opposite ones. */
  function within() {
    const graph = document.querySelector("#map-graph .js-plotly-plot"), [x0, y0] = [sheet, graph].map((one) => one.getBoundingClientRect())
      .reduce((a, b) => [a.left - b.left, a.top - b.top]);
    const invert = graph._fullLayout.geo._subplot.projection.invert;
    const step = Math.ceil(trail.length / MOST_CORNERS);
    const chosen = kind === "box" ? [trail[0], trail[trail.length - 1]] : trail.filter((_, n) => n % step === 0);
    const places = chosen.map(([x, y]) => invert([x + x0, y + y0]));
    const [lons, lats] = [0, 1].map((axis) => places.map((place) => place[axis]).sort((a, b) => a - b));
    const box = [[lons[0], lats[0]], [lons[1], lats[1]]];
    return (kind === "box" ? box : places).flat().map((degrees) => degrees.toFixed(PLACES)).join("_");
  }

  function find(area) {
    const query = new URLSearchParams(window.location.search);
    const parts = (query.get("find") || "").split(";").filter((part) => part && !part.startsWith("within:"));
    query.set("find", [...parts, "within:" + area].join(";"));
    const search = "?" + query.toString();
    set("page-url", { search });
    window.warroomList("found", search);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#find-box, #find-lasso");
    if (button) start(button.id.replace("find-", ""));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(sheet || (byId("find-open") && byId("find-open").open))) return;
    event.stopImmediatePropagation();
    stop();
    byId("find-open").open = false;
  }, true);

  /* Another view: an open panel tells its numbers, a half-drawn area is given up. */
  document.addEventListener("warroom:view", () => {
    stop();
    const open = byId("find-open");
    if (open && open.open) ask();
  });
})();

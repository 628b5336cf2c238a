/* How a region looks: fill, border, and the patterns of no data (hatched) and of a small sample (dotted): neither is told by colour
   alone. plotly knows colours only, so patterns, and every recolouring, go straight onto its paths. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, dark } = map;

  function patterns(looks) {
    if (document.getElementById("warroom-patterns")) return;
    const tile = (id, body) => `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse">${body}</pattern>`;
    const paper = (fill, opacity) => `<rect width="8" height="8" fill="${fill}" fill-opacity="${opacity}"/>`;
    const dotted = looks.map((look, n) => tile(`small-${n}`, paper("#fff", 1) + paper(look.fill, 0.55) + `<circle cx="4" cy="4" r="1.1" fill="${INK}"/>`));
    const hatch = tile("hatch", paper("#fff", 1) + `<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="#93A1AE" stroke-width="1.2"/>`);
    const grid = tile("grid", paper("#EEF2F5", 1) + `<path d="M0 4H8" stroke="#B8C4CF" stroke-width="1"/>`);
    document.body.insertAdjacentHTML(
      "beforeend", `<svg id="warroom-patterns" width="0" height="0" style="position:absolute"><defs>${hatch}${grid}${dotted.join("")}</defs></svg>`
    );
  }

  /* Of one row of a view: what fills it, and its border. */
  function dressOf(view, looks, [code, , look, small]) {
    const chosen = code === view.selected, pattern = looks[look].pattern || (small ? `small-${look}` : "");
    return {
      fill: pattern ? `url(#${pattern})` : looks[look].fill,
      stroke: chosen ? (dark(view) ? "#FFFFFF" : INK) : looks[look].pattern ? "#93A1AE" : dark(view) ? "#0F1720" : "#FFFFFF",
      width: chosen ? 2.5 : 1,
    };
  }

  /* Every coloured path by its code; the grey ones around are left as plotly drew them. */
  function pathsOf(graph, codes) {
    const found = new Map();
    graph.querySelectorAll(".choroplethlocation").forEach((path) => {
      const code = path.__data__ && path.__data__.loc;
      if (codes.has(code)) found.set(code, path);
    });
    return found;
  }

  function dress(paths, view, looks) {
    view.regions.forEach((row) => {
      const path = paths.get(row[0]);
      if (!path) return;
      const { fill, stroke, width } = dressOf(view, looks, row), style = path.style;
      style.cursor = "pointer";
      style.fill = fill;
      style.stroke = stroke;
      style.strokeWidth = width + "px";
    });
  }

  Object.assign(map, { patterns, dressOf, pathsOf, dress });
})();

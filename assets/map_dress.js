/* How a region looks: fill, border, and the patterns of no data (hatched) and of a small sample (dotted): neither is told by
   colour alone. plotly knows colours only, so patterns, and every recolouring, go straight onto its paths. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, dark } = map;

  function patterns(looks) {
    if (document.getElementById("warroom-patterns")) return;
    const tiles = new Set(looks.flatMap((look) => [look.tile, look.small])); // as pictures to take away have them
    const hidden = 'id="warroom-patterns" width="0" height="0" style="position:absolute"';
    document.body.insertAdjacentHTML("beforeend", `<svg ${hidden}><defs>${[...tiles].join("")}</defs></svg>`);
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
      if (codes.has(code)) found.set(code, [...(found.get(code) || []), path]); // in an inset once more
    });
    return found;
  }

  function dress(paths, view, looks) {
    view.regions.forEach((row) => {
      const { fill, stroke, width } = dressOf(view, looks, row);
      (paths.get(row[0]) || []).forEach(({ style }) => {
        style.cursor = "pointer";
        style.fill = fill;
        style.stroke = stroke;
        style.strokeWidth = width + "px";
      });
    });
  }

  Object.assign(map, { patterns, pathsOf, dress });
})();

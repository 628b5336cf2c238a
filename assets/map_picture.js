/* One map on the page: what it shows, its size, its own answers to the pointer. The last good picture stays until the next one is ready. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, PAPER, go, openInstitution, geometry, viewport, extent, axes, figure } = map;
  const skip = () => window.dash_clientside.no_update;
  const blank = { data: [], layout: { margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { visible: false }, yaxis: { visible: false }, paper_bgcolor: PAPER, plot_bgcolor: PAPER } };

  // ---- patterns: no data is hatched, a small sample is dotted, neither is told by colour alone ---------------------
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

  /* One map on the page: what it shows, its size, its own answers to the pointer. */
  function picture(id) {
    let turn = 0, drawn = new Map(), bounds = null, framed = { width: 0, height: 0 }, resizing = 0;

    function dress(graph, looks) {
      graph.querySelectorAll(".choroplethlocation").forEach((path) => {
        const here = path.__data__ && drawn.get(path.__data__.loc);
        if (!here) return;
        const [look, small] = here;
        const pattern = looks[look].pattern || (small ? `small-${look}` : "");
        path.style.fill = pattern ? `url(#${pattern})` : looks[look].fill;
        path.style.cursor = "pointer";
      });
    }

    function listen(looks) {
      const graph = document.querySelector(`#${id} .js-plotly-plot`);
      if (!graph || !graph.on) return void requestAnimationFrame(() => listen(looks));
      if (graph.warroom) return;
      graph.warroom = true;
      patterns(looks);
      new ResizeObserver(() => { clearTimeout(resizing); resizing = setTimeout(() => fit(graph), 120); }).observe(graph);
      graph.on("plotly_afterplot", () => dress(graph, looks));
      graph.on("plotly_click", (event) => {
        const [kind, code] = (event.points[0] && event.points[0].customdata) || [];
        if (kind === "region") go({ region: code });
        if (kind === "institution") openInstitution(code);
      });
    }

    /* Another size of the picture: the same region, framed anew. */
    function fit(graph) {
      const box = graph.getBoundingClientRect();
      const same = Math.abs(box.width - framed.width) < 1 && Math.abs(box.height - framed.height) < 1;
      if (!bounds || !box.width || same || !graph.layout || !graph.layout.geo) return;
      framed = box;
      const { lonaxis, lataxis, center } = axes(viewport(bounds, box));
      window.Plotly.relayout(graph, { "geo.lonaxis.range": lonaxis.range, "geo.lataxis.range": lataxis.range, "geo.center": center });
    }

    async function draw(view, looks) {
      const mine = ++turn;
      if (!view || !view.url) return blank;
      const files = await Promise.all([view.url, view.outline, view.lines].map(geometry));
      if (mine !== turn) return skip(); // a newer view was asked for meanwhile
      drawn = new Map(view.regions.map((r) => [r[0], [r[2], r[3]]]));
      bounds = extent(view, files[0], files[2]);
      listen(looks);
      const box = document.getElementById(id).getBoundingClientRect();
      framed = { width: box.width || 800, height: box.height || 600 };
      return figure(view, looks, files, framed);
    }

    return { draw, codes: () => [...drawn.keys()] };
  }

  Object.assign(map, { picture, blank });
})();

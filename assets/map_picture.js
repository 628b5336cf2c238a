/* One map on the page: what it shows, its size, its own answers to the pointer. The last good picture stays until the next one
   is ready. Regions that are on it already are only recoloured: their paths stay, nothing is measured or projected again. */
(function () {
  "use strict";
  const map = window.warroomMap;
  const { PAPER, go, openInstitution, geometry, viewport, extent, figure, names, hasten, hover, lens, patterns, pathsOf, dress } = map;
  const hidden = { visible: false };
  const blank = () => ({
    autosize: true, margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: hidden, yaxis: hidden, paper_bgcolor: PAPER, plot_bgcolor: PAPER,
  });

  /* The graph, once dash has put plotly's first, empty picture into it. */
  function graphOf(id) {
    const graph = document.querySelector(`#${id} .js-plotly-plot`);
    if (graph && graph.on && window.Plotly) return Promise.resolve(graph);
    return new Promise((done) => requestAnimationFrame(() => done(graphOf(id))));
  }

  const filesOf = (view) => Promise.all([view.url, view.outline, view.lines].map((url) => geometry(url)));

  /* Whether only colours and words differ. */
  function alike(a, b) {
    if (!a || !b || a.regions.length !== b.regions.length) return false;
    const frame = ({ url, outline, lines, bounds, inset, mode, points, marks }) =>
      JSON.stringify([url, outline, lines, bounds, inset, mode, points, marks]);
    const codes = new Set(a.regions.map((r) => r[0]));
    return frame(a) === frame(b) && b.regions.every((r) => codes.has(r[0]));
  }

  function picture(id) {
    let turn = 0, shown = null, looks = [], frame = null, size = { width: 0, height: 0 }, paths = null, resizing = 0, pointer = null, seen = null;

    const told = (graph) => graph.dispatchEvent(new CustomEvent("warroom:drawn", { bubbles: true, detail: { id, view: shown } }));

    function listen(graph) {
      if (graph.warroom) return;
      graph.warroom = true;
      patterns(looks);
      new ResizeObserver(() => { clearTimeout(resizing); resizing = setTimeout(() => fit(graph), 120); }).observe(graph);
      graph.on("plotly_afterplot", () => {
        hasten(graph);
        if (!shown) return;
        paths = pathsOf(graph, new Set(shown.regions.map((r) => r[0])));
        dress(paths, shown, looks);
      });
      pointer = hover(graph);
      seen = lens(graph, () => shown && redraw(graph, shown));
      graph.on("plotly_click", (event) => {
        const [kind, code] = (event.points[0] && event.points[0].customdata) || [];
        if (kind === "region") go({ region: code });
        if (kind === "institution") openInstitution(code);
      });
    }

    const resized = (box) => Math.abs(box.width - size.width) >= 1 || Math.abs(box.height - size.height) >= 1;

    /* Another size of the picture: the same region, framed anew. */
    async function fit(graph) {
      const box = graph.getBoundingClientRect();
      if (!shown || !box.width || !resized(box)) return;
      size = box;
      await redraw(graph, shown);
    }

    /* What plotly tells on hover is changed in its own arrays; its paths take the new colours. */
    function recolour(graph, view) {
      const rows = new Map(view.regions.map((r) => [r[0], r]));
      graph.data.forEach((trace, number) => {
        if (trace.name !== map.REGIONS) return;
        const points = graph.calcdata[number];
        trace.locations.forEach((code, n) => {
          const row = rows.get(code);
          trace.text[n] = points[n].tx = row[4];
          trace.z[n] = points[n].z = row[2] + 0.5;
        });
      });
      dress(paths, view, looks);
      names(graph, view, looks, frame, size);
      pointer.retell();
    }

    /* By react: dash takes over what relayout changes, and draws its own empty figure with it. */
    async function redraw(graph, view) {
      const files = await filesOf(view);
      if (view !== shown) return;
      frame = seen.through(viewport(extent(view, files[0], files[2]), size), view.url);
      const { data, layout } = figure(view, looks, files, frame, size);
      paths = null;
      await window.Plotly.react(graph, data, layout);
      seen.took();
      pointer.forget();
      if (view === shown) names(graph, view, looks, frame, size);
    }

    async function draw(view, given) {
      const mine = ++turn;
      looks = given;
      const [graph] = await Promise.all([graphOf(id), view && view.url && filesOf(view)]);
      if (mine !== turn) return ""; // a newer view was asked for meanwhile
      listen(graph);
      const before = shown, box = graph.getBoundingClientRect();
      shown = view && view.url ? view : null;
      if (!shown) await (before && window.Plotly.react(graph, [], blank()));
      else if (paths && !resized(box) && alike(before, view)) recolour(graph, view);
      else {
        size = { width: box.width || 800, height: box.height || 600 };
        await redraw(graph, view);
      }
      if (mine === turn) told(graph);
      return "";
    }

    return { draw, codes: () => (shown ? shown.regions.map((r) => r[0]) : []) };
  }

  map.picture = picture;
})();

/* The map in the browser. The server sends codes, classes and words; geometry comes by URL and is cached for ever,
   so that a new layer, month or preset re-sends none of it. The last good picture stays until the next one is ready. */
(function () {
  "use strict";

  // plotly asks a CDN for its base map even when none is shown; an empty one keeps every request on this host.
  const empty = { type: "GeometryCollection", geometries: [] };
  const layers = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const assets = (window.PlotlyGeoAssets = window.PlotlyGeoAssets || { topojson: {} });
  assets.topojson.world_110m = {
    type: "Topology",
    arcs: [],
    objects: Object.fromEntries(layers.map((name) => [name, empty])),
  };

  const INK = "#1F2933", LINE = "#CBD5DF", PAPER = "rgba(0,0,0,0)";
  const FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
  const skip = () => window.dash_clientside.no_update;

  // ---- where to go: the URL is the state -------------------------------------------------------------------------
  function go(changes) {
    const query = new URLSearchParams(window.location.search);
    Object.entries(changes).forEach(([key, value]) => (value ? query.set(key, value) : query.delete(key)));
    const text = query.toString();
    window.dash_clientside.set_props("page-url", { search: text ? "?" + text : "" });
  }

  function openInstitution(code) {
    const query = new URLSearchParams(window.location.search), kept = new URLSearchParams();
    ["month", "preset"].forEach((key) => query.get(key) && kept.set(key, query.get(key)));
    const text = kept.toString();
    window.dash_clientside.set_props("page-url", { pathname: "/institution/" + code, search: text ? "?" + text : "" });
  }

  // ---- geometry --------------------------------------------------------------------------------------------------
  async function geometry(url) {
    if (!url) return null;
    if (!assets[url] || assets[url] === "pending") {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      assets[url] = await answer.json(); // plotly looks here before it fetches
    }
    return assets[url];
  }

  const idOf = (feature) => String(feature.id ?? feature.properties.code);

  function boundsOf(files) {
    const box = [180, 90, -180, -90];
    const walk = (part) => {
      if (typeof part[0] !== "number") return part.forEach(walk);
      box[0] = Math.min(box[0], part[0]); box[2] = Math.max(box[2], part[0]);
      box[1] = Math.min(box[1], part[1]); box[3] = Math.max(box[3], part[1]);
    };
    files.filter(Boolean).forEach((file) => file.features.forEach((f) => walk(f.geometry.coordinates)));
    return box;
  }

  // ---- traces ----------------------------------------------------------------------------------------------------
  function steps(looks) {
    const last = looks.length;
    return looks.flatMap((look, n) => [[n / last, look.fill], [(n + 1) / last, look.fill]]);
  }

  function plain(url, codes, fill, line, text) {
    return {
      type: "choropleth", geojson: url, locations: codes, z: codes.map(() => 0), showscale: false,
      colorscale: [[0, fill], [1, fill]], marker: { line: { color: line, width: 0.8 } },
      hoverinfo: text ? "text" : "skip", text: text || null, customdata: codes.map(() => null),
    };
  }

  function coloured(view, looks) {
    const selected = (code) => code === view.selected;
    return {
      type: "choropleth", geojson: view.url, locations: view.regions.map((r) => r[0]), z: view.regions.map((r) => r[2] + 0.5),
      zmin: 0, zmax: looks.length, colorscale: steps(looks), showscale: false,
      text: view.regions.map((r) => r[4]), hovertemplate: "%{text}<extra></extra>",
      customdata: view.regions.map((r) => ["region", r[0]]),
      marker: {
        line: {
          color: view.regions.map((r) => (selected(r[0]) ? (dark(view) ? "#FFFFFF" : INK) : looks[r[2]].pattern ? "#93A1AE" : dark(view) ? "#0F1720" : "#FFFFFF")),
          width: view.regions.map((r) => (selected(r[0]) ? 2.5 : 1)),
        },
      },
    };
  }

  /* The big screen: larger names, and by night the same hues on dark paper. */
  const large = (view) => (view.mode ? 1.6 : 1);
  const dark = (view) => view.mode === "wall";

  const upward = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const downward = (y) => ((Math.atan(Math.exp(y)) - Math.PI / 4) * 360) / Math.PI;
  const radians = (lon) => (lon * Math.PI) / 180;

  /* The bounds with a margin, widened to the shape of the picture, so that the neighbours fill it to its edges. */
  function viewport(bounds, size) {
    let [w, e] = [radians(bounds[0]), radians(bounds[2])], [s, n] = [upward(bounds[1]), upward(bounds[3])];
    const grow = (a, b, by) => [a - by, b + by], margin = 0.04 * Math.max(e - w, n - s);
    [w, e] = grow(w, e, margin); [s, n] = grow(s, n, margin);
    const lack = ((n - s) * size.width) / size.height - (e - w);
    if (lack > 0) [w, e] = grow(w, e, lack / 2);
    else [s, n] = grow(s, n, (-lack * size.height) / size.width / 2);
    return [(w * 180) / Math.PI, downward(s), (e * 180) / Math.PI, downward(n)];
  }

  function pixels(frame, size) {
    const scale = size.width / radians(frame[2] - frame[0]);
    return (lon, lat) => [radians(lon - frame[0]) * scale, (upward(frame[3]) - upward(lat)) * scale];
  }

  /* Names that find room, in the server's order (worst first). A mark always stays, its name only when it fits. */
  function labels(view, looks, frame, size) {
    const at = pixels(frame, size), taken = [], lon = [], lat = [], text = [];
    const free = (box) => !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
    view.regions.forEach(([, name, look, , , east, north]) => {
      if (east == null) return;
      const mark = view.points.length ? "" : looks[look].symbol, [x, y] = at(east, north), half = (name.length * 6.5 + (mark ? 10 : 0)) * large(view);
      const box = [x - half, y - 9 * large(view), x + half, y + 9 * large(view)], fits = free(box);
      if (fits) taken.push(box);
      if (!fits && !mark) return;
      lon.push(east); lat.push(north); text.push(fits ? (mark ? mark + " " : "") + name : mark);
    });
    const beside = view.points.length ? "top center" : "middle center"; // above the points, when there are any
    return {
      type: "scattergeo", mode: "markers+text", lon, lat, text, hoverinfo: "skip", textposition: beside,
      marker: { size: beside === "top center" ? 10 : 1, opacity: 0 }, textfont: { size: 13 * large(view), color: INK, family: FONT },
    };
  }

  function institutions(view, looks) {
    return {
      type: "scattergeo", mode: "markers", lon: view.points.map((p) => p[1]), lat: view.points.map((p) => p[2]),
      text: view.points.map((p) => p[4]), hovertemplate: "%{text}<extra></extra>",
      customdata: view.points.map((p) => ["institution", p[0]]),
      marker: {
        size: 10, symbol: view.points.map((p) => looks[p[3]].marker), color: view.points.map((p) => looks[p[3]].ink),
        line: { color: view.points.map((p) => (looks[p[3]].marker.endsWith("open") ? looks[p[3]].ink : "#FFFFFF")), width: 1.2 },
      },
    };
  }

  /* Numbered discs: the regions that a page has picked, in its order. */
  function chosen(view) {
    return {
      type: "scattergeo", mode: "markers+text", lon: view.marks.map((m) => m[1]), lat: view.marks.map((m) => m[2]),
      text: view.marks.map((m) => String(m[0])), textfont: { size: 12, color: "#FFFFFF", family: FONT },
      hovertext: view.marks.map((m) => m[4]), hoverinfo: "text", customdata: view.marks.map((m) => ["region", m[3]]),
      marker: { size: 20, color: INK, line: { color: "#FFFFFF", width: 1.5 } },
    };
  }

  function sea(file) {
    const lon = [], lat = [];
    file.features.forEach((f) => {
      const parts = f.geometry.type === "LineString" ? [f.geometry.coordinates] : f.geometry.coordinates;
      parts.forEach((part) => { part.forEach(([x, y]) => { lon.push(x); lat.push(y); }); lon.push(null); lat.push(null); });
    });
    return { type: "scattergeo", mode: "lines", lon, lat, hoverinfo: "skip", line: { color: "#5B6770", width: 1.2 } };
  }

  const extent = (view, file, lines) => view.bounds || boundsOf([file, lines]);

  function figure(view, looks, [file, outline, lines], size) {
    const frame = viewport(extent(view, file, lines), size);
    const known = new Set(view.regions.map((r) => r[0]));
    const others = file.features.filter((f) => !known.has(idOf(f)));
    const names = others.map((f) => (f.properties.name || "") + "：本月没有数据");
    const around = outline ? outline.features.map(idOf).filter((code) => !known.has(code)) : [];
    const data = [];
    if (around.length) data.push(plain(view.outline, around, dark(view) ? "#16202B" : "#F7F9FB", dark(view) ? "#3A4955" : "#B8C4CF"));
    if (others.length) data.push(plain(view.url, others.map(idOf), dark(view) ? "#22303C" : "#FFFFFF", dark(view) ? "#3A4955" : "#B8C4CF", names));
    data.push(coloured(view, looks));
    if (lines) data.push(sea(lines));
    data.push(labels(view, looks, frame, size));
    if (view.points.length) data.push(institutions(view, looks));
    if (view.marks.length) data.push(chosen(view));
    return { data: data.map((trace) => ({ showlegend: false, ...trace })), layout: layout(frame) };
  }

  // plotly centres on the middle degree, which is not the middle of a Mercator picture: say where it is
  const axes = ([w, s, e, n]) => ({
    lonaxis: { range: [w, e] }, lataxis: { range: [s, n] }, center: { lon: (w + e) / 2, lat: downward((upward(s) + upward(n)) / 2) },
  });

  function layout(frame) {
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: PAPER, plot_bgcolor: PAPER, dragmode: false, hovermode: "closest", hoverdistance: 8,
      font: { family: FONT, color: INK },
      hoverlabel: { bgcolor: "#FFFFFF", bordercolor: LINE, align: "left", font: { family: FONT, size: 14, color: INK } },
      geo: { visible: false, bgcolor: PAPER, projection: { type: "mercator" }, ...axes(frame) },
    };
  }

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

  // ---- what dash calls ---------------------------------------------------------------------------------------------
  const blank = { data: [], layout: { margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { visible: false }, yaxis: { visible: false }, paper_bgcolor: PAPER, plot_bgcolor: PAPER } };
  const main = picture("map-graph"), beside = picture("map-beside");

  function choose(key) {
    return (value, view) => {
      if (value && view && value !== view[key]) go({ [key]: key === "preset" && value === "default" ? "" : value });
      return "";
    };
  }

  window.warroomCodes = main.codes;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.warroom = {
    draw: main.draw,
    draw_beside: (view, looks) => beside.draw(view && view.beside ? { ...view, regions: view.beside, points: [] } : null, looks),
    choose_month: choose("month"),
    choose_preset: choose("preset"),
    choose_region: (code) => { if (code) go({ region: code }); return null; },
    tab: (value) => "body show-" + (value === "地图" ? "map" : "list"),
  };
})();

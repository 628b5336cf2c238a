/* The figure that plotly draws of a view: coloured children, grey surroundings, points, numbered discs. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, LINE, PAPER, FONT, dark, idOf, viewport, axes } = map;
  const REGIONS = "regions"; // the coloured trace, by its name

  function steps(looks) {
    const last = looks.length;
    return looks.flatMap((look, n) => [[n / last, look.fill], [(n + 1) / last, look.fill]]);
  }

  function plain(uid, url, codes, fill, line, text) {
    return {
      uid, type: "choropleth", geojson: url, locations: codes, z: codes.map(() => 0), showscale: false,
      colorscale: [[0, fill], [1, fill]], marker: { line: { color: line, width: 0.8 } },
      hoverinfo: text ? "text" : "skip", text: text || null, customdata: codes.map(() => null),
    };
  }

  function coloured(view, looks) {
    return {
      name: REGIONS, uid: REGIONS, type: "choropleth", geojson: view.url,
      locations: view.regions.map((r) => r[0]), z: view.regions.map((r) => r[2] + 0.5),
      zmin: 0, zmax: looks.length, colorscale: steps(looks), showscale: false,
      text: view.regions.map((r) => r[4]), hovertemplate: "%{text}<extra></extra>",
      customdata: view.regions.map((r) => ["region", r[0]]),
      marker: { line: { color: "#FFFFFF", width: 1 } }, // a region's own goes onto its path: plotly checks arrays one by one
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

  function figure(view, looks, [file, outline, lines], frame, size) {
    const known = new Set(view.regions.map((r) => r[0]));
    const others = file.features.filter((f) => !known.has(idOf(f)));
    const names = others.map((f) => say`${f.properties.name || ""}：本月没有数据`);
    const around = outline ? outline.features.map(idOf).filter((code) => !known.has(code)) : [];
    const data = [], [far, near, edge] = dark(view) ? ["#16202B", "#22303C", "#3A4955"] : ["#F7F9FB", "#FFFFFF", "#B8C4CF"];
    if (around.length) data.push(plain("around", view.outline, around, far, edge));
    if (others.length) data.push(plain("others", view.url, others.map(idOf), near, edge, names));
    const children = coloured(view, looks);
    data.push(children);
    if (lines) data.push(sea(lines));
    if (view.inset) data.push({ ...children, uid: "inset", geo: "geo2" }, { ...sea(lines), geo: "geo2" });
    if (view.points.length) data.push(institutions(view, looks));
    if (view.marks.length) data.push(chosen(view));
    const corner = view.inset ? inset(view, size) : {};
    return { data: data.map((trace) => ({ showlegend: false, ...trace })), layout: { ...layout(frame), ...corner } };
  }

  /* Far islets in a small second picture, in the corner, on the same colours. */
  const CORNER = { x: [0.83, 0.99], y: [0.03, 0.5] };
  function inset(view, size) {
    const room = { width: size.width * (CORNER.x[1] - CORNER.x[0]), height: size.height * (CORNER.y[1] - CORNER.y[0]) };
    const paper = dark(view) ? "#0F1720" : "#F7F9FB";
    const [[x0, x1], [y0, y1]] = [CORNER.x, CORNER.y], mercator = { type: "mercator" };
    return {
      shapes: [{ type: "rect", xref: "paper", yref: "paper", x0, x1, y0, y1, line: { color: "#B8C4CF", width: 1 } }],
      geo2: { visible: false, bgcolor: paper, domain: CORNER, projection: mercator, ...axes(viewport(view.inset, room)) },
    };
  }

  function layout(frame) {
    return {
      autosize: true, margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: PAPER, plot_bgcolor: PAPER,
      dragmode: false, hovermode: "closest", hoverdistance: 8,
      font: { family: FONT, color: INK },
      hoverlabel: { bgcolor: "#FFFFFF", bordercolor: LINE, align: "left", font: { family: FONT, size: 14, color: INK } },
      geo: { visible: false, bgcolor: PAPER, domain: { x: [0, 1], y: [0, 1] }, projection: { type: "mercator" }, ...axes(frame) },
    };
  }

  Object.assign(map, { figure, REGIONS });
})();

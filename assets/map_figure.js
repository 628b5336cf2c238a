/* The figure that plotly draws of a view: coloured children, grey surroundings, names, points, numbered discs. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, LINE, PAPER, FONT, large, dark, idOf, viewport, pixels, extent, axes } = map;

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

  function figure(view, looks, [file, outline, lines], size) {
    const frame = viewport(extent(view, file, lines), size);
    const known = new Set(view.regions.map((r) => r[0]));
    const others = file.features.filter((f) => !known.has(idOf(f)));
    const names = others.map((f) => say`${f.properties.name || ""}：本月没有数据`);
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

  function layout(frame) {
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: PAPER, plot_bgcolor: PAPER, dragmode: false, hovermode: "closest", hoverdistance: 8,
      font: { family: FONT, color: INK },
      hoverlabel: { bgcolor: "#FFFFFF", bordercolor: LINE, align: "left", font: { family: FONT, size: 14, color: INK } },
      geo: { visible: false, bgcolor: PAPER, projection: { type: "mercator" }, ...axes(frame) },
    };
  }

  map.figure = figure;
})();

/* Names on the map: as many as find room, in the server's order (worst first). Plain text of our own in plotly's picture, under
   its points: plotly measures every text it draws, which for hundreds of names takes longer than the map itself. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, FONT, large, pixels } = map;
  const CHARACTER_PX = 6.5, LINE_PX = 9, POINT_PX = 6;
  const BESIDE_POINTS_PX = [-12, 14, -26]; // where a name is tried when there are points: above, below, higher

  /* [x, y, text]: a mark always stays, its name only when it fits; over points no name does. */
  function placed(view, looks, frame, size) {
    const at = pixels(frame, size), found = [], scale = large(view), shifts = view.points.length ? BESIDE_POINTS_PX : [0];
    const taken = view.points.map((p) => at(p[1], p[2])).map(([x, y]) => [x - POINT_PX, y - POINT_PX, x + POINT_PX, y + POINT_PX]);
    const free = (box) => !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
    view.regions.forEach(([, name, look, , , east, north]) => {
      if (east == null) return;
      const mark = view.points.length ? "" : looks[look].symbol, [x, middle] = at(east, north);
      const half = (name.length * CHARACTER_PX + (mark ? 10 : 0)) * scale;
      const boxes = shifts.map((by) => [x - half, middle + by - LINE_PX * scale, x + half, middle + by + LINE_PX * scale]);
      const box = boxes.find(free);
      if (box) taken.push(box);
      if (box || mark) found.push([x, box ? (box[1] + box[3]) / 2 : middle, box ? (mark ? mark + " " : "") + name : mark]);
    });
    return found;
  }

  const safe = (text) => text.replace(/[&<]/g, (one) => (one === "&" ? "&amp;" : "&lt;"));

  function names(graph, view, looks, frame, size) {
    const front = graph.querySelector(".geolayer .frontplot");
    if (!front) return;
    const line = ([x, y, text]) => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${safe(text)}</text>`;
    let layer = front.querySelector(".map-names");
    if (!layer) {
      layer = document.createElementNS("http://www.w3.org/2000/svg", "g");
      layer.setAttribute("class", "map-names");
      front.prepend(layer);
    }
    layer.style.cssText = `font: ${13 * large(view)}px ${FONT}; fill: ${INK}`;
    layer.innerHTML = placed(view, looks, frame, size).map(line).join("");
  }

  map.names = names;
})();

/* Names on the map: as many as find room, in the server's order (worst first). Plain text of our own in plotly's picture, under
   its points: plotly measures every text it draws, which for hundreds of names takes longer than the map itself. */
(function () {
  "use strict";
  const map = window.warroomMap, { INK, FONT, large, pixels } = map;
  const CHARACTER_PX = 6.5, LINE_PX = 9, ABOVE_PX = 12;

  /* [x, y, text]: a mark always stays, its name only when it fits. */
  function placed(view, looks, frame, size) {
    const at = pixels(frame, size), taken = [], found = [], scale = large(view);
    const free = (box) => !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
    view.regions.forEach(([, name, look, , , east, north]) => {
      if (east == null) return;
      const mark = view.points.length ? "" : looks[look].symbol, [x, y] = at(east, north);
      const half = (name.length * CHARACTER_PX + (mark ? 10 : 0)) * scale;
      const box = [x - half, y - LINE_PX * scale, x + half, y + LINE_PX * scale], fits = free(box);
      if (fits) taken.push(box);
      if (fits || mark) found.push([x, y, fits ? (mark ? mark + " " : "") + name : mark]);
    });
    return found;
  }

  const safe = (text) => text.replace(/[&<]/g, (one) => (one === "&" ? "&amp;" : "&lt;"));

  function names(graph, view, looks, frame, size) {
    const front = graph.querySelector(".geolayer .frontplot");
    if (!front) return;
    const above = view.points.length ? ABOVE_PX : 0; // above the points, when there are any
    const line = ([x, y, text]) => `<text x="${x.toFixed(1)}" y="${(y - above).toFixed(1)}">${safe(text)}</text>`;
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

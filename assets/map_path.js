/* From degrees to the picture: the text of a path. plotly takes every corner through a sphere, clipped and resampled; a Mercator
   map of one region needs a factor and an offset. */
(function () {
  "use strict";
  const map = window.warroomMap, { upward, radians } = map;
  const known = new WeakMap(); // geometry → [place of the picture, its path]

  /* Tenths of a pixel as text. Nearly every step of a border is a short one: those are looked up, not written anew. */
  const SHORT = 300;
  const written = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");
  const STEPS = Array.from({ length: 2 * SHORT + 1 }, (_, n) => written(n - SHORT));
  const step = (tenths) => (tenths >= -SHORT && tenths <= SHORT ? STEPS[tenths + SHORT] : written(tenths));

  /* geometry → path, for a Mercator projection of d3. */
  function plane(projection) {
    const scale = projection.scale(), [middle, top] = projection([105, 0]), left = middle - scale * radians(105);
    const ring = (corners) => {
      let text = "", x0 = 0, y0 = 0;
      for (const [lon, lat] of corners) {
        const x = Math.round(10 * (left + scale * radians(lon))), y = Math.round(10 * (top - scale * upward(lat)));
        if (!text) text = "M" + written(x) + "," + written(y) + "l";
        else if (x !== x0 || y !== y0) text += step(x - x0) + "," + step(y - y0) + " ";
        x0 = x;
        y0 = y;
      }
      return text + "0,0Z";
    };
    const key = [scale, left, top].join();
    return (geometry) => {
      const kept = known.get(geometry);
      if (kept && kept[0] === key) return kept[1];
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const path = polygons.map((rings) => rings.map(ring).join("")).join("");
      known.set(geometry, [key, path]);
      return path;
    };
  }

  map.plane = plane;
})();

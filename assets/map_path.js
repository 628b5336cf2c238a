/* From degrees to the picture. plotly takes every corner through a sphere, clipped and resampled; a Mercator map of one region
   needs a factor and an offset. Where plotly's own parts are not as expected, its own slower way stays. */
(function () {
  "use strict";
  const map = window.warroomMap, { upward, radians } = map;
  const known = new WeakMap(); // geometry → [place of the picture, its path]

  /* Tenths of a pixel as text: whole numbers become text several times faster than fractions do. */
  const TENTHS = ["", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"];
  const pixel = (tenths) => (tenths < 0 ? "-" + pixel(-tenths) : ((tenths / 10) | 0) + TENTHS[tenths % 10]);

  function plane(projection) {
    const scale = projection.scale(), [middle, top] = projection([105, 0]), left = middle - scale * radians(105);
    const ring = (corners) => {
      let text = "", x0 = NaN, y0 = NaN;
      for (const [lon, lat] of corners) {
        const x = Math.round(10 * (left + scale * radians(lon))), y = Math.round(10 * (top - scale * upward(lat)));
        if (x === x0 && y === y0) continue;
        text += (text ? "L" : "M") + pixel(x) + "," + pixel(y);
        x0 = x;
        y0 = y;
      }
      return text + "Z";
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

  const drawable = (one) => one && one.type === "Feature" && one.geometry && one.geometry.type.endsWith("Polygon");

  function quick(projection) {
    const usual = projection.getPath;
    projection.getPath = () => {
      const slow = usual(), fast = plane(projection);
      return Object.assign((one) => (drawable(one) ? fast(one.geometry) : slow(one)), slow);
    };
  }

  /* Once for every map that plotly makes: each projection that it sets up later draws quickly. */
  function hasten(graph) {
    const geo = graph._fullLayout && graph._fullLayout.geo && graph._fullLayout.geo._subplot;
    if (!geo || geo.hastened || typeof geo.updateProjection !== "function") return;
    const update = geo.updateProjection;
    geo.updateProjection = function (...given) {
      const later = update.apply(this, given);
      if (this.projection && this.projection.getPath) quick(this.projection);
      return later;
    };
    geo.hastened = true;
  }

  map.hasten = hasten;
})();

/* From degrees to the picture. plotly takes every corner through a sphere, clipped and resampled; a Mercator map of one region
   needs a factor and an offset. Where plotly's own parts are not as expected, its own slower way stays. */
(function () {
  "use strict";
  const map = window.warroomMap, { upward, radians } = map;
  const known = new WeakMap(); // geometry → [place of the picture, its path]

  function plane(projection) {
    const scale = projection.scale(), [x0, y0] = projection([105, 0]), left = x0 - scale * radians(105);
    const ring = (corners) => {
      let text = "", before = "";
      for (const [lon, lat] of corners) {
        const here = `${Math.round((left + scale * radians(lon)) * 10) / 10},${Math.round((y0 - scale * upward(lat)) * 10) / 10}`;
        if (here === before) continue;
        text += (text ? "L" : "M") + here;
        before = here;
      }
      return text + "Z";
    };
    const key = [scale, left, y0].join();
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

/* Geometry: files that are fetched once, bounds, and where a place stands in the picture (Mercator). */
(function () {
  "use strict";
  const map = window.warroomMap, { assets } = map;

  const FILES_KEPT = 80; // a wall that tours for days visits more

  /* A map file, fetched once; the longest unused ones are let go. */
  async function geometry(url, how) {
    if (!url) return null;
    if (!assets[url] || assets[url] === "pending") {
      const answer = await fetch(url, how);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      keep(url, await answer.json());
      return assets[url];
    }
    return keep(url, assets[url]);
  }

  function keep(url, file) {
    delete assets[url];
    assets[url] = file; // plotly looks here before it fetches
    const files = Object.keys(assets).filter((key) => key.startsWith("/"));
    files.slice(0, Math.max(0, files.length - FILES_KEPT)).forEach((old) => delete assets[old]);
    return file;
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

  const extent = (view, file, lines) => view.bounds || boundsOf([file, lines]);

  // plotly centres on the middle degree, which is not the middle of a Mercator picture: say where it is
  const axes = ([w, s, e, n]) => ({
    lonaxis: { range: [w, e] }, lataxis: { range: [s, n] },
    center: { lon: (w + e) / 2, lat: downward((upward(s) + upward(n)) / 2) },
  });

  Object.assign(map, { geometry, idOf, upward, downward, radians, viewport, pixels, extent, axes });
})();

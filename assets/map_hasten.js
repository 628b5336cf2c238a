/* plotly draws any region on any globe and gets everything ready at once: colours parsed path by path, hover prepared for a pointer
   that may never come. For hundreds of regions that is most of a drill, so three of its steps are done here in a plainer way.
   Where its own parts are not as expected, its own slower way stays. */
(function () {
  "use strict";
  const map = window.warroomMap, { assets, idOf } = map;
  const featuresOf = new WeakMap(); // map file → its features by id

  const drawable = (one) => one && one.type === "Feature" && one.geometry && one.geometry.type.endsWith("Polygon");

  /* Paths: of a projection that plotly has set up. */
  function quickPaths(projection) {
    const usual = projection.getPath;
    projection.getPath = () => {
      const slow = usual(), fast = map.plane(projection);
      return Object.assign((one) => (drawable(one) ? fast(one.geometry) : slow(one)), slow);
    };
  }

  function features(file) {
    if (!featuresOf.has(file)) featuresOf.set(file, new Map(file.features.map((one) => [idOf(one), one])));
    return featuresOf.get(file);
  }

  /* Regions: a group for each trace, which has its colour and line; what differs in it is set by `dress`. */
  function plot(graph, geo, traces) {
    const groups = geo.layers.backplot.select(".choroplethlayer").selectAll("g.trace").data(traces, ([first]) => first.trace.uid);
    groups.exit().remove();
    groups.enter().append("g").attr("class", "trace choropleth");
    groups.order();
    groups.each(function (points, number) {
      if (!this.plain) this.replaceChildren(); // plotly's own, from the first picture: each with colours of its own
      this.plain = true;
      const { colorscale, marker } = points[0].trace;
      Object.assign(this.style, { fill: colorscale[0][1], stroke: marker.line.color, strokeWidth: marker.line.width + "px" });
      points[0].node3 = groups.filter((_, n) => n === number); // where plotly keeps it
      const paths = points[0].node3.selectAll("path").data(points);
      paths.exit().remove();
      paths.enter().append("path").attr("class", "choroplethlocation");
    });
  }

  /* Hover: the polygons that a point is looked for in, left until a pointer comes (see `ready`). */
  function locate(points) {
    const file = assets[points[0].trace.geojson], known = features(file);
    points.forEach((point) => { point.geojson = known.get(point.loc) || null; });
    points.waiting = file;
  }

  /* Once for every map that plotly makes, after its first picture. */
  function hasten(graph) {
    const geo = graph._fullLayout.geo && graph._fullLayout.geo._subplot;
    if (geo && !geo.hastened && typeof geo.updateProjection === "function") {
      const update = geo.updateProjection;
      geo.updateProjection = function (...given) {
        const later = update.apply(this, given);
        if (this.projection && this.projection.getPath) quickPaths(this.projection);
        return later;
      };
      geo.hastened = true;
    }
    const trace = graph._fullData.find((one) => one.type === "choropleth"), parts = trace && trace._module;
    if (!parts || parts.usual || typeof parts.calcGeoJSON !== "function" || typeof parts.plot !== "function") return;
    parts.usual = parts.calcGeoJSON; // one object for all maps of the page
    Object.assign(parts, { calcGeoJSON: locate, plot });
  }

  /* Before a pointer's event reaches plotly: see `hover`. */
  function ready(graph) {
    (graph.calcdata || []).filter((points) => points.waiting).forEach((points) => {
      const { geojson, _module } = points[0].trace;
      assets[geojson] = points.waiting; // others, fetched ahead, may have taken its room meanwhile
      points.waiting = null;
      _module.usual(points, graph._fullLayout);
    });
  }

  Object.assign(map, { hasten, ready });
})();

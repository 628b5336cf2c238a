/* What every part of the map shares: no request leaves this host, colours, type, where a click leads (the URL is the state). */
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

  /* The big screen: larger names, and by night the same hues on dark paper. */
  const large = (view) => (view.mode ? 1.6 : 1);
  const dark = (view) => view.mode === "wall";

  window.warroomMap = { assets, INK, LINE, PAPER, FONT, go, openInstitution, large, dark };
})();

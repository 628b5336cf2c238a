/* What dash calls of the map. The server sends codes, classes and words; geometry comes by URL and is cached for ever, so that a
   new layer, month or preset re-sends none of it. Parts: map_*.js, loaded in the order of their names. */
(function () {
  "use strict";
  const { picture, go } = window.warroomMap;
  const main = picture("map-graph"), beside = picture("map-beside");

  function choose(key) {
    return (value, view) => {
      if (value && view && value !== view[key]) go({ [key]: key === "preset" && value === "default" ? "" : value });
      return "";
    };
  }

  window.warroomCodes = main.codes;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.warroom = {
    /* A new view: the pictures, and whoever listens. */
    async view(view, looks) {
      document.dispatchEvent(new CustomEvent("warroom:view", { detail: { view } }));
      const other = view && view.beside ? { ...view, regions: view.beside, points: [] } : null;
      await Promise.all([main.draw(view, looks), beside.draw(other, looks)]);
      return window.dash_clientside.no_update;
    },
    choose_month: choose("month"),
    choose_preset: choose("preset"),
    choose_region: (code) => {
      if (code) go({ region: code });
      if (code && document.activeElement) document.activeElement.blur(); // the keys are the map's again
      return null;
    },
    tab: (value) => "body show-" + (value || "list"),
  };
})();

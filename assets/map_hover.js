/* What is told of the place under the pointer. plotly keeps it until the pointer moves: over a new picture that would be the words
   of what was there before, and a click would lead there. */
(function () {
  "use strict";
  const map = window.warroomMap, { ready } = map;

  function hover(graph) {
    let at = null; // where the pointer rests on the map

    const forget = () => window.Plotly.Fx.unhover(graph);

    /* As if the pointer had just come. */
    function tell() {
      forget();
      const under = at && document.elementFromPoint(...at);
      if (!under || !graph.contains(under)) return;
      ready(graph);
      under.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: at[0], clientY: at[1] }));
    }

    const follow = ({ clientX, clientY }) => { at = [clientX, clientY]; ready(graph); };
    graph.addEventListener("pointermove", follow, true); // before the event reaches plotly
    graph.addEventListener("pointerdown", (event) => { follow(event); if (!graph._hoverdata) tell(); }, true);
    graph.addEventListener("pointerleave", () => { at = null; });
    return { forget, retell: () => graph._hoverdata && tell() };
  }

  map.hover = hover;
})();

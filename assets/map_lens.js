/* A closer look: wheel, pinch, drag or buttons. Both pictures of a comparison look through the same lens. While it moves the drawn
   picture is stretched; once it rests both are drawn anew, sharp, with as many names as find room. */
(function () {
  "use strict";
  const map = window.warroomMap, { upward, downward, radians } = map;
  const MOST = 12, STEP = 1.6, REST_MS = 160, SLIP_PX = 4, PER_WHEEL_PX = 0.0015;
  const HOME = { k: 1, x: 0, y: 0 }; // times larger; the middle, in shares of the whole picture, right and down
  const lookers = [];
  let now = HOME, place = null, resting = 0;

  const within = (value, most) => Math.min(Math.max(value, -most), most);

  function look(k, x, y) {
    const near = Math.min(Math.max(k, 1), MOST), spare = (1 - 1 / near) / 2; // never past the edges of the whole picture
    now = { k: near, x: within(x, spare), y: within(y, spare) };
    lookers.forEach((one) => one.stretch());
    clearTimeout(resting);
    resting = setTimeout(() => lookers.forEach((one) => one.settle()), REST_MS);
  }

  /* `x`, `y`: what stays where it is, from the middle of the picture, in its widths and heights. */
  const zoom = (by, x = 0, y = 0) => {
    const k = Math.min(Math.max(now.k * by, 1), MOST);
    look(k, now.x + x / now.k - x / k, now.y + y / now.k - y / k);
  };

  /* The part of `frame` (west, south, east, north) that is seen. */
  function part([west, south, east, north]) {
    const [left, right, low, high] = [radians(west), radians(east), upward(south), upward(north)];
    const [x, y] = [(left + right) / 2 + now.x * (right - left), (low + high) / 2 - now.y * (high - low)];
    const [wide, tall] = [(right - left) / now.k / 2, (high - low) / now.k / 2], degrees = (angle) => (angle * 180) / Math.PI;
    return [degrees(x - wide), downward(y - tall), degrees(x + wide), downward(y + tall)];
  }

  /* Lets a graph be looked at through the lens. `redraw` asks `through` for the frame and says `took` when it has drawn it. */
  function lens(graph, redraw) {
    const touching = new Map(); // pointer → where it is
    let drawn = now, asked = now, slipped = false;
    const paper = () => graph.querySelector(".svg-container");

    function stretch() {
      const box = graph.getBoundingClientRect(), by = now.k / drawn.k;
      const [x, y] = [(drawn.x - now.x) * now.k * box.width, (drawn.y - now.y) * now.k * box.height];
      graph.style.touchAction = now.k > 1 ? "none" : "pan-x pan-y";
      if (paper()) paper().style.transform = now === drawn ? "" : `translate(${x}px, ${y}px) scale(${by})`;
    }

    async function settle() {
      if (now !== drawn && !touching.size) await redraw();
    }

    /* Another place is seen whole again. */
    function through(frame, at) {
      if (at !== place) [now, place] = [HOME, at];
      asked = now;
      return part(frame);
    }

    function took() {
      drawn = asked;
      stretch();
    }

    const share = ({ clientX, clientY }) => {
      const box = graph.getBoundingClientRect();
      return [(clientX - box.left) / box.width - 0.5, (clientY - box.top) / box.height - 0.5];
    };
    const scrolls = () => document.documentElement.scrollHeight > window.innerHeight + 1;

    graph.addEventListener("wheel", (event) => {
      if (scrolls() && !event.ctrlKey) return; // the wheel is the page's there
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * PER_WHEEL_PX), ...share(event));
    }, { passive: false });

    graph.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      touching.set(event.pointerId, event);
      slipped = false;
    });
    window.addEventListener("pointermove", (event) => {
      const before = touching.get(event.pointerId);
      if (!before || (now.k === 1 && touching.size < 2)) return; // a whole picture has nowhere to go: an unsteady click stays one
      const moved = Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
      if (!slipped && moved < SLIP_PX) return;
      slipped = true;
      const box = graph.getBoundingClientRect(), other = [...touching.values()].find((one) => one.pointerId !== event.pointerId);
      touching.set(event.pointerId, event);
      if (!other) {
        const [x, y] = [(event.clientX - before.clientX) / box.width, (event.clientY - before.clientY) / box.height];
        return look(now.k, now.x - x / now.k, now.y - y / now.k);
      }
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      const [a, b] = [share(event), share(other)];
      zoom(apart(event) / apart(before), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    });
    const lift = (event) => {
      if (touching.delete(event.pointerId) && slipped) look(now.k, now.x, now.y);
    };
    window.addEventListener("pointerup", lift);
    window.addEventListener("pointercancel", lift);
    graph.addEventListener("click", (event) => {
      if (slipped) event.stopImmediatePropagation(); // the end of a drag is no click
      slipped = false;
    }, true);

    lookers.push({ stretch, settle });
    stretch();
    return { through, took };
  }

  const ways = { in: () => zoom(STEP), out: () => zoom(1 / STEP), whole: () => look(1, 0, 0) };
  const keys = { "+": "in", "=": "in", "-": "out", 0: "whole" };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) ways[button.getAttribute("data-zoom")]();
  });
  document.addEventListener("keydown", (event) => {
    if (!keys[event.key] || !window.warroomPlay.free(event)) return;
    event.preventDefault();
    ways[keys[event.key]]();
  });

  map.lens = lens;
})();

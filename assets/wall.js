/* The big screen (?mode=wall, ?mode=wall-light): keyboard and clicker, time per county, the tour, and a lost connection survived. */
(function () {
  "use strict";
  const COUNTY_SECONDS = 300, STOP_MS = 30000, POLL_MS = 10000, PATIENCE_MS = 5000, REFRESH_MS = 300000;
  const byId = (id) => document.getElementById(id);
  const mode = () => new URLSearchParams(window.location.search).get("mode") || "";
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function go(changes, path = window.location.pathname) {
    const query = new URLSearchParams(window.location.search);
    Object.entries(changes).forEach(([key, value]) => (value ? query.set(key, value) : query.delete(key)));
    const text = query.toString();
    window.warroomPlay.replace(path + (text ? "?" + text : ""));
  }

  function dress() {
    const root = document.documentElement, now = { wall: "dark", "wall-light": "light" }[mode()];
    if (now) root.dataset.wall = now;
    else delete root.dataset.wall;
  }

  // ---- time per county: five minutes from entering it, whatever is looked at inside --------------------------------
  let county = "", started = 0;
  function tick() {
    const clock = byId("wall-clock");
    if (!clock) return;
    const left = COUNTY_SECONDS - Math.floor((Date.now() - started) / 1000), shown = Math.abs(left);
    clock.hidden = !county;
    clock.textContent = `${left < 0 ? say`超时` + " " : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    clock.classList.toggle("over", left < 0);
    clock.classList.toggle("soon", left >= 0 && left <= 60);
  }

  function time(region) {
    const next = region.length >= 6 ? region.slice(0, 6) : "";
    if (next !== county) [county, started] = [next, Date.now()];
    tick();
  }

  // ---- the tour ---------------------------------------------------------------------------------------------------
  let stops = [], at = -1, home = "", homePage = "/", waiting = 0, resting = false, place = "";
  function line(tag, text, name) {
    const one = document.createElement(tag);
    one.textContent = text;
    if (name) one.className = name;
    return one;
  }

  function visit(number) {
    clearTimeout(waiting);
    if (number < 0 || number >= stops.length) return leave();
    at = number;
    go({ region: stops[at].code }, "/"); // the panel stands beside the map's own page
    tell();
    if (!resting) waiting = setTimeout(() => visit(at + 1), STOP_MS);
  }

  /* The reasons, once their place is in the picture: never beside the map of another one, whatever the connection does. */
  function tell() {
    const stop = stops[at], list = document.createElement("ol");
    if (!stop || stop.code !== place) return;
    stop.reasons.forEach((reason) => list.append(line("li", reason)));
    if (!stop.reasons.length) list.append(line("li", say`各项指标和机构均已达到规定。`));
    const count = say`巡览 ${at + 1}/${stops.length}` + (resting ? " · " + say`已暂停` : "");
    byId("wall-tour").replaceChildren(
      line("p", count, "small"), line("h2", stop.name), line("p", stop.path, "small"), list,
      line("p", say`翻页键 前后 · 空格 暂停 · Esc 结束`, "small")
    );
  }

  function leave() {
    clearTimeout(waiting);
    if (at < 0) return;
    at = -1;
    byId("wall-tour").replaceChildren();
    go({ region: home }, homePage);
  }

  // ---- the connection ----------------------------------------------------------------------------------------------
  let lost = false, pictured = new Date(), refreshed = Date.now();
  async function alive() {
    try {
      return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
    } catch {
      return false;
    }
  }

  async function watch() {
    if (!mode()) return;
    const here = await alive();
    const due = here && Date.now() - refreshed > REFRESH_MS && at < 0;
    if ((here && lost) || due) { refreshed = Date.now(); set("wall-beat", { data: refreshed }); }
    lost = !here;
    const said = pictured.toLocaleTimeString("zh-CN", { hour12: false });
    byId("wall-lost").textContent = lost ? say`连接中断，正在重连。画面为 ${said} 取得。` : "";
  }

  // ---- keys --------------------------------------------------------------------------------------------------------
  const full = async () => {
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch { /* a browser may forbid it: the page stays as it is */ }
  };
  const theme = () => { go({ mode: mode() === "wall" ? "wall-light" : "wall" }); dress(); };
  const press = (selector) => document.querySelector(selector)?.click();

  const anywhere = {
    "/": () => byId("head-search").closest(".search, .ant-select").querySelector("input").focus(),
    Escape: () => (at >= 0 ? leave() : press("#head-path .path-up")),
  };
  const onWall = {
    ArrowDown: () => press("#panel-ranking .ranks li:first-child a"),
    ArrowUp: () => press("#head-path .path-up"),
    PageDown: () => (at >= 0 ? visit(at + 1) : press("#wall-tour-start")),
    PageUp: () => (at > 0 ? visit(at - 1) : leave()),
    t: () => press("#wall-tour-start"), d: theme, f: full,
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#head-search, .search")) return event.target.blur();
    if (!window.warroomPlay.free(event)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let act = anywhere[key] || (mode() && onWall[key]);
    if (mode() && at >= 0 && key === " ") act = () => { resting = !resting; visit(at); };
    if (mode() && /^[1-9]$/.test(key)) act = () => press(`#panel-ranking .ranks li:nth-child(${key}) a`);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);

  document.addEventListener("click", (event) => {
    const hit = (id) => event.target.closest("#" + id);
    if (hit("wall-enter")) { go({ mode: "wall" }); dress(); }
    if (hit("wall-leave")) { leave(); go({ mode: "" }); dress(); }
    if (hit("wall-theme")) theme();
    if (hit("wall-full")) full();
    if (hit("wall-clock")) { started = Date.now(); tick(); }
  });
  window.addEventListener("popstate", dress);
  window.addEventListener("offline", watch);
  window.addEventListener("online", watch);
  setInterval(watch, POLL_MS);
  setInterval(tick, 1000);
  dress();

  document.addEventListener("warroom:view", ({ detail: { view } }) => {
    dress();
    pictured = new Date();
    place = (view && (view.selected || view.parent)) || "";
    time(place);
    tell();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.wall = {
    begin: (found) => {
      if (!found || !found.length) return "";
      if (at < 0) [home, homePage] = [new URLSearchParams(window.location.search).get("region") || "", window.location.pathname];
      [stops, resting] = [found, false];
      visit(0);
      return "";
    },
  };
})();

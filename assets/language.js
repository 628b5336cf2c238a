/* 中文 / English: the server translates what it sends (callbacks/language.py); texts that scripts write go through say`…`. */
(function () {
  "use strict";
  const YEAR_SECONDS = 365 * 24 * 3600;
  const given = document.getElementById("words");
  const words = given ? JSON.parse(given.textContent) : {};

  window.say = (parts, ...values) => {
    const key = parts.reduce((text, part, n) => `${text}{${n - 1}}${part}`);
    return (words[key] || key).replace(/\{(\d+)\}/g, (_, n) => values[n]);
  };

  function speak(language) {
    document.cookie = `lang=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    const to = new URL(window.location.href);
    to.searchParams.set("lang", language);
    window.location.assign(to);
  }

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-speak]");
    if (chosen) speak(chosen.getAttribute("data-speak"));
  });
})();

"use strict";
// Put into a page before its own scripts: when it is first painted, when its search answers, how often it redraws.
// Times are milliseconds since the page was asked for.

(() => {
  const probe = (window.probe = { painted: 0, answered: 0, words: "" });

  // The first filled shape on a canvas is the first thing of the network; it is seen when the next frame begins.
  const pen = CanvasRenderingContext2D.prototype;
  const { fill } = pen;
  pen.fill = function (...how) {
    pen.fill = fill;
    requestAnimationFrame(() => { probe.painted = performance.now(); });
    return fill.apply(this, how);
  };

  // Types into the search as soon as there is one, and waits until it lists something.
  probe.search = (words) => {
    const found = () => {
      if (document.querySelector("#results [role=option], .ts-dropdown [data-selectable]")) probe.answered = performance.now();
      else setTimeout(found, 5);
    };
    const ask = () => {
      const input = document.querySelector("#query, .ts-control input");
      if (!input) { setTimeout(ask, 5); return; }
      input.focus();
      input.value = words;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      setTimeout(found, 0);
    };
    addEventListener("DOMContentLoaded", () => setTimeout(ask, 0));
  };

  // How many times a second the network is drawn while it is zoomed in and out.
  probe.redraws = (network, milliseconds) => new Promise((done) => {
    let drawn = 0;
    network.on("afterDrawing", () => { drawn += 1; });
    const [start, scale] = [performance.now(), network.getScale()];
    const step = () => {
      const passed = performance.now() - start;
      if (passed > milliseconds) { done((drawn * 1000) / passed); return; }
      network.moveTo({ scale: scale * (1.3 + 0.3 * Math.sin(passed / 200)), animation: false });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });

  // For each change of the state: how long the page works for it, and how long until it is drawn.
  probe.changes = async (go, changes) => {
    const times = [];
    for (const change of changes) {
      const start = performance.now();
      go(change, "replace");
      const worked = performance.now() - start;
      await new Promise(requestAnimationFrame); // the library asked for its frame first, so it has drawn by now
      times.push([worked, performance.now() - start]);
      await new Promise((rest) => setTimeout(rest, 40));
    }
    return times;
  };
})();

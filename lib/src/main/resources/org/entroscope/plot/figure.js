(function (input) {
  "use strict";
  var config = {
    displaylogo: false,
    typesetMath: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    toImageButtonOptions: { format: "svg" }
  };
  var start = Date.now();

  // the page's own background decides, whatever notebook it belongs to
  function isDark(box) {
    var lab = document.body.getAttribute("data-jp-theme-light");
    if (lab) return lab === "false";
    for (var node = box; node; node = node.parentElement) {
      var rgb = getComputedStyle(node).backgroundColor.match(/[\d.]+/g) || [0, 0, 0, 0];
      if (rgb.length < 4 || rgb[3] > 0.5) {
        return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 128;
      }
    }
    return false;
  }

  function copy(value) {
    return JSON.parse(JSON.stringify(value));
  }

  function template(dark) {
    return copy(dark ? input.themes.dark : input.themes.light);
  }

  function layout(dark) {
    var themed = copy(input.layout);
    themed.template = template(dark);
    return themed;
  }

  function say(box, words) {
    var line = box.querySelector("p");
    if (line) line.textContent = words;
    box.style.visibility = "visible";
  }

  function draw(box) {
    var words = Array.prototype.slice.call(box.childNodes);
    var plot = document.createElement("div");
    plot.style.height = input.layout.height + "px";
    box.setAttribute("data-drawn", "");
    box.style.visibility = "visible";
    words.forEach(function (node) { node.remove(); });
    box.appendChild(plot);
    var dark = isDark(box);
    new Promise(function (resolve) {
      resolve(window.Plotly.newPlot(plot, copy(input.data), layout(dark), config));
    }).then(function () {
      follow(box, plot, dark);
      clicks(plot);
    }).catch(function (error) {
      plot.remove();
      words.forEach(function (node) { box.appendChild(node); });
      say(box, "This figure could not be drawn (" + error + "). It shows:");
    });
  }

  // a click on a cell of a heat map is a pull of the slider, whose steps are the cells row by row
  function clicks(plot) {
    var map = input.layout.clickable;
    if (map === undefined) return;
    plot.on("plotly_click", function (event) {
      var point = event.points[0];
      if (point.curveNumber !== map) return;
      var at = Math.round(point.y) * input.data[map].z[0].length + Math.round(point.x);
      var change = copy(input.layout.sliders[0].steps[at].args);
      change[1]["sliders[0].active"] = at;
      window.Plotly.update(plot, change[0], change[1], change[2]);
    });
  }

  // theme and width may change while the figure is on the page; once it has left, as every
  // picture of a live cell does, only what lets go of it by itself may remain
  function follow(box, plot, dark) {
    var query = window.matchMedia("(prefers-color-scheme: dark)");
    var attributes = new MutationObserver(themeChanged);
    var watching = false;
    var width = plot.clientWidth;
    function themeChanged() {
      if (isDark(box) === dark) return;
      dark = !dark;
      // alone: sliders and what was zoomed into stay where they are
      window.Plotly.relayout(plot, { template: template(dark) });
    }
    function watch() {
      watching = true;
      query.addEventListener("change", themeChanged);
      [document.documentElement, document.body].forEach(function (node) {
        attributes.observe(node, {
          attributes: true,
          attributeFilter: ["class", "style", "data-jp-theme-light", "data-theme"]
        });
      });
    }
    function unwatch() {
      watching = false;
      query.removeEventListener("change", themeChanged);
      attributes.disconnect();
    }
    new ResizeObserver(function () {
      if (!box.isConnected) {
        unwatch();
        return;
      }
      if (!watching) {
        watch();
        themeChanged();
      }
      if (plot.clientWidth > 0 && plot.clientWidth !== width) {
        width = plot.clientWidth;
        window.Plotly.Plots.resize(plot);
      }
    }).observe(plot);
  }

  // the cell may be put into the page, and the library unpacked, after this script has run
  function wait() {
    var boxes = document.querySelectorAll(
      '[data-entroscope="' + input.id + '"]:not([data-drawn])');
    var waited = Date.now() - start;
    if (window.Plotly && boxes.length) {
      boxes.forEach(draw);
      return;
    }
    boxes.forEach(function (box) {
      var state = window.entroscopePlotly;
      // a busy computer takes long to unpack, which is no reason to call anything missing
      var patience = state === "unpacking" ? 60000 : 8000;
      if (!window.Plotly && (waited > patience || (state && state.indexOf("could not") > 0))) {
        say(box, "This figure is not drawn, because " + (state && state.indexOf("could not") > 0
          ? state
          : "plotly.js has not been loaded into this page. Run a cell that shows a figure again")
          + ". It shows:");
      } else {
        box.style.visibility = "hidden";
      }
    });
    if (waited < 600000) setTimeout(wait, waited < 10000 ? 50 : 1000);
  }
  wait();
})

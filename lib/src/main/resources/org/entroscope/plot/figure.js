(function (input, themes) {
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

  function library() {
    return (!input.full && window.entroscopePlotlyLibrary) || window.entroscopePlotlyFull;
  }

  function copy(value) {
    return JSON.parse(JSON.stringify(value));
  }

  function template(dark) {
    return copy(dark ? themes.dark : themes.light);
  }

  function layout(dark) {
    var themed = copy(input.layout);
    themed.template = template(dark);
    return themed;
  }

  function part(box, name) {
    return box.querySelector(".entroscope-" + name);
  }

  function say(box, words) {
    var line = part(box, "note");
    if (line) line.textContent = words;
    box.style.visibility = "visible";
  }

  // plotly.js measures its texts as it places them, and what is hidden measures nothing: then
  // subtitles lie on titles. JupyterLab hides everything while it changes the theme
  function whenRendered(node, act) {
    if (node.isConnected && node.getClientRects().length) {
      act();
      return;
    }
    new ResizeObserver(function (entries, observer) {
      if (!node.isConnected || !node.getClientRects().length) return;
      observer.disconnect();
      act();
    }).observe(node);
  }

  function draw(box) {
    if (box.hasAttribute("data-drawn")) return;
    var words = part(box, "words");
    var picture = part(box, "static");
    var note = part(box, "note");
    var plot = document.createElement("div");
    plot.style.height = input.layout.height + "px";
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", input.description);
    box.setAttribute("data-drawn", "");
    box.style.visibility = "visible";
    note.style.display = "none";
    words.open = true;
    // for screen readers: out of sight, not out of the page
    words.style.cssText = "position:absolute;top:0;left:0;width:1px;height:1px;overflow:hidden;"
      + "clip-path:inset(50%)";
    box.insertBefore(plot, words);
    if (picture) picture.style.display = "none";
    var dark = isDark(box);
    var plotly = library();
    new Promise(function (resolve) {
      resolve(plotly.newPlot(plot, copy(input.data), layout(dark), config));
    }).then(function () {
      follow(box, plot, plotly, dark);
      clicks(plot, plotly);
      plays(box, plot, plotly);
    }).catch(function (error) {
      plot.remove();
      words.style.cssText = "";
      words.open = !picture;
      note.style.display = "";
      if (picture) picture.style.display = "";
      say(box, "This figure could not be drawn (" + error + ").");
    });
  }

  // a click on a cell of a heat map is a pull of the slider, whose steps are the cells row by row
  function clicks(plot, plotly) {
    var map = input.layout.clickable;
    if (map === undefined) return;
    plot.on("plotly_click", function (event) {
      var point = event.points[0];
      if (point.curveNumber !== map) return;
      var at = Math.round(point.y) * input.data[map].z[0].length + Math.round(point.x);
      var change = copy(input.layout.sliders[0].steps[at].args);
      change[1]["sliders[0].active"] = at;
      plotly.update(plot, change[0], change[1], change[2]);
    });
  }

  // the button of a figure goes through the places of its slider, once; the button again or a hand
  // on the slider stops it
  function plays(box, plot, plotly) {
    if (!input.layout.playable) return;
    var steps = input.layout.sliders[0].steps;
    var timer = 0;
    var next = 0;
    function stop() {
      clearInterval(timer);
      timer = 0;
    }
    plot.on("plotly_sliderstart", stop);
    plot.on("plotly_buttonclicked", function () {
      if (timer) {
        stop();
        return;
      }
      next = 0;
      timer = setInterval(function () {
        if (!box.isConnected) {
          stop();
          return;
        }
        var change = copy(steps[next].args);
        plotly.update(plot, change[0], { "sliders[0].active": next }, change[1]);
        next++;
        if (next === steps.length) stop();
      }, 400);
    });
  }

  // theme and width may change while the figure is on the page; once it has left, as every
  // picture of a live cell does, only what lets go of it by itself may remain
  function follow(box, plot, plotly, dark) {
    var query = window.matchMedia("(prefers-color-scheme: dark)");
    var attributes = new MutationObserver(themeChanged);
    var watching = false;
    var width = plot.clientWidth;
    function themeChanged() {
      if (isDark(box) === dark) return;
      dark = !dark;
      whenRendered(plot, function () {
        // alone: sliders and what was zoomed into stay where they are
        plotly.relayout(plot, { template: template(dark) });
      });
    }
    // a drawn figure holds its box open: how much room there is shows when it is away
    function narrowed() {
      if (!box.isConnected) {
        unwatch();
        return;
      }
      plot.style.display = "none";
      var room = box.clientWidth;
      plot.style.display = "";
      if (room > 0 && room < plot.clientWidth) fit(room);
    }
    function fit(room) {
      width = room;
      plot.style.width = room + "px";
      Promise.resolve(plotly.Plots.resize(plot)).then(function () {
        plot.style.width = "";
      });
    }
    function watch() {
      watching = true;
      window.addEventListener("resize", narrowed);
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
      window.removeEventListener("resize", narrowed);
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
        plotly.Plots.resize(plot);
      }
    }).observe(plot);
  }

  // the cell may be put into the page, and the library unpacked, after this script has run
  function wait() {
    var boxes = document.querySelectorAll(
      '[data-entroscope="' + input.id + '"]:not([data-drawn])');
    var waited = Date.now() - start;
    if (library() && boxes.length) {
      boxes.forEach(function (box) {
        whenRendered(box, function () { draw(box); });
      });
      return;
    }
    if (waited < 600000) setTimeout(wait, waited < 10000 ? 50 : 1000);
  }
  wait();
})

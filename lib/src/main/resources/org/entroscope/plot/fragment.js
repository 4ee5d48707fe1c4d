(function (figure) {
  var w = window;
  // the library that draws figures takes them from here, whichever comes first
  (w.entroscopeFigures = w.entroscopeFigures || []).push(figure);
  setTimeout(function () {
    // stored notebooks hold no library: Jupyter's server has it among the files of our kernel
    if (figure.full || w.entroscopeDraws || w.entroscopeAsked) return;
    var config = document.getElementById("jupyter-config-data");
    var base = config ? JSON.parse(config.textContent || "{}").baseUrl
      : document.body.getAttribute("data-base-url");
    if (!base) return;
    w.entroscopeAsked = true;
    var script = document.createElement("script");
    script.src = base.replace(/\/?$/, "/") + "kernelspecs/entroscope/plotly-library.js";
    document.head.appendChild(script);
  }, 400);
})

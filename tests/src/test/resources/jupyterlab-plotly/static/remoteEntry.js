// The container that JupyterLab and Notebook 7 load an extension from; it hands the renderer what
// the original has bundled (plotly.js) or shares with the page (Lumino).
var _JUPYTERLAB = typeof _JUPYTERLAB === "undefined" ? {} : _JUPYTERLAB;
(function () {
  var shared;
  var here = document.currentScript.src;

  function loadPlotly() {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = new URL("plotly.js", here).href;
      script.onload = function () { resolve(_JUPYTERLAB["jupyterlab-plotly"].plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  _JUPYTERLAB["jupyterlab-plotly"] = {
    init: function (scope) { shared = scope; },
    get: async function () {
      var versions = Object.values(shared["@lumino/widgets"]);
      var lumino = (await versions[0].get())();
      globalThis.plotlyExtension = { Widget: lumino.Widget, loadPlotly: loadPlotly };
      var renderer = await import(new URL("renderer.js", here).href);
      return function () { return { __esModule: true, default: renderer.default }; };
    }
  };
})();

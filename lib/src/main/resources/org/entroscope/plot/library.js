(function () {
  var draw = @@figure@@;
  var themes = @@themes@@;
  if (!window.entroscopeDraws) {
    window.entroscopeDraws = true;
    var waiting = window.entroscopeFigures || [];
    window.entroscopeFigures = { push: function (figure) { draw(figure, themes); } };
    waiting.forEach(window.entroscopeFigures.push);
  }
  if (window.@@library@@ || window.@@state@@ === "unpacking") return;
  window.@@state@@ = "unpacking";
  function failed(error) {
    window.@@state@@ = "plotly.js could not be unpacked: " + error;
  }
  try {
    var text = atob("@@packed@@");
    var bytes = new Uint8Array(text.length);
    for (var i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
    var unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    new Response(unpacked).text().then(function (source) {
      // other software may have its own version of plotly.js on this page: neither may get the
      // other's, and a module system such as require.js may not keep ours to itself
      var theirs = window.Plotly;
      var own = { exports: {} };
      window.entroscopePlotlyModule = own;
      var script = document.createElement("script");
      script.textContent =
        "(function (define, module, exports, require) {" + source
        + "\n}).call(window, undefined, window.entroscopePlotlyModule);";
      document.head.appendChild(script);
      script.remove();
      delete window.entroscopePlotlyModule;
      if (theirs) window.Plotly = theirs;
      if (!own.exports.newPlot) throw "it defined nothing";
      window.@@library@@ = own.exports;
      window.@@state@@ = "loaded";
    }).catch(failed);
  } catch (error) {
    failed(error);
  }
})();

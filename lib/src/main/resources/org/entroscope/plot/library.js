(function () {
  if (window.entroscopePlotlyLibrary || window.entroscopePlotly === "unpacking") return;
  window.entroscopePlotly = "unpacking";
  function failed(error) {
    window.entroscopePlotly = "plotly.js could not be unpacked: " + error;
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
      window.entroscopePlotlyLibrary = own.exports;
      window.entroscopePlotly = "loaded";
    }).catch(failed);
  } catch (error) {
    failed(error);
  }
})();

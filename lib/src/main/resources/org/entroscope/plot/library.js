(function () {
  if (window.Plotly || window.entroscopePlotly === "unpacking") return;
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
      // a page with require.js offers a module system that would keep plotly.js to itself
      var script = document.createElement("script");
      script.textContent =
        "(function (define, module, exports, require) {" + source + "\n}).call(window);";
      document.head.appendChild(script);
      script.remove();
      if (!window.Plotly) throw "it defined nothing";
      window.entroscopePlotly = "loaded";
    }).catch(failed);
  } catch (error) {
    failed(error);
  }
})();

(function (input) {
  "use strict";
  var start = Date.now();
  var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function add(parent, name, style, words) {
    var child = document.createElement(name);
    child.style.cssText = style;
    if (words !== undefined) child.textContent = words;
    parent.appendChild(child);
    return child;
  }

  // the attention of a query on a key: two digits to the base of 64, without what the mask hides
  function weight(model, head, size, query, key) {
    if (model.causal && key > query) return 0;
    var each = model.causal ? size * (size + 1) / 2 : size * size;
    var row = model.causal ? query * (query + 1) / 2 : query * size;
    var at = 2 * (head * each + row + key);
    var step = 64 * digits.indexOf(model.code[at]) + digits.indexOf(model.code[at + 1]);
    return step > 4094 ? NaN : step / 4094;
  }

  function percent(share) {
    return isNaN(share) ? "NaN" : share >= 0.1 ? Math.round(100 * share) + "%"
      : (100 * share).toFixed(1) + "%";
  }

  function draw(box) {
@@body@@
  }

  // the cell may be put into the page after this script has run
  function wait() {
    var boxes = document.querySelectorAll(
      '[data-drawing="' + input.id + '"]:not([data-drawn])');
    boxes.forEach(function (box) {
      box.setAttribute("data-drawn", "");
      box.querySelector(".entroscope-static").style.display = "none";
      var words = box.querySelector(".entroscope-words");
      box.querySelector(".entroscope-note").style.display = "none";
      words.open = true;
      words.style.cssText = "position:absolute;top:0;left:0;width:1px;height:1px;overflow:hidden;"
        + "clip-path:inset(50%)";
      draw(box);
    });
    var waited = Date.now() - start;
    if (!boxes.length && waited < 600000) setTimeout(wait, waited < 10000 ? 50 : 1000);
  }
  wait();
})

    var model = input.model;
    var size = input.size;
    var side = Math.max(24, Math.min(76, Math.floor(560 / model.heads) - 6));
    add(box, "p", "font-size:16px;margin:.2em 0", "All heads of " + model.name);
    add(box, "p", "margin:.2em 0 .8em;opacity:.8", "Rows are queries, columns are keys. "
      + "Brighter cells mean more attention. Click a head to enlarge it.");
    var both = add(box, "div", "display:flex;flex-wrap:wrap;gap:18px 28px;align-items:flex-start");
    var grid = add(both, "div", "display:grid;gap:6px;flex:none;align-items:center;"
      + "grid-template-columns:auto repeat(" + model.heads + "," + side + "px)");
    var large = add(both, "div", "flex:1 1 320px;max-width:460px;min-width:0");
    var title = add(large, "div", "font-weight:bold;margin-bottom:6px");
    var picture = add(large, "canvas", "width:100%;image-rendering:pixelated;display:block");
    var status = add(large, "div", "margin-top:8px;min-height:3.2em;opacity:.85");
    var chosen = 0;
    var buttons = [];
    // cube roots show 1 and 1/T alike, as in the matrix of a single head
    function paint(canvas, head) {
      canvas.width = size;
      canvas.height = size;
      var pen = canvas.getContext("2d");
      for (var query = 0; query < size; query++) {
        for (var key = 0; key < (model.causal ? query + 1 : size); key++) {
          var share = weight(model, head, size, query, key);
          pen.fillStyle = isNaN(share) ? "#808890" : input.palette[Math.round(63 * Math.cbrt(share))];
          pen.fillRect(key, query, 1, 1);
        }
      }
    }
    function name(i) {
      return "layer " + Math.floor(i / model.heads) + ", head " + i % model.heads;
    }
    function token(i) {
      return input.visible.length ? "\u201c" + input.visible[i] + "\u201d at " + i : String(i);
    }
    function enlarge(i) {
      buttons[chosen].style.outline = "none";
      chosen = i;
      buttons[i].style.outline = "3px solid #d55e00";
      title.textContent = name(i) + ": entropy " + model.entropy[i] + " nats";
      status.textContent = "Point at a cell to see its query and its key.";
      paint(picture, i);
    }
    add(grid, "span", "");
    for (var h = 0; h < model.heads; h++) {
      add(grid, "span", "text-align:center;font-size:11px", side < 40 ? String(h) : "head " + h);
    }
    for (var i = 0; i < model.layers * model.heads; i++) {
      if (i % model.heads === 0) {
        add(grid, "span", "font-size:11px;white-space:nowrap", "layer " + i / model.heads);
      }
      var button = add(grid, "button", "padding:0;margin:0;border:0;border-radius:0;background:none;"
        + "cursor:pointer;min-width:0;line-height:0;width:" + side + "px;height:" + side + "px");
      button.title = name(i) + ": entropy " + model.entropy[i] + " nats";
      button.setAttribute("aria-label", button.title);
      button.addEventListener("click", enlarge.bind(null, i));
      paint(add(button, "canvas", "image-rendering:pixelated;width:" + side + "px;height:" + side
        + "px"), i);
      buttons.push(button);
    }
    picture.addEventListener("mousemove", function (event) {
      var query = Math.min(size - 1, Math.floor(event.offsetY / picture.clientHeight * size));
      var key = Math.min(size - 1, Math.floor(event.offsetX / picture.clientWidth * size));
      if (query < 0 || key < 0) return;
      status.textContent = "query " + token(query) + ", key " + token(key) + ": "
        + (model.causal && key > query ? "hidden by the mask"
          : "attention " + percent(weight(model, chosen, size, query, key)));
    });
    enlarge(0);

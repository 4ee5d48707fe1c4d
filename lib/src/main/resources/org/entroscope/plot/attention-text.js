    var size = input.tokens.length;
    var state = { layer: input.layer, head: input.head, query: size - 1 };
    var panels = [];
    add(box, "p", "font-size:16px;margin:.2em 0", "Attention on a text");
    add(box, "p", "margin:.2em 0 .8em;opacity:.8",
      "Point at a token or use the arrow keys to choose the query. The tokens that it attends to are "
      + "highlighted. Click a cell of the small map to choose a head.");
    var row = add(box, "div", "display:flex;flex-wrap:wrap;gap:18px 28px;align-items:flex-start");
    input.models.forEach(function (model) {
      var section = add(row, "div", "flex:1 1 300px;min-width:0");
      add(section, "div", "font-weight:bold;margin-bottom:6px", model.name);
      var both = add(section, "div", "display:flex;gap:14px;align-items:flex-start");
      var map = add(both, "div", "display:grid;gap:2px;flex:none;grid-template-columns:repeat("
        + model.heads + ",13px)");
      var cells = model.colours.map(function (colour, i) {
        var layer = Math.floor(i / model.heads);
        var head = i % model.heads;
        var cell = add(map, "button", "width:13px;height:13px;min-width:0;padding:0;margin:0;"
          + "border:0;border-radius:0;cursor:pointer;background:" + colour);
        cell.title = "layer " + layer + ", head " + head + ": entropy " + model.entropy[i] + " nats";
        cell.setAttribute("aria-label", cell.title);
        cell.addEventListener("click", function () {
          state.layer = layer;
          state.head = head;
          show();
        });
        return cell;
      });
      var text = add(both, "div", "font-family:monospace;font-size:14px;line-height:1.7;"
        + "overflow-wrap:anywhere;min-width:0");
      text.tabIndex = 0;
      text.setAttribute("role", "group");
      text.setAttribute("aria-label", "tokens of the text");
      var tokens = input.visible.map(function (word, i) {
        var token = add(text, "span", "padding:2px 0;cursor:default", word);
        function choose() {
          state.query = i;
          show();
        }
        token.addEventListener("mouseenter", choose);
        token.addEventListener("click", choose);
        if (input.tokens[i] === "\n") add(text, "br", "");
        return token;
      });
      text.addEventListener("keydown", function (event) {
        var move = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (!move) return;
        event.preventDefault();
        event.stopPropagation();
        state.query = Math.max(0, Math.min(size - 1, state.query + move));
        show();
      });
      var status = add(section, "div", "margin-top:8px;min-height:3.2em;opacity:.85");
      status.setAttribute("aria-live", "polite");
      panels.push({ model: model, cells: cells, tokens: tokens, status: status });
    });
    function show() {
      panels.forEach(function (panel) {
        var model = panel.model;
        var known = state.layer < model.layers && state.head < model.heads;
        var at = state.layer * model.heads + state.head;
        panel.cells.forEach(function (cell, i) {
          cell.style.outline = known && i === at ? "3px solid #d55e00" : "none";
        });
        var keys = [];
        panel.tokens.forEach(function (token, key) {
          var share = known ? weight(model, at, size, state.query, key) : 0;
          keys.push({ key: key, share: share });
          token.style.background = share > 0
            ? "rgba(213,94,0," + (0.75 * Math.sqrt(share)).toFixed(3) + ")" : "none";
          token.style.outline = key === state.query ? "1.5px solid currentColor" : "none";
        });
        keys.sort(function (a, b) { return (b.share || 0) - (a.share || 0); });
        panel.status.textContent = known
          ? "layer " + state.layer + ", head " + state.head + " (entropy " + model.entropy[at]
            + " nats): \u201c" + input.visible[state.query] + "\u201d at " + state.query
            + " attends to " + keys.slice(0, 3).map(function (k) {
              return "\u201c" + input.visible[k.key] + "\u201d at " + k.key + " (" + percent(k.share)
                + ")";
            }).join(", ")
          : "this model has no layer " + state.layer + ", head " + state.head;
      });
    }
    show();

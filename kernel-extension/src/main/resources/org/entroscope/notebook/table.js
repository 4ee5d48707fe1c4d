(function () {
  "use strict";
  // once a page, for every table on it, also for those that come later
  if (window.entroscopeSorting) return;
  window.entroscopeSorting = true;
  var NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  var ARROW = { none: "", ascending: " \u25b2", descending: " \u25bc" };

  function compare(numeric) {
    return function (a, b) {
      return numeric
        ? a.getAttribute("data-v") - b.getAttribute("data-v")
        : a.textContent.localeCompare(b.textContent, undefined, { numeric: true });
    };
  }

  function sort(button) {
    var head = button.closest("th");
    var table = button.closest("table");
    var order = NEXT[head.getAttribute("aria-sort")];
    var compared = compare(head.hasAttribute("data-numeric"));
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    rows.forEach(function (row, place) {
      if (!row.hasAttribute("data-place")) row.setAttribute("data-place", place);
    });
    rows.sort(function (first, second) {
      var a = first.cells[head.cellIndex];
      var b = second.cells[head.cellIndex];
      var missing = a.hasAttribute("data-missing") - b.hasAttribute("data-missing");
      var difference = order === "none" || a.hasAttribute("data-missing") ? 0 : compared(a, b);
      return (order === "none" ? 0 : missing)
        || (order === "descending" ? -difference : difference)
        || first.getAttribute("data-place") - second.getAttribute("data-place");
    });
    rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
    table.querySelectorAll("th[aria-sort]").forEach(function (other) {
      other.setAttribute("aria-sort", other === head ? order : "none");
      other.querySelector("[aria-hidden]").textContent = other === head ? ARROW[order] : "";
    });
  }

  window.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".entroscope-sort");
    if (button) sort(button);
  });
  // before Jupyter, for which the same keys begin to edit the cell
  window.addEventListener("keydown", function (event) {
    var button = event.target.closest && event.target.closest(".entroscope-sort");
    if (!button || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    sort(button);
  }, true);
})();

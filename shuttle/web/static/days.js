// Says which date is today, and which of today's buses have left; the pages say the rest without.
(function () {
  "use strict";
  // Both cities keep UTC+8 all year, wherever the reader is.
  var now = new Date(Date.now() + 8 * 3600 * 1000).toISOString();
  var today = now.slice(0, 10);
  var time = now.slice(11, 16);
  var link = document.querySelector('[data-date="' + today + '"]');
  var shortcut = document.getElementById("today");
  if (link && shortcut) {
    link.setAttribute("aria-current", "date");
    shortcut.firstElementChild.setAttribute("href", link.getAttribute("href"));
    shortcut.hidden = false;
  }
  if (document.querySelector('[data-day="' + today + '"]')) {
    document.querySelectorAll("tr > th[scope=row]").forEach(function (cell) {
      // A bus of another calendar date says so in a <small>; a cancelled one has no time left.
      var shown = cell.cloneNode(true);
      shown.querySelectorAll("s").forEach(function (old) { old.remove(); });
      var leaves = shown.textContent.trim();
      if (/^\d\d:\d\d$/.test(leaves) && leaves < time) {
        cell.parentNode.classList.add("left");
      }
    });
  }
})();

// Offers to copy an address where the browser can; the address itself stands there for all.
(function () {
  "use strict";
  if (!navigator.clipboard) {
    return;
  }
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
        button.nextElementSibling.textContent = button.getAttribute("data-copied");
      });
    });
  });
})();

// ---- Errors: the summary takes the focus; its links lead into the fields.

const summary = document.querySelector("[data-summary]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest(".field")?.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

// ---- Messages stay until closed.

for (const button of document.querySelectorAll("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.parentElement.remove();
    document.querySelector("main")?.focus();
  });
}

// ---- Menus: one open at a time; Escape and a click elsewhere close them.

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// ---- A key that works on AZERTY: Ctrl+Enter to save. Ctrl+K is in 30-search.js.

document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  if (event.key === "Enter") {
    const form = event.target.closest?.("form");
    if (form) form.requestSubmit();
  }
});

// ---- Tabs that scroll on a telephone: the current one is in sight.

const currentTab = document.querySelector(".tabs [aria-current]");
if (currentTab) {
  const strip = currentTab.closest("ul");
  const [tab, shown] = [currentTab.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += tab.left - shown.left - (shown.width - tab.width) / 2; // sideways only: the page stays where it is
}

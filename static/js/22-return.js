// ---- After saving, the page one comes back to stands where it was: the same scroll, and the focus on the row that was worked on,
// which the address names. Without script the browser goes to that row by itself.

const pageAddress = location.pathname + location.search;
const keptPlaces = 8; // pages whose scroll is remembered, addresses only, until the window is closed

function keptScrolls() {
  try {
    return JSON.parse(sessionStorage.getItem("places")) ?? {};
  } catch {
    return {};
  }
}

addEventListener("pagehide", () => {
  const { [pageAddress]: before, ...others } = keptScrolls();
  const kept = [...Object.entries(others), [pageAddress, Math.round(scrollY)]].slice(-keptPlaces);
  try {
    sessionStorage.setItem("places", JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // storage is closed: the row alone is found again
  }
});

const savedMessage = document.querySelector("main > .flash[role=status]");
const scrollBefore = keptScrolls()[pageAddress];

if (savedMessage && scrollBefore !== undefined) {
  addEventListener("load", () => requestAnimationFrame(() => {
    const row = location.hash && document.getElementById(location.hash.slice(1));
    scrollTo({ top: scrollBefore, behavior: "instant" });
    if (row) {
      row.focus({ preventScroll: true });
      const { top, bottom } = row.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) row.scrollIntoView({ block: "center", behavior: "instant" });
    }
    savedMessage.classList.toggle("low", savedMessage.getBoundingClientRect().bottom < 0); // « Annuler » stays in sight
  }));
}

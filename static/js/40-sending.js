// ---- A form is sent once: the second click of a double click does nothing.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-autosave")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "dialog" || form.target) return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  slowly(form);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
// A download answers without leaving the page: its form may be used again.
for (const form of document.querySelectorAll("form[data-download]")) {
  form.addEventListener("submit", () => setTimeout(() => delete form.dataset.sent, 1500));
}

// ---- Network: say what happens, keep what was typed.

const network = document.querySelector("[data-network]");

function say(text) {
  if (network) network.textContent = text;
}

function slowly(form) {
  setTimeout(() => {
    if (form.dataset.sent && !form.hasAttribute("data-download")) say(texts.slow);
  }, 4000);
}

addEventListener("offline", () => say(texts.lost));
addEventListener("online", () => say(texts.back));

// ---- A form is sent once: the second click of a double click does nothing.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-autosave")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "dialog" || form.target || event.defaultPrevented) return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  slowly(() => form.dataset.sent && !form.hasAttribute("data-download"));
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent], form[data-plain]").forEach(mayBeSent));
// A download answers without leaving the page: its form may be used again.
for (const form of document.querySelectorAll("form[data-download]")) {
  form.addEventListener("submit", () => setTimeout(() => mayBeSent(form), 1500));
}

function mayBeSent(form) {
  delete form.dataset.sent;
  delete form.dataset.plain;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  delete document.documentElement.dataset.busy;
}

// ---- Network: say what happens, keep what was typed.

const network = document.querySelector("[data-network]");

function say(text) {
  if (network) network.textContent = text;
}

/** A bar after 400 ms, words after 4 s, as long as the form waits. */
function slowly(waits) {
  setTimeout(() => waits() && (document.documentElement.dataset.busy = ""), 400);
  setTimeout(() => waits() && say(texts.slow), 4000);
}

addEventListener("offline", () => say(texts.lost));
addEventListener("online", () => say(texts.back));

/** Sends a form for its author alone: the server refuses it when a colleague has signed in since. */
async function background(action, body, options) {
  const response = await fetch(action, { method: "POST", body, headers: { "X-Background": texts.user ?? "", "X-Device-Clock": Date.now() }, ...options });
  heardFromServer(response);
  return response;
}

// ---- What is being typed is kept: data-draft. At most every 2 s while typing, and on leaving the field or the page.

const draftEvery = 2000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (texts.page && texts.user) keepDraft(form);
}

function keepDraft(form) {
  const add = (name, value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  add("brouillon", texts.page);
  add("brouillon_page", texts.key);
  add("brouillon_titre", texts.title);
  const state = Object.assign(document.createElement("output"), { className: "saved" });
  (form.querySelector(".form-actions") ?? form).append(state);
  let last = content();
  let timer;
  let queue = Promise.resolve();

  function content() {
    const fields = new FormData(form);
    for (const field of form.querySelectorAll("input[type=password], input[type=file]")) fields.delete(field.name);
    return new URLSearchParams(fields).toString();
  }

  async function save(keepalive) {
    clearTimeout(timer);
    timer = undefined;
    const body = content();
    if (body === last || form.dataset.sent || form.inert) return;
    last = body;
    try {
      const response = await background("/brouillons", new URLSearchParams(body), { keepalive });
      if (isSecureContext) await pending.drop({ id: `draft ${texts.page}` });
      if (response.status === 201) tell("saved", texts.draftSaved.replace("{time}", timeInBrussels()));
      else if (!response.ok) tell("failed", texts.draftFailed);
    } catch {
      last = undefined;
      await keepHere(body);
    }
  }

  async function keepHere(body) {
    try {
      await pending.put({ id: `draft ${texts.page}`, action: "/brouillons", body, quiet: true });
      tell("saved", texts.draftLocal);
    } catch {
      tell("failed", texts.draftFailed);
    }
  }

  function tell(name, text) {
    state.dataset.state = name;
    state.textContent = text;
  }

  const soon = () => {
    timer ??= setTimeout(() => (queue = queue.then(() => save(false))), draftEvery);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("focusout", () => timer && save(false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  addEventListener("pagehide", () => save(true));
}

// A form that needs the server to answer (a search for duplicates) is not sent without a connection: data-offline says why.
for (const form of document.querySelectorAll("form[data-offline]")) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    announce(form.dataset.offline);
  });
}

// Enhancements of pages that work without it: nothing here is needed to do a task.
// Sentences come from data attributes of <body>; this file holds none.

const texts = document.body.dataset;

/** Asks for a fragment of a page with the fields of a form, as the form would or at another address. */
async function fragment(form, name, signal, { action, method } = form) {
  const fields = new URLSearchParams(new FormData(form));
  const get = method === "get";
  const response = await fetch(get ? `${action}?${fields}` : action, {
    method,
    body: get ? undefined : fields,
    headers: { "X-Fragment": name },
    signal,
  });
  const html = await response.text();
  if (!response.ok) throw Object.assign(new Error(`fragment ${name}: ${response.status}`), { refused: response.status === 422, html });
  return html;
}

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

// ---- Keys that work on AZERTY: Ctrl+K to search, Ctrl+Enter to save.

document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  if (event.key.toLowerCase() === "k") {
    const field = document.querySelector("[data-live] input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }
  if (event.key === "Enter") {
    const form = event.target.closest?.("form");
    if (form) form.requestSubmit();
  }
});

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

// ---- Search as you type: the same form, the same address, a fragment of its answer.

document.querySelectorAll("form[data-live]").forEach((form, i) => {
  const field = form.querySelector("input[type=search]");
  const panel = form.parentElement.querySelector("[data-live-results]");
  if (!field || !panel) return;
  panel.id = `search-results-${i}`;
  liveSearch(form, field, panel);
});

function liveSearch(form, field, panel) {
  let pending;
  let timer;
  let active = -1;
  const options = () => [...panel.querySelectorAll(".results a")];

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", panel.id);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  function choose(index) {
    const list = options();
    active = list.length ? (index + list.length) % list.length : -1;
    list.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list[active].id);
      list[active].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    pending?.abort();
    clearTimeout(timer);
    panel.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function show(html) {
    panel.innerHTML = html; // markup of our own server, escaped there
    for (const list of panel.querySelectorAll(".results")) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", panel.getAttribute("aria-label"));
      for (const item of list.children) item.setAttribute("role", "none");
    }
    options().forEach((option, i) => {
      option.id = `${panel.id}-${i}`;
      option.setAttribute("role", "option");
      option.tabIndex = -1;
    });
    panel.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(0);
  }

  async function ask() {
    pending?.abort();
    if (field.value.trim().length < 2) return close();
    pending = new AbortController();
    try {
      show(await fragment(form, form.dataset.live, pending.signal));
    } catch (error) {
      if (error.name !== "AbortError") close(); // Enter still opens the full page
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 80);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (panel.hidden) return;
    if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp") choose(active - 1);
    else if (event.key === "Enter" && active >= 0 && !event.ctrlKey) options()[active].click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!form.parentElement.contains(event.target)) close();
  });
  document.addEventListener("focusin", (event) => {
    if (!form.parentElement.contains(event.target)) close();
  });
}

// ---- Forms saved at each change: roll call, ratings, inline rows. The answer may be a fragment
// that replaces the element named by data-replace.

for (const form of document.querySelectorAll("form[data-autosave]")) {
  form.querySelector("[data-autosave-button]")?.setAttribute("hidden", "");
  let queue = Promise.resolve();
  const save = () => {
    queue = queue.then(() => autosave(form));
  };
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}

async function autosave(form) {
  const state = form.querySelector(".saved");
  const report = (name, text) => {
    if (!state) return;
    state.dataset.state = name;
    state.textContent = text;
  };
  const replace = (html) => {
    const target = form.dataset.replace && document.getElementById(form.dataset.replace);
    if (target) target.innerHTML = html; // markup of our own server, escaped there
  };
  report("saving", texts.saving);
  try {
    replace(await fragment(form, form.dataset.autosave || "saved"));
    report("saved", texts.saved.replace("{time}", timeInBrussels()));
  } catch (error) {
    if (error.refused) replace(error.html); // it says why
    report("failed", texts.failed);
    form.querySelector("[data-autosave-button]")?.removeAttribute("hidden");
  }
}

/** The hour as the pages write it: 09 h 06, wherever the device thinks it is. */
function timeInBrussels() {
  const format = new Intl.DateTimeFormat("fr-BE", { timeZone: "Europe/Brussels", hour: "2-digit", minute: "2-digit" });
  const part = Object.fromEntries(format.formatToParts().map(({ type, value }) => [type, value]));
  return `${part.hour}\u202fh\u202f${part.minute}`;
}

// ---- A question that follows from a choice shows once that choice is made: data-reveal="mode=outreach".

for (const part of document.querySelectorAll("[data-reveal]")) {
  const [name, values] = part.dataset.reveal.split("=");
  const form = part.closest("form");
  const update = () => {
    const chosen = new FormData(form).getAll(name);
    part.hidden = !values.split(",").some((value) => chosen.includes(value));
  };
  form.addEventListener("change", update);
  update();
}

// ---- A part of the page that depends on what is being typed (duplicates, a preview) is asked for
// again at each change: data-preview names the block and the element, data-preview-url answers it.

for (const form of document.querySelectorAll("form[data-preview]")) {
  const target = document.getElementById(form.dataset.preview);
  let pending;
  let timer;
  const ask = async () => {
    pending?.abort();
    pending = new AbortController();
    try {
      const asked = { action: form.dataset.previewUrl, method: "post" };
      const html = await fragment(form, form.dataset.preview, pending.signal, asked);
      if (html.trim() !== target.innerHTML.trim()) target.innerHTML = html; // markup of our own server
    } catch {
      // the server looks again when the form is sent
    }
  };
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}

// ---- Dates are typed; a calendar helps those who prefer one.

for (const field of document.querySelectorAll("input[data-date]")) {
  const native = Object.assign(document.createElement("input"), { type: "date", className: "date-native", tabIndex: -1 });
  if (!native.showPicker) break;
  const label = field.labels[0]?.firstChild.textContent.trim() ?? "";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button icon-only" });
  button.setAttribute("aria-label", texts.pick.replace("{label}", label));
  button.append(icon("calendar"));
  native.setAttribute("aria-hidden", "true");
  native.addEventListener("change", () => {
    field.value = native.value.split("-").reverse().join("/");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  button.addEventListener("click", () => native.showPicker());
  field.after(button, native);
}

/** An icon of the sprite; its address is read off an icon already in the page. */
function icon(name) {
  const model = document.querySelector("svg.icon use");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${model?.getAttribute("href").split("#")[0] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

// ---- Passwords can be read while typed.

for (const field of document.querySelectorAll("input[data-password]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: texts.show });
  button.addEventListener("click", () => {
    const visible = field.type === "password";
    field.type = visible ? "text" : "password";
    button.textContent = visible ? texts.hide : texts.show;
  });
  field.form?.addEventListener("submit", () => (field.type = "password"));
  field.after(button);
}

// ---- Paper.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

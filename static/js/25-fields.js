// ---- Forms saved at each change: roll call, ratings, inline rows. The answer may be a fragment
// that replaces the element named by data-replace.

for (const form of document.querySelectorAll("form[data-autosave]")) {
  form.querySelector("[data-autosave-button]")?.setAttribute("hidden", "");
  let queue = Promise.resolve();
  const save = () => {
    const fields = fieldsOf(form); // of this change: the next one waits for its turn with its own
    queue = queue.then(() => autosave(form, fields));
  };
  form.addEventListener("change", (event) => {
    stamp(form, event.target);
    save();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}

async function autosave(form, fields) {
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
    replace(await fragment(form, form.dataset.autosave || "saved", form.dataset.kept ? AbortSignal.timeout(10_000) : undefined, form, fields));
    settleTap(form, true);
    report("saved", texts.saved.replace("{time}", timeInBrussels()));
  } catch (error) {
    if (error.refused) {
      replace(error.html); // it says why
      settleTap(form, false);
    } else if (await keepTap(form, fields, error).catch(() => false)) return report("kept", form.dataset.kept.replace("{time}", timeInBrussels()));
    report("failed", texts.failed);
    form.querySelector("[data-autosave-button]")?.removeAttribute("hidden");
  }
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
// again at each change (data-preview-typing: while typing): data-preview names the block and the element, data-preview-url answers it.

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
  form.addEventListener("previewTyping" in form.dataset ? "input" : "change", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, "previewTyping" in form.dataset ? 350 : 150);
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

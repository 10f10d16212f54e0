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
  let waiting = false; // an answer is on its way
  let entered = false; // Enter was pressed before it came
  const options = () => [...panel.querySelectorAll(".results a, .results button")];

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
    waiting = entered = false;
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
    waiting = false;
    if (entered && options().length) options()[0].click();
    entered = false;
  }

  async function ask() {
    pending?.abort();
    if (field.value.trim().length < 2) return close();
    pending = new AbortController();
    try {
      show(await fragment(form, form.dataset.live, pending.signal));
    } catch (error) {
      if (error.name === "AbortError") return; // an answer that more letters made stale
      const send = entered;
      close();
      if (send) form.requestSubmit(); // the full page
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    waiting = field.value.trim().length >= 2;
    timer = setTimeout(ask, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      giveBack();
    }
    if (panel.hidden) return;
    if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp") choose(active - 1);
    else return;
    event.preventDefault();
  });
  // Enter opens what is chosen, and waits for an answer that is on its way; without a choice, or on the button, it
  // leads to the full page of results.
  form.addEventListener("submit", (event) => {
    if (document.activeElement !== field || !waiting && (panel.hidden || active < 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return void (entered = true);
    options()[active].click();
  }, true);
  document.addEventListener("click", (event) => {
    if (!form.parentElement.contains(event.target)) close();
  });
  document.addEventListener("focusin", (event) => {
    if (!form.parentElement.contains(event.target)) close();
  });
}

// ---- Ctrl+K goes to the search of the header, Escape back to where one was.

let searchedFrom;

function giveBack() {
  if (searchedFrom?.isConnected) searchedFrom.focus();
  searchedFrom = undefined;
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const field = document.querySelector("[data-live] input[type=search]");
  if (!field) return;
  event.preventDefault();
  if (document.activeElement !== field) searchedFrom = document.activeElement;
  field.focus();
  field.select();
});

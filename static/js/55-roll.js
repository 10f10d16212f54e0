// ---- Roll call: a tap that no network takes waits on the device, with its hour, and is sent once (data-kept).

/** A key that makes a gesture count once. */
const entryKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/** Notes when a tap was made and on what, before it waits for its turn: the rest of the line may be a colleague's by now. */
function stamp(form, field) {
  if (!form.dataset.kept) return;
  form.elements.touched.value = field.name;
  form.elements.entry.value = entryKey();
  form.elements.made_at.value = Date.now();
}

/** A choice that was refused goes back to what is saved: the line shows nothing else. */
function settleTap(form, saved) {
  if (!form.dataset.kept) return;
  for (const choice of form.querySelectorAll('[type="radio"], [type="checkbox"]')) {
    if (saved) choice.defaultChecked = choice.checked;
    else choice.checked = choice.defaultChecked;
  }
}

/** Keeps a tap when nobody answered, or when the login has ended; tells whether it did. */
async function keepTap(form, fields, error) {
  if (!form.dataset.kept || !isSecureContext || (error.status && error.status < 500 && error.status !== 401)) return false;
  await pending.put({ id: fields.get("entry"), action: new URL(form.action).pathname, body: fields, form: false });
  announce(count(waiting, (await announced()).length));
  return true;
}

/** Brings what colleagues tapped meanwhile, and what became of the taps that waited, without moving the page. */
async function refreshRoll() {
  const response = await fetch(location.pathname).catch(() => undefined);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("bilan")?.replaceChildren(...(fresh.getElementById("bilan")?.childNodes ?? []));
  for (const form of document.querySelectorAll("form[data-kept]")) {
    const other = fresh.querySelector(`form[action="${CSS.escape(form.getAttribute("action"))}"]`);
    if (!other || form.contains(document.activeElement) && form.querySelector('[data-state="saving"]')) continue;
    for (const part of [".saved", ".roll-note"]) form.querySelector(part).textContent = other.querySelector(part).textContent;
    delete form.querySelector(".saved").dataset.state;
    for (const choice of form.querySelectorAll('[name="attendance"]')) choice.checked = other.querySelector(`[name="attendance"][value="${choice.value}"]`).checked;
    for (const field of form.querySelectorAll('[name="late"], [name="left"], [name="signed"]')) {
      const theirs = other.querySelector(`[name="${field.name}"]`);
      if (field.type === "checkbox") field.checked = theirs.checked || theirs.type === "hidden";
      else field.value = theirs.value;
    }
    settleTap(form, true);
  }
}

if (document.querySelector("form[data-kept]")) {
  document.addEventListener("jalon:sent", refreshRoll);
  // A colleague marks the same list on another tablet: coming back to this one shows it.
  document.addEventListener("visibilitychange", async () => !document.hidden && (await announced()).length === 0 && refreshRoll());
  for (const button of document.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.parentElement.querySelector("input");
      field.value = Math.max(5, (Number.parseInt(field.value, 10) || 0) + Number(button.dataset.step));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}


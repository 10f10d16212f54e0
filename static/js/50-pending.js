// ---- Entries that wait for a connection. They stay on this device, encrypted with a key that cannot be
// read, until the server has them; the key of the form makes it take each of them once.
// A form with data-queue uses it; anything else may call pending.put (the roll call, a draft).

const pending = (() => {
  let opened;
  const request = (r) =>
    new Promise((done, failed) => {
      r.onsuccess = () => done(r.result);
      r.onerror = () => failed(r.error);
    });

  function database() {
    opened ??= (() => {
      const r = indexedDB.open("jalon", 1);
      r.onupgradeneeded = () => {
        r.result.createObjectStore("keys");
        r.result.createObjectStore("entries", { keyPath: ["user", "id"] });
      };
      return request(r);
    })();
    return opened;
  }
  const table = async (name, mode = "readonly") => (await database()).transaction(name, mode).objectStore(name);

  async function key() {
    const known = await request((await table("keys")).get(texts.user));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const keys = await table("keys", "readwrite"); // one transaction: two windows never keep two keys
    const first = await request(keys.get(texts.user));
    if (!first) await request(keys.put(made, texts.user));
    return first ?? made;
  }

  return {
    /** Keeps what should be posted; id is the key of the form. A quiet one is not announced; one that is no form becomes no
        draft when it is refused. */
    async put({ id, action, body, quiet = false, form = true }) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify({ action, body: String(body), form, page: texts.page ?? "", title: texts.title ?? "" }));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
      await request((await table("entries", "readwrite")).put({ user: texts.user, id, quiet, at: Date.now(), iv, sealed }));
    },
    /** The user's own entries in the order they were made; those of a colleague are neither shown nor sent. */
    async list() {
      const all = await request((await table("entries")).getAll(IDBKeyRange.bound([texts.user, ""], [texts.user, "\uffff"])));
      return all.sort((a, b) => a.at - b.at);
    },
    async open({ iv, sealed }) {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed)));
    },
    async drop({ id }) {
      await request((await table("entries", "readwrite")).delete([texts.user, id]));
    },
  };
})();

const waiting = document.querySelector("[data-pending]");
const count = (element, n) => (n === 1 ? element.dataset.single : element.dataset.several.replace("{count}", n));

function announce(text, { drafts, see } = {}) {
  waiting.hidden = !text;
  waiting.querySelector("p").textContent = text;
  waiting.querySelector("[data-drafts]").hidden = !drafts;
  const link = waiting.querySelector("[data-see]");
  link.hidden = !see;
  if (see) link.href = see;
  waiting.querySelector("[data-dismiss]").hidden = false;
}
waiting?.querySelector("[data-dismiss]").addEventListener("click", () => {
  waiting.hidden = true;
});

const announced = async () => (await pending.list()).filter((entry) => !entry.quiet);

/** Posts one entry. "sent", "refused" (a form is a draft now), "signed out", "offline", or "locked": the device is handed over,
    what is not about the signatures waits. */
async function post(entry) {
  const { action, body, form = true, page, title } = await pending.open(entry);
  const send = (to, fields) => background(to, new URLSearchParams(fields), { signal: AbortSignal.timeout(30_000) });
  let response;
  try {
    response = await send(action, body);
    if (response.status === 401) return { state: "signed out" };
    if (response.status >= 500) return { state: "offline" };
    if (response.status === 423) return { state: "locked" };
    if (!response.ok && !entry.quiet && form) {
      const fields = new URLSearchParams(body);
      fields.set("brouillon", page || action);
      fields.set("brouillon_page", `${entry.id}-attente`);
      fields.set("brouillon_titre", title);
      if (!(await send("/brouillons", fields)).ok) return { state: "offline" };
    }
  } catch {
    return { state: "offline" };
  }
  await pending.drop(entry);
  return { state: response.ok || entry.quiet ? "sent" : "refused", see: response.headers.get("X-Location") };
}

let sending;
/** Sends what waits, one after the other; a second call joins the first. */
function sendPending() {
  sending ??= navigator.locks.request("jalon-pending", sendAll).finally(() => (sending = undefined));
  return sending;
}

async function sendAll() {
  let see;
  let sent = 0;
  let refused = 0;
  for (const entry of await pending.list()) {
    const result = await post(entry);
    if (result.state === "offline") break;
    if (result.state === "locked") continue;
    if (result.state === "signed out") {
      if (!entry.quiet) announce(waiting.dataset.signIn);
      return;
    }
    if (entry.quiet) continue;
    if (result.state === "refused") refused++;
    else {
      sent++;
      see = result.see;
    }
  }
  if (sent + refused) document.dispatchEvent(new CustomEvent("jalon:sent"));
  const left = (await announced()).length;
  if (left) announce(count(waiting, left));
  else if (refused) announce(waiting.dataset.refused, { drafts: true });
  else if (sent) announce(waiting.dataset.sent, { see: sent === 1 && see });
}

if (waiting && texts.user && isSecureContext) {
  const retry = async () => (await pending.list()).length && sendPending();
  addEventListener("online", retry);
  setInterval(retry, 15_000);
  retry();

  // ---- A form that may be sent later: data-queue.

  for (const form of document.querySelectorAll("form[data-queue]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.plain || form.dataset.sent) return;
      event.preventDefault();
      sendOrKeep(form, event.submitter);
    });
  }

  // ---- Signing out with entries that wait.

  for (const form of document.querySelectorAll('form[action="/deconnexion"]')) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.asked) return;
      event.preventDefault();
      const left = (await announced().catch(() => [])).length;
      form.dataset.asked = "1";
      if (left === 0 || (await leaves(left))) form.requestSubmit();
      else delete form.dataset.asked;
    });
  }
}

/** Sends the form; without an answer its content waits here, and the form stays as it is, closed to changes. */
async function sendOrKeep(form, submitter) {
  form.dataset.sent = "1";
  submitter?.setAttribute("aria-busy", "true");
  slowly(() => form.dataset.sent);
  const body = new URLSearchParams(new FormData(form, submitter));
  let response;
  try {
    response = await background(form.action, body, { signal: AbortSignal.timeout(30_000) });
  } catch {
    await pending.put({ id: body.get("submission"), action: new URL(form.action).pathname + new URL(form.action).search, body });
    mayBeSent(form);
    form.inert = true;
    say("");
    announce(count(waiting, (await announced()).length));
    waiting.focus();
    return;
  }
  const see = response.headers.get("X-Location");
  if (response.ok && see) location.assign(see);
  else {
    // The server has something to say: sent plainly, the form gets its page. The same key makes it one entry.
    mayBeSent(form);
    form.dataset.plain = "1";
    form.requestSubmit(submitter);
  }
}

async function leaves(left) {
  const dialog = document.querySelector("[data-leave]");
  dialog.querySelector("p").textContent = count(dialog, left);
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  if (dialog.returnValue === "send") {
    await sendPending();
    return (await announced()).length === 0;
  }
  return dialog.returnValue === "keep";
}

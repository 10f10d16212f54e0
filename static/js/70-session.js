// ---- The end of the session is announced two minutes before; one click extends it. Windows tell one another.

const ending = document.querySelector("[data-session-left]");
const windows = new BroadcastChannel("jalon-session");
let endsAt = ending ? Date.now() + 1000 * Number(ending.dataset.sessionLeft) : Infinity;

function sessionLasts(seconds) {
  endsAt = Date.now() + 1000 * seconds;
  watchSession();
}

/** Each answer to the script says how long is left. */
function heardFromServer(response) {
  const left = response.headers.get("X-Session-Left");
  if (left === null || !ending) return;
  sessionLasts(Number(left));
  windows.postMessage({ user: texts.user, left: Number(left) });
}
windows.addEventListener("message", ({ data }) => data.user === texts.user && sessionLasts(data.left));

function watchSession() {
  if (!ending) return;
  const soon = endsAt - Date.now() <= 120_000;
  if (soon === !ending.hidden) return;
  ending.hidden = !soon;
  ending.querySelector("p").textContent = soon ? ending.dataset.warning : "";
  ending.querySelector("button").hidden = false;
}

if (ending) {
  windows.postMessage({ user: texts.user, left: Number(ending.dataset.sessionLeft) });
  setInterval(watchSession, 1000);
  watchSession();
  ending.querySelector("button").addEventListener("click", async () => {
    try {
      const response = await background("/moi/session");
      if (response.status === 401) location.reload();
      else if (ending.hidden) say(ending.dataset.extended);
      else {
        // The longest a session may last is reached: nothing extends it.
        ending.querySelector("p").textContent = ending.dataset.last;
        ending.querySelector("button").hidden = true;
      }
    } catch {
      say(texts.lost);
    }
  });
}

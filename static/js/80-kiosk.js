// ---- Mode signature: one person at a time, on a tablet that is handed over. What is drawn is kept as points in a frame of
// 600 × 200, so that turning the tablet changes nothing; it waits on the device, encrypted, until the server has it.

const board = document.querySelector("[data-kiosk]");

/** Says everything in a language, above the French that helpers read. */
function speak(language) {
  const phrases = document.querySelector(`[data-phrases] > [lang="${CSS.escape(language)}"]`);
  for (const place of document.querySelectorAll("[data-say]")) {
    place.querySelector("[data-theirs]")?.remove();
    const text = phrases?.querySelector(`[data-key="${place.dataset.say}"]`)?.textContent;
    if (!text) continue;
    const theirs = Object.assign(document.createElement("strong"), { lang: phrases.lang, dir: phrases.dir, textContent: text });
    theirs.dataset.theirs = "";
    place.prepend(theirs);
  }
}

/** The frame: strokes of [x, y, milliseconds], drawn while the pen moves. */
function drawingBoard(svg) {
  let strokes = [];
  let path;
  let began;
  const point = (event) => {
    const frame = svg.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
    began ??= event.timeStamp;
    return [within(((event.clientX - frame.left) * 600) / frame.width, 600), within(((event.clientY - frame.top) * 200) / frame.height, 200), within(event.timeStamp - began, 600_000)];
  };
  svg.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const first = point(event);
    strokes.push([first]);
    path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${first[0]} ${first[1]}l0 0`);
    svg.append(path);
    svg.parentElement.dataset.drawn = "";
  });
  svg.addEventListener("pointermove", (event) => {
    if (!path) return;
    const stroke = strokes.at(-1);
    for (const move of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y, t] = point(move);
      const [lastX, lastY] = stroke.at(-1);
      if (Math.hypot(x - lastX, y - lastY) < 2 || strokes.flat().length > 5900) continue;
      stroke.push([x, y, t]);
      path.setAttribute("d", `${path.getAttribute("d")}L${x} ${y}`);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (path = undefined));
  return {
    strokes: () => strokes,
    empty() {
      const xs = strokes.flat().map(([x]) => x);
      const ys = strokes.flat().map(([, y]) => y);
      return xs.length < 2 || Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) < 8;
    },
    clear() {
      strokes = [];
      began = path = undefined;
      svg.replaceChildren();
      delete svg.parentElement.dataset.drawn;
    },
  };
}

if (board) {
  const part = (name) => board.querySelector(`[data-${name}]`);
  const pad = drawingBoard(part("pad"));
  const signers = [...board.querySelectorAll("[data-signers] > li")].map((li) => ({ ...li.dataset }));
  const language = document.querySelector("[data-language]");
  language.parentElement.hidden = false;
  language.addEventListener("change", () => speak(language.value));

  const show = (state) => {
    for (const section of board.querySelectorAll("[data-state]")) section.hidden = section.dataset.state !== state;
    board.querySelector(`[data-state="${state}"] :is(h1:not([hidden]), [data-next])`)?.scrollIntoView({ block: "nearest" });
  };
  const greet = () => {
    pad.clear();
    part("empty").hidden = true;
    if (signers.length === 0) return show("done");
    part("name").textContent = signers[0].name;
    language.value = signers[0].language;
    if (language.selectedIndex < 0) language.value = "fr";
    speak(language.value);
    show("sign");
  };
  const thank = (helped) => {
    signers.shift();
    pad.clear();
    part("thanks").hidden = helped;
    part("helped").hidden = !helped;
    show("thanks");
  };
  /** Keeps the gesture on the device first: what follows may be a cut, a closed cover, the end of the battery. */
  const keep = async (action, fields) => {
    const entry = entryKey();
    const body = new URLSearchParams({ ...fields, entry, made_at: Date.now(), half: board.dataset.half, moment: board.dataset.moment });
    if (!isSecureContext) return background(action, body); // no place to keep it: a trial without TLS
    await pending.put({ id: entry, action, body, form: false });
    sendPending();
  };

  part("clear").addEventListener("click", () => pad.clear());
  part("sign").addEventListener("click", async () => {
    part("empty").hidden = !pad.empty();
    if (pad.empty()) return;
    const strokes = JSON.stringify(pad.strokes());
    const { place } = signers[0];
    thank(false);
    await keep(`${board.dataset.action}/${place}`, { strokes });
  });
  part("other").addEventListener("click", () => {
    signers.push(signers.shift());
    greet();
  });
  part("cannot").addEventListener("click", async () => {
    const { place } = signers[0];
    thank(true);
    await keep(`${board.dataset.action}/${place}/empechement`, {});
  });
  part("next").addEventListener("click", greet);
  greet();
}

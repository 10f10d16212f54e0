// Enhancements of pages that work without it: nothing here is needed to do a task.
// Sentences come from data attributes of <body>; this file holds none.

const texts = document.body.dataset;

/** What a form would send now. */
const fieldsOf = (form) => new URLSearchParams(new FormData(form));

/** Asks for a fragment of a page with the fields of a form, as the form would or at another address. */
async function fragment(form, name, signal, { action, method } = form, fields = fieldsOf(form)) {
  const get = method === "get";
  const response = await fetch(get ? `${action}?${fields}` : action, {
    method,
    body: get ? undefined : fields,
    headers: { "X-Fragment": name, "X-Device-Clock": Date.now() },
    signal,
  });
  const html = await response.text();
  if (!response.ok) throw Object.assign(new Error(`fragment ${name}: ${response.status}`), { refused: response.status === 422, status: response.status, html });
  return html;
}

/** The hour as the pages write it: 09 h 06, wherever the device thinks it is. */
function timeInBrussels() {
  const format = new Intl.DateTimeFormat("fr-BE", { timeZone: "Europe/Brussels", hour: "2-digit", minute: "2-digit" });
  const part = Object.fromEntries(format.formatToParts().map(({ type, value }) => [type, value]));
  return `${part.hour}\u202fh\u202f${part.minute}`;
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

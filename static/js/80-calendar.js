// ---- The week of sessions: a session dropped on another moment opens its move form, filled in. The button does the same.

const calendar = document.querySelector("[data-calendar]");
let dragged = null;

const dropZone = (event) => dragged && event.target.closest?.("[data-drop]");

for (const line of calendar?.querySelectorAll("[data-move]") ?? []) line.draggable = true;

calendar?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-move]") ?? null;
  event.dataTransfer.effectAllowed = "move";
});
calendar?.addEventListener("dragover", (event) => {
  const zone = dropZone(event);
  for (const other of calendar.querySelectorAll(".over")) if (other !== zone) other.classList.remove("over");
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("over");
});
calendar?.addEventListener("dragend", () => {
  dragged = null;
  for (const zone of calendar.querySelectorAll(".over")) zone.classList.remove("over");
});
calendar?.addEventListener("drop", (event) => {
  const zone = dropZone(event);
  if (!zone) return;
  event.preventDefault();
  location.assign(`${dragged.dataset.move}?${zone.dataset.drop}`);
});

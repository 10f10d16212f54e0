// ---- Rows ticked in a list: how many, and all of them at once.

for (const form of document.querySelectorAll("form.ticks")) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const count = form.querySelector("[data-ticked]");
  const all = form.querySelector("[data-tick-all]");
  const label = all.textContent;
  const show = () => {
    const n = boxes.filter((box) => box.checked).length;
    count.textContent = n === 1 ? count.dataset.single : count.dataset.several.replace("{count}", n);
    all.textContent = n === boxes.length ? all.dataset.none : label;
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    show();
    if (!tick) boxes[0]?.focus(); // the bar is gone
  });
  form.addEventListener("change", show);
  show();
}

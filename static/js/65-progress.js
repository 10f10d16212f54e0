// Work in the background: an element with data-progress="BLOCK" is asked for again while it is still under way. The page is loaded
// once it has ended, for what is then offered.
function followProgress(element) {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { "X-Fragment": element.dataset.progress } });
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (!next?.dataset.progress) {
        location.reload();
        return;
      }
      element.replaceWith(next);
      followProgress(next);
    } catch {
      followProgress(element);
    }
  }, 2000);
}
document.querySelectorAll("[data-progress]").forEach(followProgress);

// Long work says how far it is while somebody waits. Without this script the page is opened again by its own link.
const EVERY = 2_000; // ms

for (const box of document.querySelectorAll("[data-hf-progress]")) watch(box);

function watch(box) {
  const bar = box.querySelector("progress");
  const said = box.querySelector('[role="status"]');
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.hfProgress, { redirect: "error" });
      if (!answer.ok) throw new Error();
      const { words, done, total, over } = await answer.json();
      if (over) return location.reload();
      bar.max = total || 1;
      bar.value = done;
      if (said.textContent !== words) said.textContent = words;
      setTimeout(look, EVERY);
    } catch {
      setTimeout(look, 5 * EVERY);
    }
  };
  setTimeout(look, EVERY);
}

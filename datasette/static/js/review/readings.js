// How times, dates and targets are understood, shown under the field before anything is saved.

const WAIT = 200;  // milliseconds after the last key

export function startReadings(root) {
  const base = root.dataset.base;
  let timer = 0;
  let asked = 0;

  root.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.help !== "reading") return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(field), WAIT);
  });

  async function ask(field) {
    const mine = ++asked;
    const query = new URLSearchParams({ truong: field.name, go: field.value });
    const answer = await fetch(`${base}/cach-hieu?${query}`);
    if (answer.ok && mine === asked) show(field, await answer.json());
  }
}

function show(field, lines) {
  const holder = field.closest(".field");
  const list = holder.querySelector(".readings") ?? document.createElement("ul");
  list.className = "readings";
  list.setAttribute("aria-live", "polite");
  list.replaceChildren(...lines.map(({ typed, ok, said }) => {
    const item = document.createElement("li");
    item.className = ok ? "" : "wrong-line";
    item.textContent = ok ? (lines.length > 1 ? `${typed} → ${said}` : `→ ${said}`) : said;
    return item;
  }));
  holder.append(list);
}

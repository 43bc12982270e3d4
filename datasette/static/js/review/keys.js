// Review by keyboard alone. The keys are those of the table on the page (?).

const TYPING = "input, textarea, select, [contenteditable]";

export function startKeys(root, forms, pages) {
  const press = (deed, inside = forms.panel) => inside?.querySelector(`[data-deed="${deed}"]`)?.click();
  const step = (by) => {
    const cards = forms.cards();
    const at = cards.indexOf(forms.current());
    if (at < 0) return (cards.find((one) => one.dataset.task) ?? cards[0])?.focus();  // the head has a key of its own
    cards[Math.min(Math.max(at + by, 0), cards.length - 1)]?.focus();
  };
  const next = () => {
    const open = [...forms.panel.querySelectorAll(".task.open")];
    const cards = forms.cards();
    const at = cards.indexOf(forms.current());
    (open.find((one) => cards.indexOf(one) > at) ?? open[0] ?? forms.panel.querySelector("[data-deed=confirm]"))?.focus();
  };
  const edit = () => forms.open(`${forms.current()?.id ?? "dau"}-form`);
  const add = () => {
    const picked = document.querySelector("#picked:not([hidden]) [data-pick=add]");
    if (picked) picked.click();
    else forms.open("moi-form");
  };
  const keys = {
    n: next, j: () => step(1), k: () => step(-1), a: () => (forms.current() ? press("accept", forms.current()) : next()), e: edit, Enter: edit,
    g: () => press("merge", forms.current()), x: () => press("delete", forms.current()), t: add,
    h: () => forms.open("dau-form"), u: () => press("undo"), A: () => press("accept-sure"),
    c: () => press(forms.panel.querySelector("[data-deed=confirm]") ? "confirm" : "next-document"),
    "[": () => pages.turn(-1), "]": () => pages.turn(1), "+": () => pages.zoomBy(1), "-": () => pages.zoomBy(-1),
    "?": () => document.getElementById("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.(TYPING)) whileTyping(event, forms);
    else if (!event.ctrlKey && !event.altKey && !event.metaKey && keys[event.key]) {
      if (event.key === "Enter" && !event.target.matches(".task")) return;  // buttons and links keep their own
      event.preventDefault();
      keys[event.key]();
    }
  });
}

function whileTyping(event, forms) {
  const form = event.target.closest("#panel form[data-form]");
  if (!form || event.defaultPrevented) return;
  if (event.key === "Escape") forms.leave(form);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("[data-deed=save]"));
  else if (event.altKey && event.key.toLowerCase() === "t") form.querySelector("[data-deed=split]")?.click();
  else return;
  event.preventDefault();
}

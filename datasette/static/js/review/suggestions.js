// Names of agencies while one is being typed: the line under the caret is what is asked for.

const WAIT = 120;  // milliseconds after the last key
const GAP = 6;  // pixels between the list and the edge of what is in view

export function startSuggestions(root) {
  const base = root.dataset.base;
  let timer = 0;
  let asked = 0;

  root.addEventListener("input", (event) => {
    if (event.target.dataset.help !== "agency") return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(event.target), WAIT);
  });
  root.addEventListener("keydown", (event) => {
    const list = listOf(event.target);
    if (!list) return;
    const chosen = list.querySelector("[aria-selected=true]");
    if (event.key === "ArrowDown") choose(event.target, list, (chosen?.nextElementSibling ?? list.firstElementChild));
    else if (event.key === "ArrowUp") choose(event.target, list, (chosen?.previousElementSibling ?? list.lastElementChild));
    else if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.ctrlKey) take(event.target, chosen);
    else if (event.key === "Escape") close(event.target);
    else {
      if (event.key === "Enter") close(event.target);  // nothing was chosen: what was typed is what is meant
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("focusout", (event) => listOf(event.target) && close(event.target));

  async function ask(field) {
    const typed = lineOf(field).words.trim();
    const mine = ++asked;
    if (!typed) return close(field);
    const answer = await fetch(`${base}/co-quan?go=${encodeURIComponent(typed)}`);
    if (!answer.ok || mine !== asked || document.activeElement !== field) return;
    show(field, (await answer.json()).filter((one) => one.name !== typed));
  }
}

function show(field, names) {
  close(field);
  if (!names.length) return;
  const list = document.createElement("ul");
  list.className = "choices";
  list.id = `${field.id}-choices`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Gợi ý");
  names.forEach(({ name, source }, at) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.dataset.name = name;
    const known = document.createElement("small");
    known.textContent = source;
    item.append(name, known);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(field, item);
    });
    list.append(item);
  });
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.after(list);
  place(field, list);
}

/** Below the field where there is room, above it where there is more, never longer than that side of the panel. */
function place(field, list) {
  const box = field.getBoundingClientRect();
  const frame = field.closest("#panel").getBoundingClientRect();
  const below = Math.min(frame.bottom, innerHeight) - box.bottom - GAP;
  const above = box.top - Math.max(frame.top, 0) - GAP;
  const up = list.offsetHeight > below && above > below;
  const holder = list.offsetParent.getBoundingClientRect();
  if (up) list.style.bottom = `${holder.bottom - box.top}px`;
  else list.style.top = `${box.bottom - holder.top}px`;
  list.style.maxHeight = `${Math.max(up ? above : below, 0)}px`;
}

function choose(field, list, item) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === item));
  field.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

/** Put the name in the place of the line under the caret. */
function take(field, item) {
  const { start, end } = lineOf(field);
  field.setRangeText(item.dataset.name, start, end, "end");
  close(field);
}

function close(field) {
  listOf(field)?.remove();
  field.removeAttribute("aria-activedescendant");
}

function listOf(field) {
  return field.parentElement?.querySelector?.(":scope > .choices") ?? null;
}

function lineOf(field) {
  const caret = field.selectionStart ?? field.value.length;
  const start = field.value.lastIndexOf("\n", caret - 1) + 1;
  const stop = field.value.indexOf("\n", caret);
  const end = stop < 0 ? field.value.length : stop;
  return { start, end, words: field.value.slice(start, end) };
}

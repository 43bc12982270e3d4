// Words selected on the page become a task, or fill the field that is being edited.

export function startSelection(pages, forms) {
  const bar = document.getElementById("picked");
  let picked = null;
  let field = null;

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#panel form[data-form] :is(textarea, input)")) field = event.target;
  });
  document.addEventListener("selectionchange", () => {
    if (window.getSelection().isCollapsed) bar.hidden = true;
  });
  pages.scroller.addEventListener("mouseup", () => setTimeout(show));
  pages.scroller.addEventListener("keyup", (event) => event.shiftKey && show());

  function show() {
    picked = range(window.getSelection(), pages.scroller);
    bar.hidden = !picked;
    if (!picked) return;
    const box = window.getSelection().getRangeAt(0).getBoundingClientRect();
    bar.querySelector("[data-pick=fill]").hidden = !field?.isConnected;
    bar.style.left = `${Math.min(Math.max(box.left, 8), innerWidth - bar.offsetWidth - 8)}px`;
    bar.style.top = `${Math.min(Math.max(box.bottom + 6, 8), innerHeight - bar.offsetHeight - 8)}px`;
  }

  bar.addEventListener("mousedown", (event) => event.preventDefault());  // the selection stays
  bar.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-pick]")?.dataset.pick;
    if (!deed || !picked) return;
    if (deed === "add") add(forms, picked);
    else fill(field, picked.words);
    bar.hidden = true;
    window.getSelection().removeAllRanges();
  });
}

function add(forms, { start, end }) {
  const form = document.querySelector("#panel form[data-form=moi]");
  form.reset();
  form.elements.start.value = start;
  form.elements.end.value = end;
  forms.send(form, null);
}

/** A field of one value takes the words in its place, one of several as a further line. */
function fill(field, words) {
  const several = field.tagName === "TEXTAREA" && !["text", "subject"].includes(field.name);
  field.value = several && field.value.trim() ? `${field.value.trimEnd()}\n${words}` : words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/** The selected words with their place in the document, or null. */
function range(selection, scroller) {
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const chosen = selection.getRangeAt(0);
  if (!scroller.contains(chosen.commonAncestorContainer)) return null;
  const ends = [...scroller.querySelectorAll(".layer span, .text:not([hidden]) [data-start]")]
    .filter((one) => chosen.intersectsNode(one) && one.checkVisibility?.() !== false)
    .map((one) => part(one, chosen));
  const real = ends.filter((one) => one.end > one.start);
  if (!real.length) return null;
  const start = Math.min(...real.map((one) => one.start));
  const end = Math.max(...real.map((one) => one.end));
  const words = real.map((one) => one.words.trim()).join(" ").replace(/\s+/g, " ").trim();
  return words ? { start, end, words } : null;
}

/** What of one run of text is selected, in characters of the document. */
function part(run, chosen) {
  const node = run.firstChild;
  const whole = node.data.endsWith("\n") && run.closest(".layer") ? node.data.slice(0, -1) : node.data;
  const from = chosen.startContainer === node ? chosen.startOffset : 0;
  const to = Math.min(chosen.endContainer === node ? chosen.endOffset : whole.length, whole.length);
  const first = Number(run.dataset.start) + Array.from(whole.slice(0, from)).length;
  const words = whole.slice(from, to);
  return { start: first, end: first + Array.from(words).length, words };
}

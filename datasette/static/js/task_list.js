// Lists of tasks: ticking all rows of a page at once, with how many are ticked on the button.
const form = document.querySelector("form.bulk");
const all = form?.querySelector(".tick-all");
if (all) {
  const boxes = [...form.querySelectorAll('input[name="chon"]')];
  const count = form.querySelector(".tick-count");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    count.textContent = ticked ? `(${ticked} việc)` : "";
    form.classList.toggle("ticked", ticked > 0);
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    show();
  });
  form.addEventListener("change", show);
  show();
}

// On a small screen what a list can be narrowed by is folded away until it is asked for.
const narrowing = document.querySelector("details.narrow-by");
if (narrowing && window.matchMedia("(max-width: 900px)").matches) narrowing.open = false;

// Each side shows the other: what is pointed at or focused lights up on both.

export class Links {
  constructor(root, pages) {
    this.root = root;
    this.pages = pages;
    root.addEventListener("mouseover", (event) => this.fromPanel(event.target, false));
    root.addEventListener("focusin", (event) => this.fromPanel(event.target, true));
    root.addEventListener("click", (event) => this.fromPanel(event.target, true));
    pages.scroller.addEventListener("mousemove", (event) => this.fromPage(event));
    pages.scroller.addEventListener("mouseleave", () => this.light(null, false));
    pages.scroller.addEventListener("click", (event) => this.open(event));
  }

  /** Read the places of all values from the panel, which may have been replaced, and draw them. */
  refresh() {
    const values = [...document.querySelectorAll("#panel .value[data-key]")];
    const places = values.map((one) => ({
      key: one.dataset.key,
      kind: one.dataset.kind,
      boxes: JSON.parse(one.dataset.boxes ?? "[]"),
      start: one.dataset.start ? Number(one.dataset.start) : null,
      end: one.dataset.end ? Number(one.dataset.end) : null,
    }));
    // Tasks first: what is inside them is drawn above them.
    places.sort((a, b) => (a.kind !== "viec") - (b.kind !== "viec"));
    this.pages.draw(places);
  }

  fromPanel(target, follow) {
    const panel = target.closest?.("#panel");
    if (!panel) return;
    const value = target.closest(".value[data-key]") ?? this.ofField(target) ?? this.ofTask(target);
    this.light(value?.dataset.key ?? null, follow || !!value);
  }

  /** The first value of the field that is being typed into. */
  ofField(target) {
    const name = target.closest(".field")?.querySelector("[name]")?.name;
    const card = target.closest(".task");
    if (!name || !card) return null;
    const key = card.id === "dau" ? `h-${name}-0` : name === "text" ? null : `t${card.dataset.task}-${name}-0`;
    return key ? card.querySelector(`.value[data-key="${CSS.escape(key)}"]`) : this.ofTask(target);
  }

  ofTask(target) {
    return target.closest(".task")?.querySelector(".value.viec") ?? null;
  }

  fromPage(event) {
    if (event.buttons) return;  // words are being selected
    this.light(this.pages.keyAt(event), false);
  }

  /** A click on the page brings the value on the other side into view. */
  open(event) {
    const key = this.pages.keyAt(event);
    if (!key || !window.getSelection().isCollapsed) return;
    const value = document.querySelector(`#panel .value[data-key="${CSS.escape(key)}"]`);
    value?.closest(".task")?.focus({ preventScroll: true });
    value?.scrollIntoView({ block: "center", behavior: "smooth" });
    this.light(key, false);
  }

  light(key, follow) {
    for (const one of document.querySelectorAll("#panel .value.on")) one.classList.remove("on");
    if (key) {
      document.querySelector(`#panel .value[data-key="${CSS.escape(key)}"]`)?.classList.add("on");
    }
    this.pages.light(key, follow);
  }
}

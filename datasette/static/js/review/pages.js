// The pages on the left: pictures with a layer of their words, or the text alone; marks over both.
// Offsets count characters of the document as Python does: code points, not UTF-16 units.

const GAP = 4;  // points around a mark in which a pointer still means it

export class Pages {
  constructor(root) {
    this.base = root.dataset.base;
    this.scroller = document.getElementById("pages");
    this.figures = [...this.scroller.querySelectorAll(".page")];
    this.pictured = root.dataset.pictured === "1";
    this.zoom = 1;
    this.places = [];
    const button = root.querySelector("[data-view]");
    button?.addEventListener("click", () => this.showText(this.pictured));
    for (const one of root.querySelectorAll("[data-zoom]")) {
      one.addEventListener("click", () => this.zoomBy(Number(one.dataset.zoom)));
    }
    this.watch();
  }

  /** Fetch the words of a page when it comes near. */
  watch() {
    if (!("IntersectionObserver" in window)) return;
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        seen.unobserve(entry.target);
        this.loadLayer(entry.target);
      }
    }, { root: this.scroller, rootMargin: "600px" });
    for (const figure of this.figures.filter((one) => one.dataset.width)) {
      seen.observe(figure);
      figure.querySelector("img").addEventListener("error", () => this.showText(true), { once: true });
    }
  }

  async loadLayer(figure) {
    const answer = await fetch(`${this.base}/trang/${figure.dataset.page}/chu`);
    if (!answer.ok) return;
    const { width, height, lines } = await answer.json();
    const layer = document.createElement("div");
    layer.className = "layer";
    const pen = document.createElement("canvas").getContext("2d");
    for (const [start, , text, [x0, top, x1, bottom]] of lines) {
      const size = bottom - top;
      pen.font = `${size}px "Times New Roman", "Liberation Serif", "DejaVu Serif", serif`;
      const line = document.createElement("span");
      line.dataset.start = start;
      line.textContent = text + "\n";
      const stretch = (x1 - x0) / Math.max(pen.measureText(text).width, 1);
      line.style.cssText = `left:${(100 * x0) / width}%;top:${(100 * top) / height}%;`
        + `font-size:${(100 * size) / width}cqw;transform:scaleX(${stretch.toFixed(4)})`;
      layer.append(line);
    }
    figure.querySelector(".picture").append(layer);
  }

  showText(wanted) {
    this.pictured = !wanted;
    for (const figure of this.figures) {
      figure.querySelector(".picture")?.toggleAttribute("hidden", wanted);
      figure.querySelector(".text").hidden = !wanted;
    }
    const button = document.querySelector("[data-view]");
    button?.setAttribute("aria-pressed", String(wanted));
    if (button) button.textContent = wanted ? "Xem ảnh" : "Xem chữ";
    this.draw(this.places);
  }

  zoomBy(step) {
    this.zoom = Math.min(Math.max(this.zoom + step * 0.25, 0.5), 3);
    for (const figure of this.figures) figure.style.setProperty("--zoom", this.zoom);
  }

  turn(step) {
    const top = this.scroller.getBoundingClientRect().top;
    const now = this.figures.findIndex((one) => one.getBoundingClientRect().bottom > top + 40);
    this.figures[Math.min(Math.max(now + step, 0), this.figures.length - 1)]?.scrollIntoView();
  }

  /** Draw the places of all values: {key, kind, boxes, start, end}. */
  draw(places) {
    this.places = places;
    for (const figure of this.figures) {
      figure.querySelector(".marks")?.remove();
      if (this.pictured && figure.dataset.width) this.drawBoxes(figure);
      else this.drawText(figure);
    }
  }

  drawBoxes(figure) {
    const number = Number(figure.dataset.page);
    const [width, height] = [Number(figure.dataset.width), Number(figure.dataset.height)];
    const drawn = new Map();  // a name that several tasks inherit is marked once
    for (const place of this.places) {
      for (const [page, x0, top, x1, bottom] of place.boxes) {
        if (page !== number) continue;
        const same = [place.kind, x0, top, x1, bottom].join(" ");
        const mark = drawn.get(same) ?? document.createElement("div");
        drawn.set(same, mark);
        mark.className = "mark";
        mark.dataset.kind = place.kind;
        mark.dataset.keys = `${mark.dataset.keys ?? ""} ${place.key}`;
        mark.style.cssText = `left:${(100 * x0) / width}%;top:${(100 * top) / height}%;`
          + `width:${(100 * (x1 - x0)) / width}%;height:${(100 * (bottom - top)) / height}%`;
      }
    }
    const marks = document.createElement("div");
    marks.className = "marks";
    marks.append(...drawn.values());
    figure.querySelector("img").after(marks);
  }

  /** Cut the text at the edges of places; a run covered by several belongs to the shortest of them. */
  drawText(figure) {
    const holder = figure.querySelector(".text");
    const chars = Array.from(holder.textContent);
    const first = Number(holder.dataset.start);
    const last = first + chars.length;
    const here = this.places.filter((one) => one.start !== null && one.end > first && one.start < last);
    const edges = new Set([first, last]);
    for (const one of here) [one.start, one.end].forEach((at) => edges.add(Math.min(Math.max(at, first), last)));
    const sorted = [...edges].sort((a, b) => a - b);
    const runs = sorted.slice(0, -1).map((start, at) => {
      const end = sorted[at + 1];
      const covering = here.filter((one) => one.start <= start && end <= one.end);
      covering.sort((a, b) => (b.end - b.start) - (a.end - a.start));
      const run = document.createElement(covering.length ? "mark" : "span");
      run.dataset.start = start;
      run.textContent = chars.slice(start - first, end - first).join("");
      if (covering.length) {
        run.dataset.key = covering.at(-1).key;
        run.dataset.kind = covering.at(-1).kind;
        run.dataset.keys = covering.map((one) => one.key).join(" ");
      }
      return run;
    });
    holder.replaceChildren(...runs);
  }

  /** The key of the smallest value under a pointer, or null. */
  keyAt(event) {
    const run = event.target.closest?.("mark");
    if (run) return run.dataset.key;
    const figure = event.target.closest?.(".page");
    if (!figure || !this.pictured) return null;
    const frame = figure.querySelector(".picture").getBoundingClientRect();
    const scale = Number(figure.dataset.width) / frame.width;
    const [x, y] = [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
    const page = Number(figure.dataset.page);
    const hit = this.places.filter((one) => one.boxes.some(([number, x0, top, x1, bottom]) => number === page
      && x0 - GAP <= x && x <= x1 + GAP && top <= y && y <= bottom));
    const size = (one) => one.boxes.reduce((sum, [, x0, top, x1, bottom]) => sum + (x1 - x0) * (bottom - top), 0);
    return hit.sort((a, b) => size(a) - size(b))[0]?.key ?? null;
  }

  /** Light the marks of a value up; bring the first of them into view where asked. */
  light(key, follow) {
    for (const one of this.scroller.querySelectorAll(".on")) one.classList.remove("on");
    if (!key) return;
    const quoted = CSS.escape(key);
    const marks = [...this.scroller.querySelectorAll(`[data-keys~="${quoted}"]`)];
    marks.forEach((one) => one.classList.add("on"));
    if (!follow || !marks.length) return;
    const view = this.scroller.getBoundingClientRect();
    const box = marks[0].getBoundingClientRect();
    if (box.top < view.top + 20 || box.bottom > view.bottom - 20) {
      this.scroller.scrollTop += box.top - view.top - view.height / 3;
    }
  }
}

// Forms are sent in the background and the panel is replaced by the answer's, so that pages stay where they are.
// Without this file they work as forms do.

const UNSAVED = "Nội dung đã gõ chưa được lưu. Bấm Esc lần nữa để bỏ, Ctrl+Enter để lưu.";
const OFFLINE = "Không gửi được: hãy kiểm tra kết nối rồi lưu lại. Nội dung đã gõ vẫn còn trong ô.";

export class Forms {
  constructor(root, refreshed) {
    this.root = root;
    this.refreshed = refreshed;
    this.busy = false;
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("input", (event) => event.target.closest("form")?.querySelector(".unsaved")?.remove());
    root.addEventListener("focusin", () => { this.last = this.current()?.id ?? this.last; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.dirty().length) event.preventDefault();
    });
  }

  get panel() {
    return document.getElementById("panel");
  }

  cards() {
    return [...this.panel.querySelectorAll(".task[tabindex]")];
  }

  current() {
    return document.activeElement?.closest?.(".task[tabindex]") ?? null;
  }

  /** Where to begin: what is wrong, what stands open, the first thing to look at, else the button that confirms. */
  begin() {
    const wrong = this.panel.querySelector("[aria-invalid], .notice.error button");
    const asked = new URLSearchParams(location.search).get("sua");
    if (wrong) wrong.focus();
    else if (asked) this.open(`viec-${asked}-form`, true);
    else if (location.hash && this.panel.querySelector(CSS.escape ? `#${CSS.escape(location.hash.slice(1))}` : "x")) {
      document.getElementById(location.hash.slice(1)).focus();
    } else (this.panel.querySelector(".task.open") ?? this.panel.querySelector("[data-deed='confirm']"))?.focus();
  }

  submitted(event) {
    const form = event.target;
    if (form.method === "dialog") return;
    if ("plain" in form.dataset) {
      this.leaving = true;  // a whole page follows
      return;
    }
    event.preventDefault();
    this.send(form, event.submitter);
  }

  clicked(event) {
    const opener = event.target.closest("[data-open]");
    if (opener) this.open(opener.dataset.open);
    const deed = event.target.closest("[data-deed]")?.dataset.deed;
    if (deed === "close") this.close(event.target.closest("details"));
    if (deed === "split") this.split(event.target.closest("form"));
    if (deed === "first-open") this.panel.querySelector(".task.open")?.focus();
    if (deed === "help") document.getElementById("keys").showModal();
  }

  open(id, atLead = false) {
    const details = document.getElementById(id);
    if (!details) return;
    details.open = true;
    const field = details.querySelector(atLead ? "[name=lead]" : "textarea, select, input:not([type=hidden])");
    field?.focus();
    details.scrollIntoView({ block: "nearest" });
  }

  /** Close a form, but ask once before what was typed in it is lost. */
  leave(form) {
    const details = form.closest("details");
    if (!details) return;
    if (!isChanged(form) || form.querySelector(".unsaved")) this.close(details);
    else {
      const question = sentence("notice unsaved", UNSAVED);
      form.querySelector(".buttons").before(question);
      question.scrollIntoView({ block: "nearest" });
    }
  }

  close(details) {
    details.querySelector("form").reset();
    details.querySelectorAll(".readings, .unsaved").forEach((one) => one.remove());
    details.open = false;
    (details.closest(".task[tabindex]") ?? details).focus();
  }

  split(form) {
    const text = form.elements.text;
    const more = { first: text.value.slice(0, text.selectionStart), rest: text.value.slice(text.selectionStart) };
    this.post(form.querySelector("[data-deed=split]").dataset.action, form, more);
  }

  send(form, submitter) {
    const more = submitter?.name ? { [submitter.name]: submitter.value } : {};
    this.post(submitter?.getAttribute("formaction") ?? form.action, form, more, submitter?.dataset.deed);
  }

  async post(action, form, more = {}, deed = "") {
    if (this.busy) return;
    const card = form.closest(".task[tabindex]") ?? document.getElementById(this.last ?? "");
    const cards = this.cards();
    const kept = this.dirty().filter((one) => one !== form).map((one) => [one.dataset.form, new FormData(one)]);
    const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...more });
    const after = { deed, id: card?.id, next: cards.slice(cards.indexOf(card) + 1).map((one) => one.id) };
    this.wait(true);
    try {
      const answer = await fetch(action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const panel = page.getElementById("panel");
      if (!panel) {
        this.leaving = true;  // signed out, or the document is gone: what the answer says is a page of its own
        location.assign(answer.url);
        return;
      }
      const asked = new URL(answer.url).searchParams.get("sua");
      this.replace(panel, kept);
      this.focus(answer.ok, asked, after);
    } catch {
      this.say(OFFLINE);
    } finally {
      this.wait(false);
    }
  }

  replace(panel, kept) {
    const top = this.panel.scrollTop;
    this.panel.replaceWith(document.adoptNode(panel));
    this.panel.scrollTop = top;
    for (const [name, typed] of kept) this.restore(name, typed);
    this.refreshed();
  }

  /** What was typed elsewhere and not yet saved stays, with the revision that it was typed over. */
  restore(name, typed) {
    const form = this.panel.querySelector(`form[data-form="${CSS.escape(name)}"]`);
    if (!form) return;
    for (const [field, value] of typed) if (form.elements[field]) form.elements[field].value = value;
    form.closest("details")?.setAttribute("open", "");
  }

  focus(ok, asked, { deed, id, next }) {
    const wrong = this.panel.querySelector("[aria-invalid], .conflict, .notice.error");
    if (!ok && wrong) this.showWrong(wrong);
    else if (asked) this.open(`viec-${asked}-form`, true);
    else if (["accept", "delete", "accept-sure"].includes(deed)) this.goOn(next);
    else (document.getElementById(id ?? "") ?? this.panel.querySelector(".task.open, .task"))?.focus();
  }

  /** To the field that was refused, or the one that somebody else changed, with the sentence in view. */
  showWrong(wrong) {
    const card = wrong.closest(".task");
    card?.querySelector("details")?.setAttribute("open", "");
    const name = wrong.querySelector("[data-field]")?.dataset.field;
    const field = wrong.matches("[aria-invalid]") ? wrong : card?.querySelector(name ? `[name="${name}"]` : "textarea");
    field?.focus({ preventScroll: true });
    wrong.scrollIntoView({ block: "center" });
  }

  /** On to what waits: the next doubtful task behind, else any, else the button that confirms. */
  goOn(next) {
    const behind = next.map((id) => document.getElementById(id)).find((one) => one?.matches(".open"));
    const target = behind ?? this.panel.querySelector(".task.open") ?? this.panel.querySelector("[data-deed='confirm']");
    (target ?? this.panel.querySelector(".task"))?.focus();
  }

  dirty() {
    return [...this.panel.querySelectorAll("details[open] form[data-form]")].filter(isChanged);
  }

  wait(busy) {
    this.busy = busy;
    this.root.classList.toggle("busy", busy);
  }

  say(words) {
    this.panel.querySelector(".notice.offline")?.remove();
    this.panel.querySelector(".panel-head").append(sentence("notice error offline", words));
  }
}

/** Whether a form holds what is not saved: typed since the page came, or typed before and refused. */
function isChanged(form) {
  const refused = form.querySelector("[aria-invalid]") ?? form.closest(".task")?.querySelector(":scope > .conflict");
  return !!refused || [...form.elements].some((one) => one.options
    ? [...one.options].some((option) => option.selected !== option.defaultSelected)
    : one.defaultValue !== undefined && one.type !== "hidden" && one.value !== one.defaultValue);
}

function sentence(kinds, words) {
  const said = document.createElement("p");
  said.className = kinds;
  said.setAttribute("role", "alert");
  said.textContent = words;
  return said;
}

// Files go to the server one by one, in their order, so that each has its own result and numbers follow one another.
const form = document.getElementById("nap");
const picker = form.elements.tep;
const drop = form.querySelector(".drop");
const list = document.getElementById("ket-qua");
const state = document.getElementById("tinh-hinh");
const pattern = document.getElementById("dang-nap");
const most = Number(form.dataset.mostBytes);
const queue = [];
let running = false;
let counts = { done: 0, refused: 0 };

form.addEventListener("submit", (event) => {
  event.preventDefault();
  add([...picker.files]);
  picker.value = "";
});
picker.addEventListener("change", () => drop.classList.remove("wrong"));
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  add([...event.dataTransfer.files]);
});
// A file dropped beside the box would otherwise replace the page.
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
window.addEventListener("beforeunload", (event) => running && event.preventDefault());

function add(files) {
  if (!files.length) {
    state.textContent = "Chưa chọn tệp nào.";
    picker.focus();
    return;
  }
  for (const file of files) {
    const line = pattern.content.firstElementChild.cloneNode(true);
    line.querySelector("b").textContent = file.name;
    line.querySelector("small").textContent = size(file.size);
    line.querySelector("progress").setAttribute("aria-label", file.name);
    list.append(line);
    if (file.size > most) refuse(line, `Tệp lớn quá ${Math.floor(most / 2 ** 20)} MB.`);
    else queue.push({ file, line });
  }
  if (!running) run();
}

async function run() {
  running = true;
  while (queue.length) {
    tell();
    const { file, line } = queue.shift();
    line.querySelector(".mark").textContent = "đang đọc";
    await send(file, line);
  }
  running = false;
  tell();
}

async function send(file, line) {
  const data = new FormData(form);
  data.delete("tep");
  data.append("tep", file);
  const token = document.querySelector('meta[name="csrf-token"]').content;
  try {
    const headers = { accept: "application/json", "x-csrftoken": token };
    const answer = await fetch(form.action, { method: "POST", body: data, headers });
    const found = await answer.json();
    if (!found.ok) return refuse(line, found.error);
    counts.done += 1;
    document.getElementById("so-tiep").textContent = found.next;
    form.elements.so_den.value = ""; // the number typed was for the first
    const lines = document.createElement("template");
    lines.innerHTML = found.html;
    line.replaceWith(lines.content);
  } catch {
    refuse(line, "Không gửi được tới máy chủ: hãy kiểm tra mạng, đăng nhập lại rồi nạp lại tệp này.");
  }
}

function refuse(line, why) {
  counts.refused += 1;
  line.className = "failed";
  line.querySelector(".mark").textContent = "chưa nạp";
  line.querySelector("progress").remove();
  const problem = line.querySelector(".problem");
  problem.textContent = why;
  problem.hidden = false;
}

function tell() {
  const parts = [`${counts.done} tệp đã xong`];
  if (counts.refused) parts.push(`${counts.refused} tệp chưa nạp`);
  if (queue.length) parts.push(`còn ${queue.length}`);
  state.textContent = parts.join(", ") + ".";
}

function size(bytes) {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1).replace(".", ",")} MB`;
}

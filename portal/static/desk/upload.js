// Uploads: files dropped or chosen go one by one to PUT /api/…/NAME; each has a line that says how far it is and what came of it.
import { announce, el } from "../dom.js";
import { language, wordsIn } from "../language.js";

const words = wordsIn({
  zh: {
    documents: "把方案文件拖到这里，或点此选择（可多选）",
    gold: "上传自己的题目：把 JSONL 文件拖到这里，或点此选择",
    list: "上传的文件",
    failed: "没有传完。请检查网络后重试。",
    done: (plans) => (plans ? `已读出 ${plans}` : "没有读出方案"),
    kept: "已收下，可在题集里选",
    sending: "正在上传",
  },
  en: {
    documents: "Drop plans here, or click to choose (several at once)",
    gold: "Bring your own questions: drop a JSONL file here, or click to choose",
    list: "Uploaded files",
    failed: "It did not arrive whole. Check the network and retry.",
    done: (plans) => (plans ? `Read: ${plans}` : "No plan was found in it"),
    kept: "Taken in; choose it among the question sets",
    sending: "Uploading",
  },
});

/** Fill the place for uploads once Gradio has shown it. */
export const placeUpload = () => {
  const place = document.getElementById("wc-upload");
  if (!place || place.childElementCount) return;
  const kind = place.dataset.path;
  const lines = el("ul", { class: "wc-uploads", "aria-label": words.list });
  const input = el("input", {
    type: "file",
    id: "wc-files",
    class: "wc-unseen",
    multiple: true,
    accept: place.dataset.accept,
    onchange: () => {
      send(kind, [...input.files], lines);
      input.value = "";
    },
  });
  const label = el("label", { class: "wc-drop", for: "wc-files" }, el("span", {}, words[kind]), input);
  for (const name of ["dragenter", "dragover"]) {
    label.addEventListener(name, (event) => {
      event.preventDefault();
      label.classList.add("wc-over");
    });
  }
  label.addEventListener("dragleave", () => label.classList.remove("wc-over"));
  label.addEventListener("drop", (event) => {
    event.preventDefault();
    label.classList.remove("wc-over");
    send(kind, [...event.dataTransfer.files], lines);
  });
  place.append(label, lines);
};

const send = async (kind, files, lines) => {
  for (const file of files) {
    const told = el("span", { class: "wc-note" }, words.sending);
    const bar = el("progress", { max: "1", value: "0", "aria-label": file.name });
    const line = el("li", {}, el("strong", {}, file.name), " ", bar, " ", told);
    lines.prepend(line);
    const { good, message } = await put(`../../api/${kind}/${encodeURIComponent(file.name)}`, file, bar);
    bar.remove();
    line.className = good ? "wc-good" : "wc-bad";
    told.textContent = message;
    announce(`${file.name}: ${message}`);
  }
  document.getElementById("wc-refresh")?.click();
};

// XMLHttpRequest and not fetch: only it tells how much of a file has been sent.
const put = (address, file, bar) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("accept-language", language);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    };
    request.onerror = () => resolve({ good: false, message: words.failed });
    request.onload = () => resolve(outcome(request));
    request.send(file);
  });

const outcome = (request) => {
  let reply;
  try {
    reply = JSON.parse(request.responseText);
  } catch {
    return { good: false, message: words.failed };
  }
  if (request.status !== 200) return { good: false, message: reply.message || words.failed };
  if (!reply.plans) return { good: true, message: words.kept };
  const plans = reply.plans.map((plan) => plan.title).join("；");
  const problems = reply.problems.join(" ");
  return { good: reply.plans.length > 0, message: [words.done(plans), problems].filter(Boolean).join(" · ") };
};

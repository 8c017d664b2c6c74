/* Files dropped on the page, and how far their sending is. The form works without it. */
function begin() {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const drop = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector(".upload-progress");
  const bar = box.querySelector("progress");
  const told = box.querySelector("[role=status]");
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;

  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth -= 1;
    if (depth <= 0) { depth = 0; drop.classList.remove("over"); }
  });
  document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const names = [...input.files].map((file) => file.name).join(", ");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    button.disabled = true;
    box.hidden = false;
    told.textContent = `${form.dataset.sending}: ${names}`;
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = Math.round((sent.loaded / sent.total) * 100);
      if (sent.loaded === sent.total) bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response?.target) location.assign(request.response.target);
      else if (request.status < 400) location.reload();
      else fail();
    });
    request.addEventListener("error", fail);
    function fail() {
      button.disabled = false;
      bar.value = 0;
      told.textContent = form.dataset.failed;
    }
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("X-Target", "1");
    request.send(new FormData(form));
  });
}

begin();

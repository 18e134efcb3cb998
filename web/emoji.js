// emoji.js shows on the page of the workspace's own emoji how a picture will look, and what it could be
// called. The page works without it.
"use strict";

for (const form of document.querySelectorAll("[data-emoji]")) {
  const { picture, name } = form.elements;
  const shown = form.querySelector(".ownemoji");
  let suggested = "", address = "";
  picture.addEventListener("change", () => {
    const [file] = picture.files;
    shown.hidden = !file;
    URL.revokeObjectURL(address);
    if (!file) return;
    address = URL.createObjectURL(file);
    for (const img of shown.querySelectorAll("img")) img.src = address;
    if (name.value !== suggested) return; // somebody has chosen another one
    suggested = file.name.split(".")[0].toLowerCase().replace(/[^a-z0-9_-]/g, "_").replace(/^[_-]+|[_-]+$/g, "").slice(0, name.maxLength);
    name.value = suggested;
  });
}

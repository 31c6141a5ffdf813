"use strict";
const cards = [...document.querySelectorAll("article")];
const tags = [...document.querySelectorAll(".filters button[data-tag]")];
const outcome = document.querySelector(".filters select");
const words = document.querySelector(".filters input");
const count = document.querySelector(".filters .count");

function show() {
  const wanted = tags.filter((tag) => tag.getAttribute("aria-pressed") === "true").map((tag) => tag.dataset.tag);
  const text = words.value.trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    const own = card.dataset.tags.split("\u001f");
    const fits = wanted.every((tag) => own.includes(tag))
      && (!outcome.value || card.dataset.outcomes.split(" ").includes(outcome.value))
      && (!text || card.textContent.toLowerCase().includes(text));
    card.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  count.textContent = `${shown} of ${cards.length} answers`;
}

for (const tag of tags) {
  tag.addEventListener("click", () => {
    tag.setAttribute("aria-pressed", String(tag.getAttribute("aria-pressed") !== "true"));
    show();
  });
}
outcome.addEventListener("change", show);
words.addEventListener("input", show);
show();

"use strict";
const list = document.getElementById("cards");
const cards = [...list.children];
const tags = [...document.querySelectorAll(".tags button")];
const outcome = document.querySelector("select[name=outcome]");
const order = document.querySelector("select[name=order]");
const words = document.querySelector(".filters input");
const reset = document.querySelector("button[name=reset]");
const count = document.querySelector(".filters .count");
const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));

function show() {
  const wanted = tags.filter((tag) => tag.getAttribute("aria-pressed") === "true").map((tag) => tag.dataset.tag);
  const text = words.value.trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    const own = card.dataset.tags.split("\u001f");
    const fits = wanted.every((tag) => own.includes(tag))
      && (!outcome.value || card.dataset.outcomes.split(" ").includes(outcome.value))
      && (!text || texts.get(card).includes(text));
    card.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  reset.hidden = !(wanted.length || text || outcome.value);
  count.textContent = shown ? `${shown} of ${cards.length} answers` : "No answer fits.";
}

function sort() {
  const by = {
    worst: (one, other) => one.dataset.score - other.dataset.score,
    sure: (one, other) => other.dataset.confidence - one.dataset.confidence,
  }[order.value];
  list.append(...(by ? [...cards].sort(by) : cards));
}

function press(tag, on) {
  tag.setAttribute("aria-pressed", String(on));
}

for (const tag of tags) {
  tag.addEventListener("click", () => {
    press(tag, tag.getAttribute("aria-pressed") !== "true");
    show();
  });
}
for (const link of document.querySelectorAll("a[data-tag]")) {
  link.addEventListener("click", () => {
    for (const tag of tags) press(tag, tag.dataset.tag === link.dataset.tag);
    show();
  });
}
reset.addEventListener("click", () => {
  for (const tag of tags) press(tag, false);
  words.value = outcome.value = "";
  show();
  words.focus();
});
outcome.addEventListener("change", show);
order.addEventListener("change", sort);
words.addEventListener("input", show);
show();

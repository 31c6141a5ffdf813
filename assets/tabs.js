// Each tab is shown again where it was scrolled to.
const places = new Map();

function shown() { return document.querySelector('.tab-container [role=tab][aria-selected=true]')?.textContent; }

document.addEventListener('click', (event) => {
  const tab = event.target.closest?.('.tab-container [role=tab]');
  if (!tab || tab.textContent === shown()) return;
  places.set(shown(), window.scrollY);
  const place = places.get(tab.textContent) ?? 0;
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, place)));
}, { capture: true });

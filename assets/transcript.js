// The transcript: every button inside names its action; cards appear beside their chips.
const ACTIONS = ['open', 'ask', 'retry', 'literal', 'edit', 'judge'];
const VANISHING = ['ask', 'retry', 'literal'];

element.addEventListener('click', (event) => {
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
      const label = copy.textContent;
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = label; }, 1500);
    });
    return;
  }
  const wanted = event.target.closest('[data-tab]')?.dataset.tab;
  if (wanted) {
    [...document.querySelectorAll('.tab-container [role=tab]')].find((tab) => tab.textContent.trim() === wanted)?.click();
    return;
  }
  const button = event.target.closest('[data-action]');
  if (!button || !ACTIONS.includes(button.dataset.action)) return;
  hideCards();
  if (button.dataset.action === 'open') {
    document.querySelectorAll('[data-opener]').forEach((one) => one.removeAttribute('data-opener'));
    button.setAttribute('data-opener', '');
  }
  if (button.dataset.action === 'edit') {
    document.querySelector('#question textarea')?.focus();
  }
  if (VANISHING.includes(button.dataset.action) && event.detail === 0) {
    // pressed by a key, its focus would be lost with it
    document.querySelector('#question textarea')?.focus({ preventScroll: true });
  }
  trigger(button.dataset.action, { ...button.dataset });
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const { entry, helpful } = event.target.dataset;
  const note = event.target.querySelector('input').value;
  if (note.trim()) trigger('judge', { entry, helpful, note });
});

function placeCard(cite) {
  const card = cite.querySelector('.card');
  if (!card) return;
  hideCards();
  card.classList.add('shown');
  const chip = cite.getBoundingClientRect();
  const edge = 12;
  const left = Math.max(edge, Math.min(chip.left - 24, window.innerWidth - card.offsetWidth - edge));
  const above = chip.top - card.offsetHeight - 8;
  card.style.left = `${left}px`;
  card.style.top = `${above > edge ? above : chip.bottom + 8}px`;
}

function hideCards() {
  element.querySelectorAll('.card.shown').forEach((card) => card.classList.remove('shown'));
}

element.addEventListener('pointerover', (event) => {
  const cite = event.target.closest('.cite');
  if (cite && event.pointerType === 'mouse') placeCard(cite);
});
element.addEventListener('pointerout', (event) => {
  const cite = event.target.closest('.cite');
  if (cite && !cite.contains(event.relatedTarget)) hideCards();
});
element.addEventListener('focusin', (event) => {
  const chip = event.target.closest('.cite .chip');
  if (chip && chip.matches(':focus-visible')) placeCard(chip.closest('.cite'));
});
element.addEventListener('focusout', hideCards);
element.addEventListener('keydown', (event) => { if (event.key === 'Escape') hideCards(); });
window.addEventListener('scroll', hideCards, { passive: true });

// A new question is brought to the top, where its answer will be read from; so is the last one of a
// conversation that is opened again, for as long as the page still moves and nobody touches it.
const SETTLING = 1500;
let newest = '';
let settled = 0;

function bringUp(entry) {
  if (entry.offsetParent) entry.scrollIntoView({ behavior: 'auto', block: 'start' });
  if (performance.now() < settled) requestAnimationFrame(() => bringUp(entry));
}
['wheel', 'pointerdown', 'keydown'].forEach((kind) => {
  window.addEventListener(kind, () => { settled = 0; }, { passive: true, capture: true });
});

// Questions to begin with are made meanwhile; the page looks until they are known.
let looking = 0;
function lookAgain() {
  clearTimeout(looking);
  if (!element.querySelector('.welcome[data-waiting]')) return;
  looking = setTimeout(() => { trigger('look', {}); lookAgain(); }, 1500);
}

watch('value', () => {
  lookAgain();
  if (element.closest('#past')) return;
  const entry = element.querySelector('.entry');
  if (!entry || entry.dataset.entry === newest) { newest = entry ? newest : ''; return; }
  newest = entry.dataset.entry;
  if (entry.dataset.state === 'working') document.querySelector('#filters details')?.removeAttribute('open');
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (entry.dataset.state === 'working' && !calm) {
    requestAnimationFrame(() => entry.scrollIntoView({ behavior: 'smooth', block: 'start' }));
  } else {
    settled = performance.now() + SETTLING;
    requestAnimationFrame(() => bringUp(entry));
  }
});

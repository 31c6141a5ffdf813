// The article panel: shows the highlighted sentence, and gives the focus back when it closes.
const ACTIONS = ['open', 'read', 'close'];
let shown = '';

function close() {
  if (!element.querySelector('.sheet')) return;
  trigger('close', {});
  shown = '';
  document.querySelector('[data-opener]')?.focus({ preventScroll: true });
  document.querySelectorAll('.card.shown').forEach((card) => card.classList.remove('shown'));
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-action]');
  if (!button || !ACTIONS.includes(button.dataset.action)) return;
  if (button.dataset.action === 'close') close();
  else trigger(button.dataset.action, { ...button.dataset });
});

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches?.('input, textarea, select');
  if (event.key === 'Escape' && !document.querySelector('.card.shown')) close();
  if (typing || event.altKey || event.ctrlKey || event.metaKey || !element.querySelector('.sheet')) return;
  if (event.key === '[' || event.key === ']') {
    const [before, after] = element.querySelectorAll('.sheet-nav button');
    (event.key === '[' ? before : after).click();
  }
});

watch('value', () => {
  const sheet = element.querySelector('.sheet');
  if (!sheet) { shown = ''; return; }
  if (sheet.dataset.target === shown) return;
  const opened = shown === '';
  shown = sheet.dataset.target;
  requestAnimationFrame(() => {
    const body = sheet.querySelector('.sheet-body');
    const mark = sheet.querySelector('mark.active');
    if (opened || !element.contains(document.activeElement)) {
      sheet.querySelector('.sheet-title').focus({ preventScroll: true });
    }
    if (!mark) { body.scrollTop = 0; return; }
    const place = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches || opened;
    body.scrollTo({ top: body.scrollTop + place - body.clientHeight / 3, behavior: calm ? 'auto' : 'smooth' });
  });
});

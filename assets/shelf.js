// The list of articles: find, sort, open; remove and index again after asking once more.
const ACTIONS = ['read', 'remove', 'check', 'rebuild'];
let waiting = 0;

function ask(place, asking) {
  place.querySelector('[data-role=ask]').hidden = asking;
  place.querySelector('.confirm').hidden = !asking;
  place.querySelector(asking ? '[data-role=keep]' : '[data-role=ask]').focus();
}

element.addEventListener('input', (event) => {
  if (!event.target.matches('[data-role=search]')) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => trigger('look', { words: event.target.value }), 150);
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const place = button.closest('td, .upkeep');
  if (button.dataset.sort) trigger('look', { sort: button.dataset.sort });
  else if (button.dataset.role === 'more') trigger('look', { more: true });
  else if (button.dataset.role === 'ask') ask(place, true);
  else if (button.dataset.role === 'keep') ask(place, false);
  else if (ACTIONS.includes(button.dataset.action)) {
    document.querySelectorAll('[data-opener]').forEach((one) => one.removeAttribute('data-opener'));
    if (button.dataset.action === 'read') button.setAttribute('data-opener', '');
    trigger(button.dataset.action, { id: button.dataset.id });
  }
});
watch('value', () => {
  // a row that is drawn again may stand for another article
  element.querySelectorAll('.confirm').forEach((one) => { one.hidden = true; });
  element.querySelectorAll('[data-role=ask]').forEach((one) => { one.hidden = false; });
});

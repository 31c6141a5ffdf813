// The list of articles: find, sort, open, and remove after asking once more.
const ACTIONS = ['read', 'remove'];

function find() {
  const input = element.querySelector('[data-role=search]');
  const words = (input?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  element.querySelectorAll('tbody tr').forEach((row) => {
    const text = `${row.dataset.title} ${row.dataset.publisher}`.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  });
  const none = element.querySelector('.shelf-none');
  if (none) none.hidden = shown > 0;
}

function sort(button) {
  const heading = button.closest('th');
  const ascending = heading.getAttribute('aria-sort') !== 'ascending';
  element.querySelectorAll('th').forEach((one) => one.removeAttribute('aria-sort'));
  heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  const key = button.dataset.sort;
  const body = element.querySelector('tbody');
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const rows = [...body.rows].sort((a, b) => compare(a.dataset[key], b.dataset[key]));
  body.append(...(ascending ? rows : rows.reverse()));
}

function ask(row, asking) {
  row.querySelector('[data-role=remove]').hidden = asking;
  row.querySelector('.confirm').hidden = !asking;
  row.querySelector(asking ? '[data-role=keep]' : '[data-role=remove]').focus();
}

element.addEventListener('input', find);
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.sort) sort(button);
  else if (button.dataset.role === 'remove') ask(button.closest('tr'), true);
  else if (button.dataset.role === 'keep') ask(button.closest('tr'), false);
  else if (ACTIONS.includes(button.dataset.action)) {
    document.querySelectorAll('[data-opener]').forEach((one) => one.removeAttribute('data-opener'));
    button.setAttribute('data-opener', '');
    trigger(button.dataset.action, { id: button.dataset.id });
  }
});
watch('value', find);

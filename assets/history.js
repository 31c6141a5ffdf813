// The list of conversations: find, open, rename in place, export, and delete after asking once more.
const ACTIONS = ['open', 'delete', 'export'];
let waiting = 0;

function renaming(row, on) {
  row.querySelector('.renaming').hidden = !on;
  row.querySelector('.conversation').hidden = on;
  const input = row.querySelector('.renaming input');
  if (on) { input.value = row.dataset.title; input.select(); }
  else row.querySelector('[data-role=rename]').focus();
}

function deleting(row, on) {
  row.querySelector('.confirm').hidden = !on;
  row.querySelector('[data-role=delete]').hidden = on;
  row.querySelector(on ? '.confirm [data-role=keep]' : '[data-role=delete]').focus();
}

element.addEventListener('input', (event) => {
  if (!event.target.matches('[data-role=search]')) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => trigger('find', { words: event.target.value }), 150);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const row = event.target.closest('li');
  trigger('rename', { id: row.dataset.id, title: row.querySelector('.renaming input').value });
  renaming(row, false);
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const row = button.closest('li');
  if (button.dataset.role === 'rename') renaming(row, true);
  else if (button.dataset.role === 'delete') deleting(row, true);
  else if (button.dataset.role === 'keep') (button.closest('.renaming') ? renaming : deleting)(row, false);
  else if (ACTIONS.includes(button.dataset.action)) trigger(button.dataset.action, { ...button.dataset });
});
watch('value', () => {
  // a row that is drawn again may stand for another conversation
  element.querySelectorAll('.renaming, .confirm').forEach((one) => { one.hidden = true; });
  element.querySelectorAll('.conversation, [data-role=delete]').forEach((one) => { one.hidden = false; });
});

// Questions to go on with: shown only below the answer that they were made after.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-action=ask]');
  if (button) trigger('ask', { question: button.dataset.question });
});
watch('value', () => {
  const more = element.querySelector('.more');
  if (more) more.hidden = document.querySelector('#last .entry')?.dataset.entry !== more.dataset.after;
});

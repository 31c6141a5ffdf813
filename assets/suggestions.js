// Questions to go on with: shown only below the answer that they were made after.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-action=ask]');
  if (!button) return;
  // pressed by a key, its focus would be lost with it
  if (event.detail === 0) document.querySelector('#question textarea')?.focus({ preventScroll: true });
  trigger('ask', { question: button.dataset.question });
});
watch('value', () => {
  const more = element.querySelector('.more');
  if (more) more.hidden = document.querySelector('#last .entry')?.dataset.entry !== more.dataset.after;
});

// The line above the composer while the last question is being edited.
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-action=cancel]')) trigger('cancel', {});
});

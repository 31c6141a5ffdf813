// The report is long, so it comes when it is asked for.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-action=report]');
  if (!button) return;
  button.disabled = true;
  trigger('report', {});
});

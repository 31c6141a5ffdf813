// The choices: what is ticked goes to the server, and what it draws is what is chosen.
element.addEventListener('change', () => {
  const ticked = [...element.querySelectorAll('.choices input:checked')].map((one) => [one.name, one.value]);
  trigger('choose', Object.fromEntries(ticked));
});
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-role=reset]')) trigger('choose', {});
});
watch('value', () => {
  element.querySelectorAll('.choices input').forEach((input) => { input.checked = input.hasAttribute('checked'); });
});

// The choices: what is ticked goes to the server, and what it draws is what is chosen.
element.addEventListener('change', () => {
  const ticked = [...element.querySelectorAll('.choices input:checked')].map((one) => [one.name, one.value]);
  trigger('choose', Object.fromEntries(ticked));
});
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-role=reset]')) trigger('choose', {});
});
// Whether the model responds is found meanwhile; the page looks until it is known.
let looking = 0;
function lookAgain() {
  clearTimeout(looking);
  if (!element.querySelector('[data-waiting]')) return;
  looking = setTimeout(() => { trigger('look', {}); lookAgain(); }, 1500);
}

watch('value', () => {
  lookAgain();
  element.querySelectorAll('.choices input').forEach((input) => { input.checked = input.hasAttribute('checked'); });
});

// The filters: what is chosen goes to the server, and what it draws is what is chosen.
function send(choice) { trigger('narrow', choice); }

element.addEventListener('change', () => {
  const day = (name) => element.querySelector(`[data-filter=${name}]`).value;
  const ticked = [...element.querySelectorAll('[data-filter=publisher]:checked')].map((one) => one.value);
  send({ from: day('from'), to: day('to'), publishers: ticked });
});
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-role=clear]')) send({ from: '', to: '', publishers: [] });
});
watch('value', () => {
  element.querySelectorAll('input').forEach((input) => {
    if (input.type === 'checkbox') input.checked = input.hasAttribute('checked');
    else if (input.value !== input.getAttribute('value')) input.value = input.getAttribute('value');
  });
});

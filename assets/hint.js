// The line above the composer: while the last question is being edited, and where the server is gone.
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-action=cancel]')) trigger('cancel', {});
});

const gone = document.createElement('p');
gone.className = 'hint gone';
gone.setAttribute('role', 'alert');
gone.textContent = 'The server does not answer, so nothing was asked. Your question stays here; ask again once this line is gone.';
let looking = 0;

function look() {
  clearTimeout(looking);
  fetch('health', { cache: 'no-store' }).then(() => gone.remove(), () => {
    if (!gone.isConnected) document.querySelector('#composer-row').before(gone);
    looking = setTimeout(look, 3000);
  });
}

document.addEventListener('click', (event) => { if (event.target.closest?.('#ask, [data-action=ask]')) look(); });
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && event.target.closest?.('#question')) look();
});

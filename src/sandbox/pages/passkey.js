// Does the WebAuthn ceremony that a form asks for, puts the answer into it, and sends it.
const form = document.querySelector('form[data-ceremony]');
const problem = document.querySelector('#passkey-problem');

async function answer() {
  if (typeof PublicKeyCredential?.parseRequestOptionsFromJSON !== 'function') throw new Error('This browser is too old for passkeys on this page.');
  const options = JSON.parse(form.dataset.options);
  const credential = form.dataset.ceremony === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
}

const button = form?.querySelector('button');
button?.addEventListener('click', async () => {
  problem.textContent = '';
  try {
    form.elements.namedItem('passkey').value = await answer();
    form.submit();
  } catch (error) {
    problem.textContent = error.name === 'NotAllowedError' ? 'The passkey was not used. Try again.' : error.message;
  }
});
if (button) button.disabled = false;

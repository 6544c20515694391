// A form with a passkey: what the browser gives goes into its hidden field, and the form is sent. Without this script the button says that it cannot.
const bytes = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const words = (buffer) => buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : null;
const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const wrong = form.querySelector("[role=alert]");
  wrong.hidden = true;
  try {
    const asked = JSON.parse(form.dataset.options);
    asked.challenge = bytes(asked.challenge);
    const found = form.dataset.passkey === "create" ? await made(asked) : await used(asked);
    form.elements.credential.value = JSON.stringify(found);
    form.submit();
  } catch {
    wrong.hidden = false;
  }
}

async function made(asked) {
  asked.user.id = bytes(asked.user.id);
  asked.excludeCredentials = known(asked.excludeCredentials);
  const key = await navigator.credentials.create({ publicKey: asked });
  const { clientDataJSON, attestationObject } = key.response;
  return { ...said(key), response: { clientDataJSON: words(clientDataJSON), attestationObject: words(attestationObject) } };
}

async function used(asked) {
  asked.allowCredentials = known(asked.allowCredentials);
  const key = await navigator.credentials.get({ publicKey: asked });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  const response = { clientDataJSON: words(clientDataJSON), authenticatorData: words(authenticatorData), signature: words(signature), userHandle: words(userHandle) };
  return { ...said(key), response };
}

const said = (key) => ({ id: key.id, rawId: words(key.rawId), type: key.type, clientExtensionResults: {} });

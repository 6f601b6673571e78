// Passkeys: the browser's part of WebAuthn. A form says by data-passkey whether one is created or asked for, and
// where the options of the server stand; without script the form stays as it was and says that it needs one.
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const listed = (some) => (some || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = {
    async create(options) {
      const given = await navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          user: { ...options.user, id: bytes(options.user.id) },
          excludeCredentials: listed(options.excludeCredentials),
        },
      });
      return written(given, {
        clientDataJSON: text(given.response.clientDataJSON),
        attestationObject: text(given.response.attestationObject),
        transports: given.response.getTransports?.() || [],
      });
    },
    async get(options) {
      const given = await navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          allowCredentials: listed(options.allowCredentials),
        },
      });
      const user = given.response.userHandle;
      return written(given, {
        clientDataJSON: text(given.response.clientDataJSON),
        authenticatorData: text(given.response.authenticatorData),
        signature: text(given.response.signature),
        userHandle: user ? text(user) : null,
      });
    },
  };
  const written = (given, response) => ({
    id: given.id,
    rawId: text(given.rawId),
    type: given.type,
    authenticatorAttachment: given.authenticatorAttachment || null,
    clientExtensionResults: given.getClientExtensionResults(),
    response,
  });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-start]");
    const fault = form.querySelector("[data-passkey-fault]");
    button.disabled = !window.PublicKeyCredential;
    fault.hidden = Boolean(window.PublicKeyCredential);
    button.addEventListener("click", async () => {
      if (!form.reportValidity()) return;
      fault.hidden = true;
      try {
        const options = JSON.parse(document.getElementById("passkey-options").textContent);
        const credential = await asked[form.dataset.passkey](options.publicKey);
        form.querySelector("[name=credential]").value = JSON.stringify(credential);
        form.submit();
      } catch {
        fault.hidden = false;
      }
    });
  }
})();

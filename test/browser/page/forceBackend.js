/* A classic script: it runs before any module, so the library finds the variable when it is loaded. */
const forced = new URLSearchParams(location.search).get('backend');
if (forced !== null) Object.assign(globalThis, { FERROGRAD_BACKEND: forced });

/** The sign-in dialog, which has to work over every other dialog: their forms wait for it. */
export function getPersistentElements(): Iterable<Element> {
  return document.querySelectorAll('[data-persistent]');
}

/** Windows over the page. A browser that cannot keep the page below still shows them. */

/**
 * Shows `dialog`, which is made by `h('dialog', …)`.
 * @param {HTMLDialogElement} dialog
 */
export function showDialog(dialog) {
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute('open', '');
}

/**
 * Closes it.
 * @param {HTMLDialogElement} dialog
 */
export function closeDialog(dialog) {
  if (dialog.close) dialog.close();
  dialog.remove();
}

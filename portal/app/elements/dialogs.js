/** Windows over the page. A browser that cannot keep the page below still shows them. */

/** Shows `dialog`, which is made by `h('dialog', …)`. */
export function showDialog(dialog) {
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute('open', '');
}

/** Closes it. */
export function closeDialog(dialog) {
  if (dialog.close) dialog.close();
  dialog.remove();
}

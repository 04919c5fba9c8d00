/** The certificate as it would be printed now, before it is final. It is made only when it is asked for. */

import { announce } from '../../elements/announcements.js';
import { h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { saveAs } from '../../frame/save_file.js';
import { call } from '../../platform/api.js';

/**
 * The button that fetches the preview, and where it says what happens.
 * @param {string} claimId
 */
export function certificatePreview(claimId) {
  const trouble = h('div', {});
  const said = h('p', { class: 'meta', role: 'status' });
  let isBusy = false;
  const show = async () => {
    if (isBusy) return;
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    trouble.replaceChildren();
    said.textContent = t('printing.preview_busy');
    try {
      const { data } = await call('GET', `/v1/claims/${claimId}/certificate/preview`);
      const bytes = Uint8Array.from(atob(data.pdf), (char) => char.charCodeAt(0));
      saveAs(
        new Blob([bytes], { type: 'application/pdf' }),
        `${data.content.document_title.replace(/[/\\:]/g, '')}.pdf`,
      );
      said.textContent = t('printing.preview_done');
    } catch (error) {
      said.textContent = '';
      showProblem(trouble, error, { level: 'h3' });
      announce(t('printing.preview_failed'));
    } finally {
      isBusy = false;
      button.removeAttribute('aria-disabled');
    }
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: show }, t('printing.preview'));
  return h(
    'div',
    { class: 'own-preview no-print' },
    button,
    h('p', { class: 'meta' }, t('printing.preview_about')),
    said,
    trouble,
  );
}

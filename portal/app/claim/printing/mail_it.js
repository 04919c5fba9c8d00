/** A certificate that its learner has sent to the address of their account. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { clock, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';

/** @import { CertificateView, MailedCertificateView } from '#api' */

/**
 * A button that has the certificate sent, and the place where the page says what became of it.
 * @param {CertificateView} paper a valid one
 */
export function mailIt(paper) {
  const said = h('div', {});
  let isBusy = false;
  const send = async () => {
    if (isBusy) return;
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    fill(said);
    try {
      const { data } = await call('POST', `/v1/certificates/${encodeURIComponent(paper.number)}/mail`);
      const words = saysOf(data);
      fill(said, h('p', { class: `note ${data.state === 'sent' ? 'ok' : 'warn'}` }, words));
      announce(words);
    } catch (error) {
      showProblem(said, error);
    } finally {
      isBusy = false;
      button.removeAttribute('aria-disabled');
    }
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: send }, t('certificate.mail.send'));
  return { button, said };
}

/** @param {MailedCertificateView} mailed */
function saysOf({ state, sent_to: email, sent_at: at }) {
  return t(`certificate.mail.${state}`, { email, time: clock(new Date(at)) });
}

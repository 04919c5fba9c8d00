/** The proof of a credit from elsewhere: added, replaced, downloaded, deleted. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { expiringLink } from '../../elements/expiring_link.js';
import { field, form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { sendForm } from '../../platform/form_upload.js';
import { LIMITS } from '../../platform/limits.js';
import { typeOf } from './own_table.js';

/** @import { OwnCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

const MEGABYTE = 1_000_000;
const ACCEPT = 'application/pdf,image/png,image/jpeg,image/heic,.pdf,.png,.jpg,.jpeg,.heic';

/**
 * @param {OwnCreditView} first
 * @param {(one: OwnCreditView) => void} changed gets the credit when its proof has changed
 */
export function proofSection(first, changed) {
  const place = h('div', {});
  /** @param {OwnCreditView} one */
  const show = (one) => fill(place, contents(one, shown));
  /**
   * @param {OwnCreditView} one
   * @param {string} said
   */
  const shown = (one, said) => {
    show(one);
    changed(one);
    place.prepend(h('p', { class: 'note ok' }, said));
    announce(said);
  };
  show(first);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'proof' },
    h('h2', { id: 'proof' }, t('own_credits.proof.title')),
    place,
  );
}

/**
 * @param {OwnCreditView} one
 * @param {(one: OwnCreditView, said: string) => void} shown
 * @returns {Child}
 */
function contents(one, shown) {
  const path = `/v1/own-credits/${one.credit_id}/proof`;
  const remove = async () => shown((await call('DELETE', path)).data, t('own_credits.proof.removed'));
  return [
    one.proof &&
      h(
        'div',
        { class: 'actions' },
        h('span', {}, t('own_credits.proof.has', { type: typeOf(one.proof.type) })),
        expiringLink(t('own_credits.proof.download'), { url: '#', until: '' }, async () => {
          const { data } = await call('GET', path);
          return { url: data.url, until: data.expires_at };
        }),
      ),
    sending(one, path, shown),
    one.proof && form({ send: remove, label: t('own_credits.proof.remove'), quiet: true }).node,
  ];
}

/**
 * @param {OwnCreditView} one
 * @param {string} path
 * @param {(one: OwnCreditView, said: string) => void} shown
 */
function sending(one, path, shown) {
  const size = LIMITS.proofBytes / MEGABYTE;
  const file = field({
    label: t('own_credits.proof.file'),
    hint: t('own_credits.proof.about', { size }),
    type: 'file',
    accept: ACCEPT,
    required: true,
  });
  const place = h('div', {});
  const send = async () => {
    const [given] = /** @type {FileList} */ (file.input.files);
    if (given.size > LIMITS.proofBytes) {
      file.complain(t('own_credits.proof.too_large', { size }));
      file.input.focus();
      return;
    }
    const signed = (await call('POST', `${path}/uploads`, { query: { bytes: String(given.size) } })).data;
    const bar = h('progress', { max: '1', value: '0', 'aria-label': t('own_credits.proof.sending') });
    fill(place, bar);
    announce(t('own_credits.proof.sending'));
    try {
      await sendForm(signed, given, (part) => {
        bar.value = part;
      });
      const { data } = await call('PUT', path, { json: { upload_id: signed.upload_id } });
      shown(data, t('own_credits.proof.added'));
    } finally {
      fill(place);
    }
  };
  const label = t(one.proof ? 'own_credits.proof.replace' : 'own_credits.proof.send');
  return form({ fields: [file], send, label, quiet: Boolean(one.proof) }, file.node, place).node;
}

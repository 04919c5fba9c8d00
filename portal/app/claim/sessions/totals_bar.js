/** The bar below the program: what is claimed, of how much, and the way on. */

import { fill, h } from '../../elements/dom.js';
import { cents, t } from '../../elements/words.js';
import { afterSessions } from '../load.js';
import { offerOf } from './fit.js';

/** @import { PublicActivity } from '#api' */
/** @import { Saver } from '../claim_saver.js' */

/**
 * The bar; `update()` draws the current state, `finish()` leads to the certificate of a claim that became final.
 * @param {PublicActivity} activity
 * @param {Saver} saver
 */
export function totalsBar(activity, saver) {
  const sum = h('p', { class: 'sum' });
  const about = h('p', { class: 'meta' });
  const share = h('progress', { 'aria-label': t('sessions.share') });
  const onward = h('a', { class: 'button', href: '' });
  const node = h(
    'div',
    { class: 'totals', role: 'region', 'aria-label': t('sessions.totals') },
    h('div', { class: 'grow' }, sum, share, about),
    onward,
  );
  const lead = () => {
    const next = afterSessions(activity, saver.claim);
    onward.href = `/claims/${saver.claim.claim_id}/${next}`;
    fill(onward, t(next === 'summary' ? 'sessions.onward' : 'common.next'));
  };
  const update = () => {
    if (saver.claim.status !== 'final') lead();
    const offer = offerOf(activity, saver.claim);
    const maximum = offer?.maximum ?? '0';
    sum.textContent = t('sessions.total', { total: saver.claim.total, maximum });
    share.max = cents(maximum);
    share.value = cents(saver.claim.total);
    about.textContent = [
      t('sessions.count', { count: saver.claim.sessions.length }),
      saver.unsaved() ? t('sessions.unsaved', { count: saver.unsaved() }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  };
  const finish = () => {
    onward.href = `/claims/${saver.claim.claim_id}/certificate`;
    fill(onward, t('activity.see_certificate'));
  };
  return { node, update, finish };
}

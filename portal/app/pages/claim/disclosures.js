/** The disclosures, to be read before credit is claimed. */

import { disclosureCards } from '../../claim/asked/disclosure_cards.js';
import { disclosuresRead, loadClaim, nextStep } from '../../claim/load.js';
import { stepHead } from '../../claim/steps.js';
import { h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const { claim, activity } = await loadClaim(values.claim);
  const read = disclosuresRead(activity, claim);
  const send = async () => {
    const ids = activity.disclosures.map((one) => one.id);
    const { data } = await call('PUT', `/v1/claims/${claim.claim_id}/disclosures`, { json: { acknowledged: ids } });
    await go(`/claims/${claim.claim_id}/${nextStep(activity, data)}`);
  };
  const onward = read
    ? h(
        'div',
        { class: 'actions' },
        h('a', { class: 'button', href: `/claims/${claim.claim_id}/${nextStep(activity, claim)}` }, t('common.next')),
      )
    : form({ send, label: t('disclosures.read') }).node;
  const body = [
    ...stepHead(activity, claim, 'disclosures', t('disclosures.title')),
    h('p', {}, read ? t('disclosures.were_read') : t('disclosures.why')),
    disclosureCards(activity),
    onward,
  ];
  return { title: t('disclosures.title'), body, width: 'narrow' };
}

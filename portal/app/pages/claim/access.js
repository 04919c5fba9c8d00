/** Another Badge ID or Group ID, while the claim is a draft: mistyped, or freed by staff. */

import { accessField } from '../../claim/asked/access_field.js';
import { hasOwnCode, loadClaim, needsCode } from '../../claim/load.js';
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
  const { claim, etag, activity } = await loadClaim(values.claim);
  if (claim.status === 'final') return { moved: `/claims/${claim.claim_id}/certificate` };
  if (!hasOwnCode(activity)) return { moved: `/claims/${claim.claim_id}` };
  const kind = activity.access;
  const code = accessField(kind);
  const send = async () => {
    await call('PUT', `/v1/claims/${claim.claim_id}/access`, {
      json: { access_code: code.input.value.trim() },
      ifMatch: etag,
    });
    await go(`/claims/${claim.claim_id}`);
  };
  const made = form({ fields: [code], send, label: t('common.next'), places: { access_code: code } }, code.node);
  const title = t(`access.${kind}.title`);
  const body = [
    ...stepHead(activity, claim, 'statement', title),
    h('p', {}, t(needsCode(claim) ? 'access.freed' : 'access.change_why')),
    made.node,
    h('p', { class: 'meta' }, t('access.lost'), ' ', h('a', { href: `mailto:${activity.contact}` }, activity.contact)),
  ];
  return { title, body, width: 'narrow', shown: () => code.input.focus() };
}

/** Another type of statement, while the claim is a draft. */

import { call } from '/app/api.js';
import { loadClaim } from '/app/claim/load.js';
import { statementForm } from '/app/claim/statements.js';
import { stepHead } from '/app/claim/steps.js';
import { h } from '/app/dom.js';
import { go } from '/app/router.js';
import { t } from '/app/words.js';

export async function page({ values }) {
  const [{ claim, etag, activity }, me] = await Promise.all([loadClaim(values.claim), call('GET', '/v1/me')]);
  if (claim.status === 'final') return { moved: `/claims/${claim.claim_id}/certificate` };
  const path = `/v1/claims/${claim.claim_id}`;
  const chosen = async (statement) => {
    if (statement !== claim.statement) await call('PATCH', path, { json: { statement }, ifMatch: etag });
    await go(`/claims/${claim.claim_id}`);
  };
  const made = statementForm({ activity, profile: me.data, value: claim.statement, chosen, label: t('common.next') });
  const body = [
    ...stepHead(activity, claim, 'statement', t('statement.title')),
    h('p', {}, claim.sessions.length ? t('statement.change_why') : t('statement.why')),
    made.node,
  ];
  return { title: t('statement.title'), body, width: 'narrow' };
}

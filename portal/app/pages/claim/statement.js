/** Another type of statement, while the claim is a draft. */

import { hasOwnCode, loadClaim } from '../../claim/load.js';
import { statementForm } from '../../claim/statements.js';
import { stepHead } from '../../claim/steps.js';
import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { paperHead } from '../../frame/shell.js';
import { call } from '../../platform/api.js';

/** @import { Statement } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const [{ claim, etag, activity }, me] = await Promise.all([loadClaim(values.claim), call('GET', '/v1/me')]);
  if (claim.status === 'final') return { moved: `/claims/${claim.claim_id}/certificate` };
  const path = `/v1/claims/${claim.claim_id}`;
  /** @param {Statement} statement */
  const chosen = async (statement) => {
    if (statement !== claim.statement) await call('PATCH', path, { json: { statement }, ifMatch: etag });
    await go(`/claims/${claim.claim_id}`);
  };
  const made = statementForm({ activity, profile: me.data, value: claim.statement, chosen, label: t('common.next') });
  const body = [
    ...stepHead(activity, claim, 'statement', t('statement.title')),
    paperHead(me.data),
    h('p', {}, claim.sessions.length ? t('statement.change_why') : t('statement.why')),
    made.node,
    hasOwnCode(activity) &&
      h(
        'p',
        {},
        h(
          'a',
          { href: `/claims/${claim.claim_id}/access` },
          t('access.other', { code: t(`access.${activity.access}.name`) }),
        ),
      ),
  ];
  return { title: t('statement.title'), body, width: 'narrow' };
}

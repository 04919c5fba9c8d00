/** Starting a claim: the type of statement, with the Badge ID, Group ID or session code. */

import { accessField } from '../../claim/asked/access_field.js';
import { loadActivity } from '../../claim/load.js';
import { statementForm } from '../../claim/statements.js';
import { stepHead } from '../../claim/steps.js';
import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { paperHead } from '../../frame/shell.js';
import { call } from '../../platform/api.js';

/** @import { ClaimLine, PublicActivity, Statement } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const [activity, claims, me] = await Promise.all([
    loadActivity(values.activity),
    call('GET', '/v1/claims'),
    call('GET', '/v1/me'),
  ]);
  /** @type {ClaimLine[]} */
  const mine = claims.data.items;
  const open = mine.find((one) => one.activity_id === activity.id);
  if (open) return { moved: `/claims/${open.claim_id}` };
  const last = lastStatement(mine, activity);
  const code = activity.access === 'none' ? null : accessField(activity.access);
  const made = statementForm({
    activity,
    profile: me.data,
    value: last,
    hint: last ? t('statement.as_last') : undefined,
    code,
    chosen: (statement) => openClaim(activity, statement, code?.input.value.trim()),
    label: t('common.next'),
  });
  const body = [
    ...stepHead(activity, null, 'statement', t('statement.title')),
    paperHead(me.data),
    h('p', {}, t('statement.why')),
    made.node,
    code && codeHelp(activity),
  ];
  return { title: t('statement.title'), body, width: 'narrow' };
}

/**
 * The statement that the learner chose last, if the activity offers it among others.
 * @param {ClaimLine[]} claims
 * @param {PublicActivity} activity
 * @returns {Statement | null}
 */
function lastStatement(claims, activity) {
  const offered = activity.statements.map((one) => one.type);
  if (offered.length < 2) return null;
  const [latest] = claims; // opened last
  return latest && offered.includes(latest.statement) ? latest.statement : null;
}

/** @param {PublicActivity} activity */
function codeHelp({ contact }) {
  return h('p', { class: 'meta' }, t('access.lost'), ' ', h('a', { href: `mailto:${contact}` }, contact));
}

/**
 * @param {PublicActivity} activity
 * @param {string} statement
 * @param {string} [code]
 */
async function openClaim(activity, statement, code) {
  const wanted = { activity_id: activity.id, statement, ...(code ? { access_code: code } : {}) };
  const { data } = await call('POST', '/v1/claims', { json: wanted });
  await go(`/claims/${data.claim_id}`);
}

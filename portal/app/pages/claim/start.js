/** Starting a claim: the type of statement, then the Badge ID, Group ID or session code. */

import { accessField } from '../../claim/asked/access_field.js';
import { loadActivity } from '../../claim/load.js';
import { statementForm } from '../../claim/statements.js';
import { stepHead } from '../../claim/steps.js';
import { h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { ClaimLine, ProfileView, PublicActivity, Statement } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values, query }) {
  const [activity, claims, me] = await Promise.all([
    loadActivity(values.activity),
    call('GET', '/v1/claims'),
    call('GET', '/v1/me'),
  ]);
  const open = claims.data.items.find((/** @type {ClaimLine} */ one) => one.activity_id === activity.id);
  if (open) return { moved: `/claims/${open.claim_id}` };
  const statement = query.get('statement');
  const offered = activity.statements.some((one) => one.type === statement);
  return statement && offered && activity.access !== 'none'
    ? codePage(activity, statement)
    : statementPage(activity, me.data);
}

/**
 * @param {PublicActivity} activity
 * @param {ProfileView} profile
 * @returns {Page}
 */
function statementPage(activity, profile) {
  const path = `/activities/${encodeURIComponent(activity.id)}/claim`;
  /** @param {Statement} statement */
  const chosen = (statement) =>
    activity.access === 'none' ? openClaim(activity, statement) : go(`${path}?statement=${statement}`);
  const made = statementForm({ activity, profile, chosen, label: t('common.next') });
  const body = [
    ...stepHead(activity, null, 'statement', t('statement.title')),
    h('p', {}, t('statement.why')),
    made.node,
  ];
  return { title: t('statement.title'), body, width: 'narrow' };
}

/**
 * @param {PublicActivity} activity
 * @param {string} statement
 * @returns {Page}
 */
function codePage(activity, statement) {
  const kind = activity.access;
  const title = t(`access.${kind}.title`);
  const code = accessField(kind);
  const send = () => openClaim(activity, statement, code.input.value.trim());
  const made = form({ fields: [code], send, label: t('common.next'), places: { access_code: code } }, code.node);
  const back = h(
    'a',
    { class: 'button quiet', href: `/activities/${encodeURIComponent(activity.id)}/claim` },
    t('common.back'),
  );
  made.actions.append(back);
  const body = [
    ...stepHead(activity, null, 'code', title),
    h('p', { class: 'meta' }, t('statement.chosen', { statement: kindOf(statement).name })),
    made.node,
    h('p', { class: 'meta' }, t('access.lost'), ' ', h('a', { href: `mailto:${activity.contact}` }, activity.contact)),
  ];
  return { title, body, width: 'narrow', shown: () => code.input.focus() };
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

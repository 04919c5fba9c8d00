/** The evaluation of the whole activity, answered once before printing. */

import { loadClaim, nextStep } from '../../claim/load.js';
import { evaluation } from '../../claim/sessions/evaluation.js';
import { stepHead } from '../../claim/steps.js';
import { announce } from '../../elements/announcements.js';
import { h, written } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { drop, keep, kept } from '../../platform/drafts.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const { claim, activity } = await loadClaim(values.claim);
  const asked = activity.evaluation_forms.find((one) => one.id === activity.overall_evaluation);
  if (!asked || claim.status === 'final') return { moved: `/claims/${claim.claim_id}/${nextStep(activity, claim)}` };
  const key = `overall.${claim.claim_id}`;
  const questions = evaluation(asked, kept(key) ?? claim.evaluation, () => keep(key, questions.answers()));
  const send = async () => {
    if (questions.open().length) {
      announce(t('overall.left', { count: questions.open().length }), { now: true });
      questions.complain();
      return;
    }
    const json = { evaluation: questions.answers() };
    await call('PUT', `/v1/claims/${claim.claim_id}/evaluation`, { json });
    drop(key);
    announce(t('overall.saved'));
    await go(`/claims/${claim.claim_id}/summary`);
  };
  const body = [
    ...stepHead(activity, claim, 'evaluation', t('overall.title')),
    h('p', {}, t('overall.why')),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, written(asked.title)),
      form({ send, label: t('overall.save') }, questions.node).node,
    ),
  ];
  return { title: t('overall.title'), body, width: 'narrow' };
}

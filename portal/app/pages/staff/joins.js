/** Accounts of one learner that staff join, and separate again. */

import { sayOnPage } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { act } from './actions.js';
import { byWhom } from './by_whom.js';

/** @import { JoinView, StaffLearnerView } from '#api' */

/**
 * What is joined with the learner's account, and what can be done about it.
 * @param {StaffLearnerView} one
 */
export function joinsPart(one) {
  if (one.joined_into) return h('p', { class: 'note' }, t('staff.joins.into', { id: one.joined_into }));
  const email = field({
    label: t('staff.joins.email'),
    hint: t('staff.joins.hint'),
    type: 'email',
    autocomplete: 'off',
    required: true,
  });
  /** @param {string} reason */
  const send = (reason) =>
    post(
      '/v1/staff/joins',
      { learner_id: one.learner_id, email: email.input.value.trim(), reason },
      t('staff.joins.joined'),
    );
  const { button, place } = act({
    label: t('staff.joins.join'),
    about: t('staff.joins.reason_about'),
    fields: [email],
    send,
  });
  return group(
    one.joins.length > 0 && h('ul', { class: 'meta' }, one.joins.map(joined)),
    h('div', { class: 'actions' }, button),
    place,
  );
}

/** @param {JoinView} join */
function joined(join) {
  const { undone } = join;
  const other = join.other_email ?? join.other_learner_id;
  const undo =
    !undone &&
    Date.parse(join.undo_until) > Date.now() &&
    act({
      label: t('staff.joins.undo', { other }),
      about: t('staff.joins.undo_about', { until: moment(join.undo_until) }),
      send: (reason) =>
        post(
          '/v1/staff/joins/undo',
          { learner_id: join.learner_id, join_id: join.join_id, reason },
          t('staff.joins.undone'),
        ),
    });
  return h(
    'li',
    {},
    `${moment(join.at)}: ${t('staff.joins.with', { other })} (${byWhom(join.by)}): ${join.reason}`,
    undone &&
      h('p', {}, `${moment(undone.at)}: ${t('staff.address.was_undone')} (${byWhom(undone.by)}): ${undone.reason}`),
    undo && group(undo.button, undo.place),
  );
}

/**
 * @param {string} path
 * @param {object} json
 * @param {string} said
 */
async function post(path, json, said) {
  await call('POST', path, { json });
  await reload();
  sayOnPage(said);
}

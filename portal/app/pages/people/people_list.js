/** Learners with a name that staff searched for; each leads to their page. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';

/** @import { PeopleFound, PersonLine } from '#api' */

/** @param {PeopleFound} found */
export function peopleList({ items, more }) {
  const count = t('staff.learners.found', { count: items.length });
  return h(
    'section',
    {},
    h('p', { class: 'meta', role: 'status' }, count, more && ` ${t('staff.learners.more')}`),
    items.length > 0 &&
      tableOf({
        caption: t('staff.learners.title'),
        columns: [{ title: t('staff.learners.name') }, { title: t('sign_in.email') }],
        rows: items.map(row),
      }),
  );
}

/** @param {PersonLine} one */
function row(one) {
  const href = `/staff/people/${encodeURIComponent(one.learner_id)}`;
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, h('a', { href }, one.name)),
    h(
      'td',
      { role: 'cell', 'data-label': t('sign_in.email') },
      one.email,
      one.joined_into && ` (${t('staff.learners.is_joined')})`,
    ),
  );
}

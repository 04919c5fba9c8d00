/** Learners that staff searched for; each leads to their page. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t, textsUnder } from '../../elements/words.js';

/** @import { PeopleFound, PersonLine } from '#api' */

/**
 * The page of a person who was found; it says by what.
 * @param {PersonLine} one
 */
export const personPath = ({ learner_id: id, by }) => `/staff/people/${encodeURIComponent(id)}?found=${by}`;

/**
 * What the text was taken for, and how many were found.
 * @param {PeopleFound} found
 */
export function searched({ items, tried, more }) {
  const names = textsUnder('staff.learners.by');
  const count = items.length
    ? t('staff.learners.found', { count: items.length })
    : t(tried.some(({ by }) => by === 'email') ? 'staff.learners.nobody_with_address' : 'staff.learners.nobody');
  return h(
    'div',
    { class: 'note', role: 'status' },
    h('p', {}, count, more && ` ${t('staff.learners.more')}`),
    h('p', {}, t('staff.learners.tried', { what: tried.map(({ by }) => names[by]).join(', ') })),
    tried.map(({ says }) => says && h('p', {}, says)),
  );
}

/** @param {PeopleFound} found */
export function peopleList({ items }) {
  if (!items.length) return null;
  const columns = ['name', 'address', 'found_by'];
  return tableOf({
    caption: t('staff.learners.title'),
    columns: columns.map((one) => ({ title: t(`staff.learners.columns.${one}`) })),
    rows: items.map(row),
  });
}

/** @param {PersonLine} one */
function row(one) {
  /** @param {string} name */
  const label = (name) => ({ role: 'cell', 'data-label': t(`staff.learners.columns.${name}`) });
  return h(
    'tr',
    { role: 'row' },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      h('a', { href: personPath(one) }, one.name ?? t('staff.learners.nameless')),
    ),
    h('td', label('address'), one.email, one.joined_into && ` (${t('staff.learners.is_joined')})`),
    h('td', label('found_by'), textsUnder('staff.learners.by')[one.by]),
  );
}

/** What staff can do. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { person } from '../../platform/session.js';

/** @import { Page } from '../../frame/router.js' */

const PLACES = [
  'library',
  'activities',
  'evaluations',
  'attendance_reports',
  'codes',
  'quarterly',
  'uploads',
  'files',
  'learners',
  'credits',
  'certificates',
  'audit',
  'clients',
];
const OPERATORS_PLACES = [...PLACES, 'runs', 'providers'];

/** @returns {Page} */
export function page() {
  /** @param {string} name */
  const tile = (name) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'tile', href: `/staff/${name}` },
        h('strong', {}, t(`staff.${name}.title`)),
        h('span', {}, t(`staff.${name}.about`)),
      ),
    );
  const places = person()?.isOperator ? OPERATORS_PLACES : PLACES;
  return {
    title: t('staff.title'),
    body: [h('h1', {}, t('staff.title')), h('ul', { class: 'grid' }, places.map(tile))],
  };
}

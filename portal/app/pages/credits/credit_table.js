/** The table of credits: one line each; its name leads to the whole credit. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, moment, t, textsUnder } from '../../elements/words.js';

/** @import { StaffCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

/** @type {Record<string, string>} */
const CLASSES = { hours: 'number', completed: 'whole', since: 'whole' };
const COLUMNS = ['who', 'activity', 'completed', 'hours', 'state', 'since'];
const isNumber = /** @param {string} name */ (name) => name === 'hours';

/**
 * @param {StaffCreditView[]} credits
 * @param {((credit: StaffCreditView) => Child) | null} [chooser] gives the box that chooses a credit
 */
export function creditTable(credits, chooser = null) {
  const columns = COLUMNS.map((name) => ({ title: t(`credit_table.columns.${name}`), isNumber: isNumber(name) }));
  return tableOf({
    caption: t('staff.credits.title'),
    columns: chooser ? [{ title: t('credit_table.columns.chosen') }, ...columns] : columns,
    rows: credits.map((one) => row(one, chooser)),
    hasLines: true,
  });
}

/**
 * @param {StaffCreditView} credit
 * @param {((credit: StaffCreditView) => Child) | null} chooser
 */
function row(credit, chooser) {
  /**
   * @param {string} name
   * @param {...Child} inside
   */
  const cell = (name, ...inside) =>
    h('td', { role: 'cell', class: CLASSES[name], 'data-label': t(`credit_table.columns.${name}`) }, inside);
  const href = `/staff/credits?${new URLSearchParams({ credit_id: credit.credit_id })}`;
  return h(
    'tr',
    { role: 'row' },
    chooser && cell('chosen', chooser(credit)),
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      h('a', { href }, h('bdi', {}, credit.name)),
      h('br'),
      h('span', { class: 'meta' }, h('bdi', {}, credit.email)),
    ),
    cell(
      'activity',
      h('bdi', {}, credit.title),
      h('br'),
      h('span', { class: 'meta' }, h('bdi', {}, credit.provider), ` · ${credit.activity_number}`),
    ),
    cell('completed', day(credit.completed_on)),
    cell('hours', credit.contact_hours),
    cell('state', standing(credit)),
    cell('since', moment(credit.since)),
  );
}

/** @param {StaffCreditView} credit */
function standing(credit) {
  const reasons = textsUnder('staff.credits.reasons');
  const why = credit.reason && (reasons[credit.reason.code] ?? credit.reason.says);
  return [
    textsUnder('states.of_credit')[credit.state],
    why && [h('br'), h('span', { class: 'meta' }, why)],
    credit.follow_up?.status === 'under_way' && [h('br'), h('span', { class: 'meta' }, t('credit_table.follow_up'))],
  ];
}

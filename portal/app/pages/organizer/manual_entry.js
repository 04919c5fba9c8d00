/** What to type at ASCP, credit by credit: to be read off, printed, or saved. */

import { notReported } from '../../credits/not_reported.js';
import { group, h, written } from '../../elements/dom.js';
import { placeLink } from '../../elements/links.js';
import { showProblem } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { day, t } from '../../elements/words.js';
import { save } from '../../frame/save_file.js';
import { call } from '../../platform/api.js';
import { fetchPaperHead } from '../../profile/paper_head.js';

/** @import { ManualEntryList, ManualEntryView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page } from '../../frame/router.js' */

const COLUMNS = ['title', 'provider', 'date', 'hours', 'note'];

/** @returns {Promise<Page>} */
export async function page() {
  const [{ data }, paper] = await Promise.all([call('GET', '/v1/organizer/manual-entry'), fetchPaperHead()]);
  const trouble = h('div', {});
  const csv = async () => {
    try {
      await save('/v1/organizer/manual-entry', { accept: 'text/csv', name: 'manual-entry.csv' });
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  const why = whyNone(data);
  const body = [
    h('p', { class: 'crumbs no-print' }, h('a', { href: '/organizer' }, t('organizer.title'))),
    h('h1', {}, t('manual.title')),
    paper,
    h('p', {}, t('manual.why'), ' ', placeLink('ascp')),
    data.ascp_customer_id && h('p', {}, t('manual.customer_id', { id: data.ascp_customer_id })),
    data.items.length ? table(data.items) : h('p', { class: 'note' }, t(`manual.${why}`)),
    notReported(data.not_reported),
    trouble,
    data.items.length > 0 &&
      h(
        'div',
        { class: 'actions no-print' },
        h('button', { type: 'button', class: 'button quiet', onclick: () => print() }, t('common.print')),
        h('button', { type: 'button', class: 'button quiet', onclick: csv }, t('common.csv')),
      ),
  ];
  return { title: t('manual.title'), body };
}

/**
 * Why the sheet is empty. Certificates that are not reported are listed apart: the learner may enter those.
 * @param {ManualEntryList} data
 */
function whyNone(data) {
  if (data.not_reported.length) return 'none_reported';
  return data.ascp_has_all ? 'all' : 'none';
}

/** @param {ManualEntryView[]} items */
function table(items) {
  return tableOf({
    caption: t('manual.title'),
    columns: COLUMNS.map((name) => ({ title: t(`manual.columns.${name}`), isNumber: name === 'hours' })),
    rows: items.map(row),
  });
}

/** @param {ManualEntryView} one */
function row(one) {
  /**
   * @param {string} name
   * @param {string} className
   * @param {...Child} inside
   */
  const cell = (name, className, ...inside) =>
    h('td', { role: 'cell', class: className, 'data-label': t(`manual.columns.${name}`) }, inside);
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, written(one.title)),
    cell('provider', '', written(one.provider)),
    cell('date', '', day(one.date)),
    cell('hours', 'number', one.contact_hours),
    cell(
      'note',
      '',
      group(
        written(one.note),
        ' ',
        h('a', { class: 'no-print', href: `/organizer#${one.credit_id}` }, t('manual.mark')),
      ),
    ),
  );
}

/** Credits for staff: those of one person with their history, or a table of all that fit, with acts for many. */

import { group, h } from '../../elements/dom.js';
import { problemBox, unlessRefused } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { person } from '../../platform/session.js';
import { creditCard } from '../people/credit_card.js';
import { bulkSection } from './bulk.js';
import { creditTable } from './credit_table.js';
import { addressOf, filterForm, filterOf, isAsked, isOfOne, providerNames } from './filter.js';
import { csvButton } from './whole_list.js';

/** @import { StaffCreditPage } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Filter } from './filter.js' */

const A_PAGE = 50;

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = filterOf(query);
  const cursor = query.get('cursor');
  const limit = isOfOne(filter) ? 20 : A_PAGE;
  const asking = () => unlessRefused(call('GET', '/v1/staff/credits', { query: { ...filter, cursor, limit } }), null);
  const [{ data: found, problem }, names] = await Promise.all([
    isAsked(filter) ? asking() : { data: null, problem: undefined },
    providerNames(),
  ]);
  const body = [
    staffHead(t('staff.credits.title')),
    person()?.isOperator && h('p', {}, h('a', { href: '/staff/ambiguous' }, t('credit_table.queue.title'))),
    filterForm(filter, names),
    problem && problemBox(problem),
    found && results(found, filter, cursor),
  ];
  return { title: t('staff.credits.title'), body, width: isOfOne(filter) ? 'narrow' : undefined };
}

/**
 * @param {StaffCreditPage} found
 * @param {Filter} filter
 * @param {string | null} cursor
 */
function results(found, filter, cursor) {
  const next = found.next_cursor && addressOf({ ...filter, cursor: found.next_cursor });
  return group(
    h('p', { class: 'meta', role: 'status' }, count(found, cursor)),
    isOfOne(filter)
      ? h(
          'ul',
          { class: 'plain' },
          found.items.map((one) => creditCard(one)),
        )
      : table(found, filter),
    h(
      'p',
      { class: 'actions' },
      cursor && h('a', { class: 'button quiet', href: addressOf(filter) }, t('activities.first_page')),
      next && h('a', { class: 'button quiet', href: next }, t('activities.next_page')),
    ),
  );
}

/**
 * @param {StaffCreditPage} found
 * @param {Filter} filter
 */
function table(found, filter) {
  if (!found.items.length) return null;
  const bulk = bulkSection(found, filter);
  return group(csvButton(filter, found.total, bulk.onPage), creditTable(found.items, bulk.chooser), bulk.node);
}

/**
 * How many there are: all of them where the API counted, else only what is on this page.
 * @param {StaffCreditPage} found
 * @param {string | null} cursor
 */
function count(found, cursor) {
  const shown = found.items.length;
  if (found.more_than) return t('credit_table.more_than', { count: shown, total: found.more_than });
  if (found.total !== null && found.total > shown) return t('staff.credits.of', { count: shown, total: found.total });
  if (found.total === null && cursor) return t('staff.credits.further', { count: shown });
  return t(found.next_cursor && found.total === null ? 'staff.credits.first' : 'staff.credits.found', { count: shown });
}

/** The library, and the table of available activities: by kind, words and dates, page by page. */

import { activityHead, fetchPage } from '../../elements/activity_list.js';
import { h, written } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, unlessRefused } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { days, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { ActivitySummary } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const KINDS = ['live_meeting', 'teleconference', 'webinar', 'online'];
const FILTERS = ['kind', 'q', 'from', 'to', 'open'];
const LIMIT = 20;

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  if (!KINDS.includes(filter.kind)) filter.kind = '';
  if (filter.open !== 'true') filter.open = '';
  const number = Math.max(Math.trunc(Number(query.get('page'))), 1) || 1;
  const {
    data: { items, next },
    problem,
  } = await unlessRefused(
    fetchPage('/v1/activities', { query: { ...filter, limit: LIMIT }, open: true }, query.get('cursor')),
    { items: [], next: null },
  );
  const claiming = filter.open === 'true';
  const title = titleOf(filter.kind, claiming);
  const body = [
    h('h1', {}, title),
    h('p', { class: 'lead' }, claiming ? t('activities.available_lead') : t('activities.library_lead')),
    searchForm(filter),
    problem && problemBox(problem),
    items.length ? table(items, claiming) : !problem && nothing(filter),
    pages(filter, number, next),
  ];
  return { title, body };
}

/**
 * @param {string} kind
 * @param {boolean} claiming
 */
function titleOf(kind, claiming) {
  const known = KINDS.includes(kind);
  if (claiming) return known ? t('activities.claim_kind', { kind: t(`kinds.${kind}.many`) }) : t('activities.claim');
  return known ? t(`kinds.${kind}.many`) : t('activities.library');
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const words = field({ label: t('activities.search'), type: 'search', value: filter.q });
  const kinds = ['', ...KINDS].map((kind) =>
    h(
      'option',
      { value: kind, selected: kind === filter.kind },
      kind ? t(`kinds.${kind}.many`) : t('activities.any_kind'),
    ),
  );
  const kind = field({ label: t('activities.kind'), input: h('select', {}, kinds) });
  const from = field({ label: t('activities.from'), type: 'date', value: filter.from });
  const to = field({ label: t('activities.to'), type: 'date', value: filter.to });
  const open = h('input', { type: 'checkbox', checked: filter.open === 'true' });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const wanted = {
      kind: kind.input.value,
      q: words.input.value.trim(),
      from: from.input.value,
      to: to.input.value,
      open: open.checked ? 'true' : '',
    };
    go(address(wanted));
  };
  return h(
    'form',
    { role: 'search', onsubmit: send },
    h(
      'div',
      { class: 'search' },
      words.node,
      kind.node,
      h('button', { class: 'button quiet', type: 'submit' }, t('activities.find')),
    ),
    h(
      'details',
      { open: Boolean(filter.from || filter.to) },
      h('summary', {}, t('activities.more')),
      h('div', { class: 'search' }, from.node, to.node),
      h('label', { class: 'choice' }, open, h('span', {}, t('activities.only_open'))),
    ),
  );
}

/** @param {Record<string, string | null>} wanted */
function address(wanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length ? `/activities?${new URLSearchParams(given)}` : '/activities';
}

/**
 * @param {ActivitySummary[]} items
 * @param {boolean} claiming
 */
function table(items, claiming) {
  return tableOf({
    caption: claiming ? t('activities.available') : t('activities.library'),
    isCaptionShown: true,
    columns: ['activity', 'when', 'credit', 'provider'].map((name) => ({ title: t(`activities.columns.${name}`) })),
    rows: items.map(row),
  });
}

/** @param {ActivitySummary} one */
function row(one) {
  const offers = one.statements.map((offer, n) => [
    n > 0 && ', ',
    written(kindOf(offer.type).short_name),
    ` ${offer.maximum}`,
  ]);
  /**
   * @param {string} label
   * @param {...Child} inside
   */
  const cell = (label, ...inside) => h('td', { role: 'cell', 'data-label': label }, inside);
  return h(
    'tr',
    { role: 'row' },
    activityHead(one, `${t(`kinds.${one.kind}.one`)} · ${one.number}`),
    cell(t('activities.columns.when'), days(one.starts_on, one.ends_on)),
    cell(t('activities.columns.credit'), offers),
    cell(t('activities.columns.provider'), written(one.provider)),
  );
}

/** @param {Record<string, string>} filter */
function nothing(filter) {
  const searched = FILTERS.some((name) => name !== 'open' && filter[name]);
  return h(
    'div',
    { class: 'note' },
    h('p', {}, searched ? t('activities.none_found') : t('activities.none')),
    h(
      'p',
      {},
      h('a', { href: '/activities' }, t('activities.all')),
      ' · ',
      h('a', { href: '/help' }, t('activities.old')),
    ),
  );
}

/**
 * @param {Record<string, string>} filter
 * @param {number} number
 * @param {string | null} next
 */
function pages(filter, number, next) {
  if (number === 1 && !next) return null;
  return h(
    'nav',
    { class: 'pages', 'aria-label': t('activities.pages') },
    number > 1 && h('a', { class: 'button quiet', href: address(filter) }, t('activities.first_page')),
    h('span', {}, t('activities.page', { number })),
    next &&
      h(
        'a',
        { class: 'button quiet', href: address({ ...filter, page: String(number + 1), cursor: next }) },
        t('activities.next_page'),
      ),
  );
}

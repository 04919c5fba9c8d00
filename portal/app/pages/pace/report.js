/** The quarterly activity report of a provider: for paper and as CSV. */

import { h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { day, hasText, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { loadProviders } from '../../workbench/providers.js';
import { table } from './paper_table.js';

/** @import { QuarterlyReportView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const PATH = '/v1/staff/reports/pace-quarterly';
const DAYS = ['starts_on', 'ends_on'];
const NUMBERS = ['hours_offered', 'participants', 'certificates', 'hours_awarded'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const title = t('pace_lists.report.title');
  const [provider, year, quarter] = ['provider', 'year', 'quarter'].map((name) => query.get(name) ?? '');
  const asked = await asking({ provider, year, quarter });
  if (!provider) return { title, body: [staffHead(title), asked], width: 'narrow' };
  const given = { provider, year, quarter };
  /** @type {{data: QuarterlyReportView}} */
  const { data } = await call('GET', PATH, { query: given });
  const days = { from: day(data.first_day), to: day(data.last_day) };
  const body = [
    staffHead(t('pace_lists.report.of', { provider: data.display_name, year, quarter })),
    h('p', {}, t('pace_lists.report.days', days)),
    printAndSave({ path: PATH, query: given, name: `pace-${provider}-${year}-q${quarter}.csv` }),
    data.programs.length ? programs(data) : h('p', { class: 'note' }, t('pace_lists.report.none')),
    h('div', { class: 'no-print' }, asked),
  ];
  return { title, body };
}

/** @param {QuarterlyReportView} data */
function programs({ columns, programs }) {
  const heads = columns.map(({ id, heading }) => ({
    title: heading,
    isNumber: NUMBERS.includes(id) || id.startsWith('mean_'),
    isLong: id === 'title',
  }));
  return h(
    'div',
    { class: 'wide', role: 'region', 'aria-label': t('pace_lists.report.title'), tabindex: '0' },
    table(
      t('pace_lists.report.title'),
      heads,
      programs.map(({ values }) => columns.map(({ id }) => worded(id, values[id]) || '–')),
    ),
  );
}

/**
 * What the page says for a value of the file.
 * @param {string} id of the column
 * @param {string} [value]
 */
function worded(id, value) {
  const key = { kind: `kinds.${value}.one`, level: `levels.${value}` }[id];
  if (key) return hasText(key) ? t(key) : value;
  return value && DAYS.includes(id) ? day(value) : value;
}

/** @param {{provider: string, year: string, quarter: string}} given */
async function asking(given) {
  const today = new Date();
  // The quarter before this one is the one that is due.
  const due = new Date(today.getFullYear(), today.getMonth() - 3, 1);
  const own = (await loadProviders()).map(({ value, label }) => [value, label]);
  const provider = pick('provider', own, given.provider);
  const year = field({
    label: t('pace_lists.report.year'),
    type: 'number',
    min: '2010',
    max: '2100',
    required: true,
    value: given.year || String(due.getFullYear()),
  });
  const chosen = given.quarter || String(Math.floor(due.getMonth() / 3) + 1);
  const quarter = pick(
    'quarter',
    ['1', '2', '3', '4'].map((n) => [n, n]),
    chosen,
  );
  const fields = { provider, year, quarter };
  const send = () => {
    const wanted = Object.entries(fields).map(([name, one]) => [name, one.input.value.trim()]);
    return go(`/staff/quarterly?${new URLSearchParams(wanted)}`);
  };
  return form({ fields: [year], label: t('pace_lists.report.show'), send }, provider.node, year.node, quarter.node)
    .node;
}

/**
 * @param {string} name
 * @param {string[][]} options value and label
 * @param {string} chosen
 */
function pick(name, options, chosen) {
  const input = h(
    'select',
    {},
    options.map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
  );
  return field({ label: t(`pace_lists.report.${name}`), input });
}

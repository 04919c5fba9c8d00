/** Which column of a chosen file is which: a list for each, with the columns of the file and their first cells. */

import { announce } from '../elements/announcements.js';
import { fill, h } from '../elements/dom.js';
import { fileIn } from '../elements/file_field.js';
import { field } from '../elements/forms.js';
import { wordsFor } from '../elements/problem_box.js';
import { tableOf } from '../elements/table.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';

/** @import { FileColumnView, FileColumnsView } from '#api' */
/** @import { Field } from '../elements/forms.js' */

/** @typedef {{name: string, label: string, isNeeded?: boolean}} WantedColumn `name` is the parameter of the upload */

/**
 * The lists for the file in `file`, which fill when one is chosen. `values()` are the columns that the upload would not
 * take by itself.
 * @param {object} options
 * @param {'badges' | 'groups' | 'attendance' | 'sessions'} options.of the kind of the file
 * @param {Field<HTMLInputElement>} options.file
 * @param {WantedColumn[]} options.columns
 */
export function columnChoice({ of, file, columns }) {
  const place = h('div', { class: 'columns-of-file' }, h('p', { class: 'hint' }, t('file_columns.first')));
  /** @type {{name: string, found: string, one: Field<HTMLSelectElement>}[]} */
  let lists = [];
  let newest = 0;
  const look = async () => {
    const mine = ++newest;
    lists = [];
    const isChosen = Boolean(file.input.files?.length);
    fill(place, h('p', { class: 'hint' }, t(`file_columns.${isChosen ? 'reading' : 'first'}`)));
    if (!isChosen) return;
    try {
      // As bytes: text that is not UTF-8 would not come whole.
      const options = { query: { of }, body: fileIn(file), type: 'application/octet-stream' };
      /** @type {{data: FileColumnsView}} */
      const { data } = await call('POST', '/v1/staff/columns', options);
      if (mine !== newest) return;
      lists = columns.map((column) => ({ name: column.name, ...listOf(column, data) }));
      fill(place, contents(lists, data));
      const missing = lists.filter(({ one }) => one.input.required && !one.input.value).length;
      announce(t('file_columns.read', { count: data.columns.length }) + (missing ? ` ${t('file_columns.ask')}` : ''));
    } catch (error) {
      if (mine !== newest) return;
      fill(place);
      const { title, detail } = wordsFor(error);
      file.complain(detail || title);
      announce(detail || title, { now: true });
    }
  };
  file.input.addEventListener('change', look);
  return {
    node: place,
    fields: () => lists.map(({ one }) => one),
    values: () =>
      Object.fromEntries(
        lists
          .map(({ name, found, one }) => [name, one.input.value, found])
          .filter(([, is, found]) => is && is !== found),
      ),
  };
}

/**
 * The list for one column: what would be taken is chosen.
 * @param {WantedColumn} column
 * @param {FileColumnsView} data
 */
function listOf({ name, label, isNeeded = false }, data) {
  const found = data.found[name] ?? '';
  const none = h('option', { value: '' }, t(isNeeded ? 'file_columns.choose' : 'file_columns.none'));
  const options = data.columns.map((one) => h('option', { value: one.name, selected: one.name === found }, one.name));
  // Where one is found, that there is none cannot be said: the upload would take it all the same.
  const select = h('select', { required: isNeeded }, !found && none, options);
  const cells = h('bdi', { 'aria-live': 'polite' });
  const show = () => {
    const chosen = data.columns.find((one) => one.name === select.value);
    cells.textContent = chosen ? t('file_columns.cells', { cells: cellsOf(chosen) }) : '';
  };
  select.addEventListener('change', show);
  show();
  return { found, one: field({ label, hint: cells, input: select }) };
}

/**
 * @param {{one: Field<HTMLSelectElement>}[]} lists
 * @param {FileColumnsView} data
 */
function contents(lists, data) {
  const titles = ['column', 'cells_title'].map((key) => t(`file_columns.${key}`));
  /** @param {FileColumnView} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      [one.name, cellsOf(one)].map((text, n) => h('td', { role: 'cell', 'data-label': titles[n] }, h('bdi', {}, text))),
    );
  const table = tableOf({
    caption: t('file_columns.all'),
    columns: titles.map((title) => ({ title })),
    rows: data.columns.map(row),
    hasLines: true,
  });
  return h(
    'fieldset',
    { class: 'parts' },
    h('legend', {}, t('file_columns.title')),
    h('p', { class: 'hint' }, t('file_columns.from_line', { line: data.line })),
    lists.map(({ one }) => one.node),
    h('details', {}, h('summary', {}, t('file_columns.all')), table),
  );
}

/** @param {FileColumnView} one */
const cellsOf = (one) => one.cells.filter((cell) => cell).join(' · ') || t('file_columns.empty');

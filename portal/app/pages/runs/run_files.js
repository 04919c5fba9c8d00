/** The files that a run read, as a table: what became of each, and its rejected rows to read and to download. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';
import { handedBackOf } from '../../intake/rejected_rows.js';

/** @import { RunFile, RunView } from '#api' */

const COUNTS = /** @type {const} */ (['rows', 'credits', 'repeats', 'rejected']);
const COLUMNS = ['name', 'standing', ...COUNTS, 'more'];
const BADGES = { taken: '', refused: 'bad', put_off: 'warn', begun: 'warn' };

/** @param {RunView} run */
export function runFiles(run) {
  if (!run.files.length) return null;
  const day = run.started_at.slice(0, 10);
  const made = run.files.map((file) => line(file, day));
  return [
    h('h3', {}, t('nights.files.title')),
    tableOf({
      caption: t('nights.files.title'),
      columns: COLUMNS.map((name) => ({ title: t(`nights.files.${name}`), isNumber: isCount(name) })),
      rows: made.map((one) => one.row),
      hasLines: true,
    }),
    run.file_count > run.files.length && h('p', { class: 'hint' }, t('nights.files.some', { count: run.files.length })),
    made.map((one) => one.place),
  ];
}

/** @param {string} name */
const isCount = (name) => COUNTS.some((one) => one === name);

/**
 * @param {RunFile} file
 * @param {string} day
 */
function line(file, day) {
  const counts = { rejected: file.rejected + Number(file.outcome === 'refused'), noted: file.noted };
  const back =
    counts.rejected + counts.noted > 0
      ? handedBackOf(
          file.file_id
            ? { path: `/v1/staff/files/${file.file_id}/rejected`, name: file.key, counts }
            : { path: `/v1/staff/runs/${day}/rejected`, query: { key: file.key }, name: file.key, counts },
          'h4',
        )
      : null;
  const href = `/staff/files?${new URLSearchParams({ file: file.file_id ?? '' })}`;
  const name = h('bdi', {}, file.key);
  const inside = [
    h('span', { class: `badge ${BADGES[file.outcome]}` }, t(`nights.files.outcomes.${file.outcome}`)),
    ...COUNTS.map((count) => String(file[count])),
    [more(file).map((text) => h('p', {}, h('bdi', {}, text))), back?.button],
  ];
  const cells = inside.map((value, n) => {
    const column = COLUMNS[n + 1];
    const attributes = { role: 'cell', class: isCount(column) && 'number', 'data-label': t(`nights.files.${column}`) };
    return h('td', attributes, value);
  });
  const head = h('th', { scope: 'row', role: 'rowheader' }, file.file_id ? h('a', { href }, name) : name);
  const place = back && h('section', { 'aria-label': t('nights.files.back_of', { name: file.key }) }, back.place);
  return { row: h('tr', { role: 'row' }, head, cells), place };
}

/** @param {RunFile} file */
function more(file) {
  return [
    file.message,
    file.members !== null && t('nights.files.members', { count: file.members }),
    file.noted > 0 && t('nights.files.noted', { count: file.noted }),
    file.behind !== null && t('nights.files.behind', { line: file.behind }),
    file.again_on && t('uploads.again_on', { day: file.again_on }),
  ].filter((text) => typeof text === 'string');
}

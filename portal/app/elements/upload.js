/** Uploading a file for staff: it can be checked first without saving, and each error has its place. */

import { call } from '../platform/api.js';
import { Problem } from '../platform/problems.js';
import { announce } from './announcements.js';
import { fill, h, newId } from './dom.js';
import { fileField, fileIn } from './file_field.js';
import { complete } from './forms.js';
import { showProblem, titleOf } from './problem_box.js';
import { tableOf } from './table.js';
import { t } from './words.js';

/** @import { ProblemView } from '#api' */
/** @import { Field } from './forms.js' */

/** @typedef {{path: string, type: string, query?: Record<string, string>}} UploadRequest */

/**
 * @typedef {object} UploadOptions
 * @property {string} id
 * @property {string} title
 * @property {string} about
 * @property {string} accept
 * @property {Field[]} [fields] that must be filled in
 * @property {(file: File) => UploadRequest | Promise<UploadRequest>} request
 * @property {boolean} [dry] whether it can be checked first
 * @property {(data: any, isDry: boolean) => string} told describes the result, or what it would be
 */

/**
 * A form that uploads one file.
 * @param {UploadOptions} options
 */
export function uploadForm({ id, title, about, accept, fields = [], request, dry = true, told }) {
  const file = fileField({ label: t('upload.file'), accept });
  const place = h('div', { 'aria-live': 'polite' });
  let busy = false;

  /** @param {boolean} isDry */
  const send = async (isDry) => {
    if (busy || !complete([...fields, file])) return;
    busy = true;
    try {
      const given = fileIn(file);
      const { path, type, query } = await request(given);
      const asked = { ...query, ...(isDry && { dry_run: 'true' }) };
      const { data } = await call('PUT', path, { query: asked, body: given, type });
      const said = `${t(isDry ? 'upload.checked' : 'upload.done')} ${told(data, isDry)}`;
      fill(place, h('p', { class: 'note ok' }, said));
      announce(said);
    } catch (error) {
      if (error instanceof Problem && error.errors.length) fill(place, errorTable(error));
      else showProblem(place, error, { level: 'h3' });
    } finally {
      busy = false;
    }
  };

  const check = h('button', { type: 'button', class: 'button quiet', onclick: () => send(true) }, t('upload.check'));
  const submit = h('button', { type: 'submit', class: 'button' }, t('upload.send'));
  const heading = newId(id);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': heading },
    h('h2', { id: heading }, title),
    h('p', {}, about),
    h(
      'form',
      {
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          send(false);
        },
      },
      fields.map((one) => one.node),
      file.node,
      h('div', { class: 'actions' }, dry && check, submit),
    ),
    place,
  );
}

/**
 * The errors of a file by line and column; of a document by path.
 * @param {Problem} error
 */
function errorTable(error) {
  const lined = error.errors.some((one) => one.path.startsWith('lines['));
  const columns = lined ? ['line', 'column', 'problem'] : ['place', 'problem'];
  /** @param {ProblemView} one */
  const cells = (one) => {
    const [, line = '', column = one.path] = one.path.match(/^lines\[(\d+)\]\.?(.*)$/) ?? [];
    return lined ? [line, column, one.message] : [one.path || '–', one.message];
  };
  /** @param {ProblemView} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      cells(one).map((text, n) => h('td', { role: 'cell', 'data-label': t(`upload.columns.${columns[n]}`) }, text)),
    );
  const box = h(
    'div',
    { class: 'note bad', tabindex: '-1', 'data-code': error.code },
    h('p', {}, titleOf(error.code), ' ', t('upload.errors', { count: error.errors.length })),
  );
  const table = tableOf({
    caption: t('upload.error_list'),
    columns: columns.map((name) => ({ title: t(`upload.columns.${name}`) })),
    rows: error.errors.map(row),
    hasLines: true,
  });
  return [box, table];
}

/** Uploading a file for staff: it can be checked first without saving, and each error has its place. */

import { announce } from '../frame/shell.js';
import { call } from '../platform/api.js';
import { Problem, showProblem } from '../platform/problems.js';
import { fill, h, newId } from './dom.js';
import { complete, field } from './forms.js';
import { t } from './words.js';

/**
 * A form that uploads one file. `request(file, text)` returns `{path, type, fields}`, where `fields` are required; `dry`
 * says whether it can be checked first; `told(data, isDry)` describes the result, or what it would be.
 */
export function uploadForm({ id, title, about, accept, fields = [], request, dry = true, told }) {
  const file = field({ label: t('upload.file'), input: h('input', { type: 'file', accept, required: true }) });
  const place = h('div', { 'aria-live': 'polite' });
  let busy = false;

  const send = async (isDry) => {
    if (busy || !complete([...fields, file])) return;
    busy = true;
    try {
      const [given] = file.input.files;
      const { path, type } = await request(given);
      const { data } = await call('PUT', path, { query: isDry ? { dry_run: 'true' } : {}, body: given, type });
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
        onsubmit: (event) => {
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

/** The errors of a file by line and column; of a document by path. */
function errorTable(error) {
  const lined = error.errors.some((one) => one.path.startsWith('lines['));
  const columns = lined ? ['line', 'column', 'problem'] : ['place', 'problem'];
  const cells = (one) => {
    const [, line = '', column = one.path] = one.path.match(/^lines\[(\d+)\]\.?(.*)$/) ?? [];
    return lined ? [line, column, one.message] : [one.path || '–', one.message];
  };
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      cells(one).map((text, n) => h('td', { role: 'cell', 'data-label': t(`upload.columns.${columns[n]}`) }, text)),
    );
  const box = h(
    'div',
    { class: 'note bad', tabindex: '-1', 'data-code': error.code },
    h('p', {}, t(`problems.codes.${error.code}`), ' ', t('upload.errors', { count: error.errors.length })),
  );
  const table = h(
    'table',
    { class: 'table lines', role: 'table' },
    h('caption', { class: 'unseen' }, t('upload.error_list')),
    h(
      'thead',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row' },
        columns.map((name) => h('th', { scope: 'col', role: 'columnheader' }, t(`upload.columns.${name}`))),
      ),
    ),
    h('tbody', { role: 'rowgroup' }, error.errors.map(row)),
  );
  return [box, table];
}

/** Uploading a file for staff: it can be checked first without saving, and each error has its place. */

import { announce } from '../elements/announcements.js';
import { fill, h, newId } from '../elements/dom.js';
import { fileField, fileIn, forgetsWith } from '../elements/file_field.js';
import { complete } from '../elements/forms.js';
import { showProblem, titleOf } from '../elements/problem_box.js';
import { tableOf } from '../elements/table.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { Problem } from '../platform/problems.js';
import { notNow, question } from '../workbench/questions.js';
import { columnChoice } from './columns.js';

/** @import { ProblemView } from '#api' */
/** @import { Answer } from '../platform/api.js' */
/** @import { Child } from '../elements/dom.js' */
/** @import { Field } from '../elements/forms.js' */
/** @import { WantedColumn } from './columns.js' */

/** @typedef {{path: string, type: string, query?: Record<string, string>}} UploadRequest */

/** @typedef {{ask: string, about: Child, seen: string | null}} Replaced `seen` is the version that would be replaced */

/**
 * @typedef {object} UploadOptions
 * @property {string} id
 * @property {string} title
 * @property {string} about
 * @property {string} accept
 * @property {Field[]} [fields] that must be filled in
 * @property {{of: 'badges' | 'groups', columns: WantedColumn[]}} [columns] those of the file that are chosen
 * @property {(file: File) => UploadRequest | Promise<UploadRequest>} request
 * @property {boolean} [dry] whether it can be checked first
 * @property {(data: any, isDry: boolean) => string} told describes the result, or what it would be
 * @property {(answer: Answer, file: File) => Replaced | null | Promise<Replaced | null>} [replaces] what the file would
 * replace of somebody's work: it is asked first, and nothing is replaced that changed since
 */

/**
 * A form that uploads one file.
 * @param {UploadOptions} options
 */
export function uploadForm({ id, title, about, accept, fields = [], columns, request, dry = true, told, replaces }) {
  const file = fileField({ label: t('upload.file'), accept });
  const chosen = columns && columnChoice({ ...columns, file });
  const place = h('div', { 'aria-live': 'polite' });
  forgetsWith(file, place);
  let busy = false;

  /**
   * @param {boolean} isDry
   * @param {string | null} [seen] the version that is replaced, as the reader has agreed
   */
  const send = async (isDry, seen = null) => {
    if (busy || !complete([...fields, file, ...(chosen?.fields() ?? [])])) return;
    busy = true;
    try {
      const given = fileIn(file);
      const { path, type, query } = await request(given);
      /** @param {boolean} isTried */
      const put = (isTried) => {
        const asked = { ...query, ...chosen?.values(), ...(isTried && { dry_run: 'true' }) };
        return call('PUT', path, { query: asked, body: given, type, ifMatch: seen });
      };
      const replaced = !isDry && !seen && replaces ? await replaces(await put(true), given) : null;
      if (replaced) return ask(replaced);
      const { data } = await put(isDry);
      const said = `${t(isDry ? 'upload.checked' : 'upload.done')} ${told(data, isDry)}`;
      fill(place, h('p', { class: 'note ok', tabindex: '-1' }, said));
      if (seen && place.firstElementChild instanceof HTMLElement) place.firstElementChild.focus();
      announce(said);
    } catch (error) {
      if (error instanceof Problem && error.errors.length) fill(place, errorTable(error));
      else showProblem(place, error, { level: 'h3' });
    } finally {
      busy = false;
    }
  };

  /** @param {Replaced} replaced */
  const ask = ({ ask: title, about: what, seen }) => {
    const replace = { label: t('upload.replace'), act: () => send(false, seen) };
    const node = question(title, what, [replace, notNow(t('upload.not_now'), place)]);
    fill(place, node);
    node.focus();
  };

  return card({ id, title, about, dry, send, place }, [...fields, file, ...(chosen ? [chosen] : [])]);
}

/**
 * @param {{id: string, title: string, about: string, dry: boolean, send: (isDry: boolean) => unknown, place:
 * HTMLElement}} options
 * @param {{node: HTMLElement}[]} fields
 */
function card({ id, title, about, dry, send, place }, fields) {
  const check = h('button', { type: 'button', class: 'button quiet', onclick: () => send(true) }, t('upload.check'));
  const submit = h('button', { type: 'submit', class: 'button' }, t('upload.send'));
  const heading = newId(id);
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    send(false);
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': heading },
    h('h2', { id: heading }, title),
    h('p', {}, about),
    h(
      'form',
      { novalidate: true, onsubmit },
      fields.map((one) => one.node),
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

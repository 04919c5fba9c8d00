/** Sessions of a draft from a CSV or Excel file: checked first, then taken, with each line of the file. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { fileField, fileIn, forgetsWith } from '../../elements/file_field.js';
import { complete, tick } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { save } from '../../frame/save_file.js';
import { oneAtATime } from '../../frame/staff_page.js';
import { columnChoice } from '../../intake/columns.js';
import { call } from '../../platform/api.js';
import { draftPath, openDraft } from '../../workbench/draft.js';
import { listIn } from '../../workbench/fields.js';
import { takenSessions } from '../../workbench/session_report.js';
import { isZone } from '../../workbench/times.js';

/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Opened } from '../../workbench/draft.js' */

const COLUMNS = /** @type {const} */ ([
  'session_id',
  'title',
  'speakers',
  'track',
  'date',
  'starts_at',
  'ends_at',
  'minutes',
  'credits',
]);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const opened = await openDraft(values.activity);
  const { document, id } = opened;
  const form = `/staff/library/${encodeURIComponent(id)}`;
  const title = t('session_files.of', { title: document.title || t('workbench.untitled') });
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: form }, t('workbench.back'))),
    h('h1', {}, title),
    isZone(document.time_zone) ? bench(opened) : h('p', { class: 'note warn' }, t('session_files.no_zone')),
  ];
  return { title, body };
}

/** @param {Opened} opened */
function bench(opened) {
  const path = `${draftPath(opened.id)}/sessions`;
  const place = h('div', {});
  const download = () =>
    save(path, { accept: 'text/csv', name: `sessions-${opened.id}.csv` }).catch((error) => showProblem(place, error));
  const lead = h('p', {});
  /** @param {number} count */
  const say = (count) => {
    lead.textContent = t('session_files.lead', { count, zone: opened.document.time_zone.replace(/_/g, ' ') });
  };
  say(listIn(opened.document.sessions).length);
  return [
    lead,
    h('p', {}, t('session_files.about')),
    h('p', {}, t('session_files.matching')),
    h('p', {}, h('button', { type: 'button', class: 'button quiet', onclick: download }, t('session_files.download'))),
    uploading(opened, path, place, say),
    place,
  ];
}

/**
 * @param {Opened} opened
 * @param {string} path
 * @param {HTMLElement} place
 * @param {(count: number) => void} say how many sessions the draft has
 */
function uploading(opened, path, place, say) {
  const file = fileField({ label: t('upload.file'), accept: '.csv,.tsv,.txt,.xlsx,text/csv' });
  forgetsWith(file, place);
  const remove = tick({ label: t('session_files.remove') });
  const chosen = columnChoice({
    of: 'sessions',
    file,
    columns: COLUMNS.map((name) => ({
      name: `${name}_column`,
      label: t(`session_files.columns.${name}`),
      isNeeded: name === 'title',
    })),
  });
  const act = oneAtATime((error) => showProblem(place, error));
  /** @param {boolean} isDry */
  const send = (isDry) =>
    act(async () => {
      if (!complete([file, ...chosen.fields()])) return;
      const query = {
        ...chosen.values(),
        ...(remove.input.checked && { remove_missing: 'true' }),
        ...(isDry && { dry_run: 'true' }),
      };
      // As bytes: text that is not UTF-8 would not come whole.
      const options = { query, body: fileIn(file), type: 'application/octet-stream', ifMatch: opened.etag };
      const { data, etag } = await call('PUT', path, options);
      opened.etag = etag;
      const made = takenSessions(data);
      fill(place, made.node);
      made.node.focus();
      if (data.saved) say(data.sessions);
      announce(made.said);
    });
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    send(false);
  };
  const check = h('button', { type: 'button', class: 'button quiet', onclick: () => send(true) }, t('upload.check'));
  const take = h('button', { type: 'submit', class: 'button' }, t('session_files.take'));
  const actions = h('div', { class: 'actions' }, check, take);
  return h('form', { novalidate: true, onsubmit: submit }, file.node, chosen.node, remove.node, actions);
}

/** Staff hand in a report of attendance: checked first, then recorded, with each row of the file. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { fileField, fileIn, forgetsWith } from '../../elements/file_field.js';
import { complete, field } from '../../elements/forms.js';
import { showProblem, wordsFor } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { oneAtATime, staffHead } from '../../frame/staff_page.js';
import { columnChoice } from '../../intake/columns.js';
import { call } from '../../platform/api.js';
import { codeOf } from '../../platform/problems.js';
import { zones } from '../../workbench/times.js';
import { report } from './report.js';

/** @import { Activity } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const COLUMNS = /** @type {const} */ (['email_column', 'name_column', 'join_column', 'leave_column', 'minutes_column']);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const id = query.get('activity') ?? '';
  const title = t('attendance_reports.title');
  if (!id) return askForActivity(title, '/staff/attendance_reports', t('attendance_reports.open'));
  const { data } = await call('GET', `/v1/staff/activities/${encodeURIComponent(id)}`);
  return { title, body: [staffHead(t('attendance_reports.of', { title: data.title })), about(data), uploading(data)] };
}

/** @param {Activity} activity */
function about(activity) {
  const rule = activity.attendance
    ? t('attendance_reports.required', { share: activity.attendance.share ?? 80 })
    : t('attendance_reports.not_required');
  return [h('p', {}, t('attendance_reports.about')), h('p', { class: 'note' }, rule)];
}

/** @param {Activity} activity */
function uploading(activity) {
  const file = fileField({ label: t('upload.file'), accept: '.csv,.tsv,.txt,.xlsx,text/csv' });
  const given = settings(activity);
  const chosen = columnChoice({
    of: 'attendance',
    file,
    columns: COLUMNS.map((name) => ({
      name,
      label: t(`attendance_reports.columns.${name}`),
      isNeeded: name === 'email_column',
    })),
  });
  const place = h('div', {});
  forgetsWith(file, place);
  /** @type {Record<string, {input: HTMLElement, complain: (text?: string) => void}>} */
  const places = {
    attendance_unreadable: file,
    attendance_session_needed: given.session,
    attendance_session_unknown: given.session,
  };
  const act = oneAtATime((error) => {
    const where = places[codeOf(error) ?? ''];
    if (!where) return showProblem(place, error);
    const { title, detail } = wordsFor(error);
    fill(place);
    where.complain(detail || title);
    where.input.focus();
    announce(detail || title, { now: true });
  });
  /** @param {boolean} isDry */
  const send = (isDry) =>
    act(async () => {
      if (!complete([file, ...chosen.fields()])) return;
      const body = fileIn(file);
      const path = `/v1/staff/activities/${encodeURIComponent(activity.id)}/attendance`;
      const query = { ...given.values(), ...chosen.values(), file_name: body.name, ...(isDry && { dry_run: 'true' }) };
      const { data } = await call('POST', path, { query, body, type: 'application/octet-stream' });
      fill(place, report(data, activity));
      announce(t(isDry ? 'attendance_reports.checked' : 'attendance_reports.done'));
    });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send(false);
  };
  const check = h('button', { type: 'button', class: 'button quiet', onclick: () => send(true) }, t('upload.check'));
  const record = h('button', { type: 'submit', class: 'button' }, t('upload.send'));
  const actions = h('div', { class: 'actions' }, check, record);
  return [h('form', { novalidate: true, onsubmit: submit }, file.node, chosen.node, given.nodes, actions), place];
}

/**
 * How the file is to be read.
 * @param {Activity} activity
 */
function settings(activity) {
  const options = activity.sessions.map((one) => h('option', { value: one.id }, one.title));
  const select = h('select', {}, h('option', { value: '' }, t('attendance_reports.by_times')), options);
  const session = field({
    label: t('attendance_reports.session'),
    hint: t('attendance_reports.session_hint'),
    input: select,
  });
  const named = [...new Set([activity.time_zone, ...zones()])].map((one) =>
    h('option', { value: one, selected: one === activity.time_zone }, one.replace(/_/g, ' ')),
  );
  const zone = field({ label: t('attendance_reports.zone'), input: h('select', {}, named) });
  return {
    session,
    nodes: [session.node, zone.node],
    values: () => {
      const all = [
        ['session', select.value],
        ['time_zone', zone.input.value],
      ];
      return Object.fromEntries(all.filter(([, value]) => value));
    },
  };
}

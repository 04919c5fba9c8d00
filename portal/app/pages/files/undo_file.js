/** The undo of a file: first a dry run, then the undo; how far it is, and what became of each row. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { follow } from '../../elements/follow.js';
import { showProblem } from '../../elements/problem_box.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { act } from '../staff/actions.js';

/** @import { FileWithUndo, UndoneRow, UndoView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

const EVERY = 3_000; // milliseconds

/**
 * The section, `watch` to follow what is under way, and `leave` to end that.
 * @param {FileWithUndo} first
 */
export function undoSection(first) {
  const path = `/v1/staff/files/${encodeURIComponent(first.file_id)}`;
  const now = h('div', {});
  const { look, watch, leave } = follow(first, {
    read: async () => (await call('GET', path)).data,
    isUnderWay,
    changed: (file, before) => {
      // What somebody reads or types stays, unless there is something new.
      if (JSON.stringify(file) !== JSON.stringify(before)) fill(now, contents(file, path, ask));
      if (isUnderWay(before) && !isUnderWay(file)) announce(said(latest(file)));
    },
    every: EVERY,
  });
  /**
   * @param {string} reason
   * @param {boolean} dryRun
   */
  const ask = async (reason, dryRun) => {
    await call('POST', `${path}/undo`, { json: { reason, dry_run: dryRun } });
    await look();
  };
  fill(now, contents(first, path, ask));
  const node = h(
    'section',
    { class: 'card', 'aria-labelledby': 'undo' },
    h('h2', { id: 'undo' }, t('files.undo.title')),
    h('p', {}, t('files.undo.about')),
    now,
  );
  return { node, watch, leave };
}

/**
 * @param {FileWithUndo} file
 * @param {string} path
 * @param {(reason: string, dryRun: boolean) => Promise<void>} ask
 * @returns {Child}
 */
function contents(file, path, ask) {
  const shown = [file.dry_run, file.undo].filter((one) => one !== null).sort(byTime);
  const parts = shown.map((one) => result(one, file, path));
  if (isUnderWay(file)) return parts;
  const about = t('files.undo.reason_about');
  const trial = act({ label: t('files.undo.try'), about, send: (reason) => ask(reason, true) });
  const real = act({
    label: t('files.undo.do'),
    about,
    danger: true,
    send: (reason) => ask(reason, false),
  });
  // First what would happen, then the undo.
  const possible =
    file.dry_run?.state === 'done' && file.dry_run.undone + file.dry_run.asked > 0 ? [trial, real] : [trial];
  return [
    parts,
    h(
      'p',
      { class: 'actions' },
      possible.map((one) => one.button),
    ),
    possible.map((one) => one.place),
  ];
}

/**
 * @param {UndoView} one
 * @param {UndoView} other
 */
function byTime(one, other) {
  return one.requested_at < other.requested_at ? -1 : 1;
}

/** @param {FileWithUndo} file */
function latest(file) {
  return /** @type {UndoView} */ (
    [file.dry_run, file.undo]
      .filter((one) => one !== null)
      .sort(byTime)
      .pop()
  );
}

/** @param {UndoView | null} undo */
function isOpen(undo) {
  return undo?.state === 'waiting' || undo?.state === 'working';
}

/** @param {FileWithUndo} file */
function isUnderWay(file) {
  return isOpen(file.undo) || isOpen(file.dry_run);
}

/** @param {UndoView} undo */
function said(undo) {
  const which = undo.dry_run ? 'dry_run' : 'real';
  if (undo.state === 'failed') return t(`files.undo.problems.${undo.problem ?? 'unexpected'}`);
  return t(`files.undo.${which}.${undo.state}`, {
    moment: moment(undo.finished_at ?? undo.requested_at),
    rows: undo.rows,
    count: undo.undone,
  });
}

/**
 * @param {UndoView} undo
 * @param {FileWithUndo} file
 * @param {string} path
 */
function result(undo, file, path) {
  const title = h('h3', {}, t(`files.undo.${undo.dry_run ? 'dry_run' : 'real'}.title`));
  if (isOpen(undo)) {
    const bar = h('progress', { 'aria-label': title.textContent, max: Math.max(1, file.rows), value: undo.rows });
    return [title, h('p', { class: 'note' }, said(undo)), bar];
  }
  const asked = undo.asked > 0 && t(`files.undo.${undo.dry_run ? 'dry_run' : 'real'}.asked`, { count: undo.asked });
  const kind = undo.state === 'failed' || undo.failed > 0 ? 'bad' : 'ok';
  const reasons = Object.entries(undo.reasons).map(([reason, count]) =>
    h('li', {}, t(`files.undo.reasons.${reason}`), ': ', String(count)),
  );
  return [
    title,
    h('p', { class: `note ${kind}` }, said(undo)),
    asked && h('p', { class: 'note' }, asked),
    h('p', { class: 'hint' }, t('files.undo.why', { why: undo.why })),
    reasons.length > 0 && [h('p', {}, t('files.undo.others')), h('ul', {}, reasons)],
    undo.rows > 0 && rowsOf(undo, path),
  ];
}

/**
 * A button that shows what became of each row, page by page.
 * @param {UndoView} undo
 * @param {string} path
 */
function rowsOf(undo, path) {
  const list = h('ul', {});
  const problems = h('div', {});
  /** @type {string | null} */
  let cursor = null;
  const more = async () => {
    try {
      const query = { dry_run: String(undo.dry_run), limit: '100', cursor };
      const { data } = await call('GET', `${path}/undo`, { query });
      list.append(...data.items.map(line));
      cursor = data.next_cursor;
      button.textContent = t('files.undo.more_rows');
      button.hidden = !cursor;
    } catch (error) {
      showProblem(problems, error);
    }
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: more }, t('files.undo.rows'));
  return h('div', {}, list, problems, h('p', { class: 'actions' }, button));
}

/** @param {UndoneRow} row */
function line(row) {
  const became = t(`files.undo.outcomes.${row.outcome}`);
  const why = row.reason && ` (${t(`files.undo.reasons.${row.reason}`)})`;
  const name = row.credit_id
    ? h(
        'a',
        { href: `/staff/credits?${new URLSearchParams({ credit_id: row.credit_id })}` },
        h('bdi', {}, row.reference),
      )
    : h('bdi', {}, row.reference);
  return h('li', {}, t('files.undo.line', { line: row.line }), ' ', name, ': ', became, why);
}

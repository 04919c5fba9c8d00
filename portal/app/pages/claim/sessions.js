/** The sessions of a claim: the whole program by day, with search; each session is claimed and evaluated in place. */

import { openSaver } from '../../claim/claim_saver.js';
import { disclosuresRead, loadAttendance, loadClaim, loadProgram } from '../../claim/load.js';
import { byDay } from '../../claim/sessions/by_day.js';
import { CarriedAnswers } from '../../claim/sessions/carried_answers.js';
import { SessionFilter } from '../../claim/sessions/session_filter.js';
import { SessionRow } from '../../claim/sessions/session_row.js';
import { totalsBar } from '../../claim/sessions/totals_bar.js';
import { stepHead } from '../../claim/steps.js';
import { forgetRefused } from '../../claim/unsaved.js';
import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { t, weekday } from '../../elements/words.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { ClaimView, EvaluatedSessionView, PublicActivity, PublicSession } from '#api' */
/** @import { Saver } from '../../claim/claim_saver.js' */
/** @import { Notify } from '../../claim/claim_sender.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values, query }) {
  const { claim, etag, activity } = await loadClaim(values.claim);
  const moved = elsewhere(activity, claim);
  if (moved) return { moved: `/claims/${claim.claim_id}/${moved}` };
  const [program, attendance] = await Promise.all([loadProgram(activity.id), loadAttendance(claim.claim_id)]);
  /** @type {Notify} */
  const notify = (what, details) => {
    if (what === 'elsewhere') {
      fill(news, changesBox(details.changes));
      announce(`${t('changes.title')} ${details.changes.join(' ')}`);
      if (saver.claim.status === 'final') bar.finish();
    } else {
      rows.find((row) => row.session.id === details.sessionId)?.notify(what, details);
    }
    for (const row of rows) row.update();
    bar.update();
  };
  const saver = openSaver({ claim, etag, notify });
  /** The sessions that count now: those in the API, with this tab's unsaved changes. */
  const claimed = () => {
    const held = saver.claim.sessions.filter((one) => one.counts && !saver.isWaiting(one.session_id));
    return [...held, ...saver.coming(program)];
  };
  const carried = new CarriedAnswers(activity, program, claim);
  /** @type {(row: SessionRow) => SessionRow | undefined} */
  const next = (row) => rows.slice(rows.indexOf(row) + 1).find((one) => one.isFree());
  const rows = program.map(
    (session) => new SessionRow({ session, activity, attendance, saver, claimed, carried, next }),
  );
  const news = h('div', {});
  const bar = totalsBar(activity, saver);
  const filter = new SessionFilter(rows, query, saver);
  const body = [
    ...stepHead(activity, claim, 'sessions', t('sessions.title')),
    h('p', {}, t('sessions.why', { statement: kindOf(claim.statement).name })),
    news,
    gone(claim, program, saver),
    filter.isNeeded && filter.node,
    days(rows, activity),
    bar.node,
  ];
  const leave = () => {
    for (const row of rows) row.leave();
    saver.close();
  };
  const shown = () => {
    if (rows.length === 1) rows[0].open();
    bar.update();
    filter.apply();
    forgetRefused(claim.claim_id);
    saver.flush();
  };
  return { title: t('sessions.title'), body, leave, shown };
}

/**
 * What was changed elsewhere.
 * @param {string[]} changes
 */
function changesBox(changes) {
  const items = changes.map((one) => h('li', {}, one));
  return h(
    'div',
    { class: 'note', role: 'group', 'aria-label': t('changes.title') },
    h('h2', {}, t('changes.title')),
    h('ul', {}, items),
  );
}

/**
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 */
function elsewhere(activity, claim) {
  if (claim.status === 'final') return 'certificate';
  if (!disclosuresRead(activity, claim)) return 'disclosures';
  return claim.assessment && !claim.assessment.passed ? 'course' : null;
}

/**
 * Claimed sessions that the program no longer has.
 * @param {ClaimView} claim
 * @param {PublicSession[]} program
 * @param {Saver} saver
 */
function gone(claim, program, saver) {
  const known = new Set(program.map((one) => one.id));
  const lost = claim.sessions.filter((one) => !known.has(one.session_id));
  if (!lost.length) return null;
  /** @param {EvaluatedSessionView} one */
  const item = (one) => {
    const out = h(
      'button',
      {
        type: 'button',
        class: 'button quiet',
        onclick: () => saver.remove(one.session_id, one.title).then(() => line.remove()),
      },
      t('sessions.remove'),
    );
    const line = h('li', {}, `${one.title} `, out);
    return line;
  };
  return h('div', { class: 'note warn' }, h('p', {}, t('sessions.gone')), h('ul', {}, lost.map(item)));
}

/**
 * @param {SessionRow[]} rows
 * @param {PublicActivity} activity
 */
function days(rows, activity) {
  if (activity.kind === 'online')
    return h(
      'ol',
      { class: 'plain' },
      rows.map((row) => row.node),
    );
  return byDay(rows, (row) => row.session.day).map(([date, held]) =>
    h(
      'section',
      { class: 'day', 'data-day': date },
      h('h2', {}, weekday(date)),
      h(
        'ol',
        { class: 'plain' },
        held.map((row) => row.node),
      ),
    ),
  );
}

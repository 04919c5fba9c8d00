/** The sessions of a claim: the whole program by day, with search; each session is claimed and evaluated in place. */

import { openSaver } from '../../claim/claim_saver.js';
import { disclosuresRead, loadClaimWithProgram } from '../../claim/load.js';
import { Program } from '../../claim/program/program.js';
import { stepHead } from '../../claim/steps.js';
import { forgetRefused, noteRefused, refusedBox } from '../../claim/unsaved.js';
import { announce } from '../../elements/announcements.js';
import { around, fill, h, written } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { paperHead } from '../../frame/shell.js';
import { fetchStyle } from '../../frame/style_sheets.js';
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
  const styled = Promise.all([fetchStyle('sessions'), fetchStyle('timetable')]);
  const { claim, etag, activity, program, attendance } = await loadClaimWithProgram(values.claim);
  const moved = elsewhere(activity, claim);
  if (moved) return { moved: `/claims/${claim.claim_id}/${moved}` };
  await styled;
  /** @type {Notify} */
  const notify = (what, details) => {
    const row = sessions.rows.find((one) => one.session.id === details.sessionId);
    if (what === 'elsewhere') {
      fill(news, changesBox(details.changes, [name, ...program.map((one) => one.title)]));
      announce(`${t('changes.title')} ${details.changes.join(' ')}`);
    } else if (row && (what === 'refused' || what === 'conflict') && !sessions.view.rows.includes(row)) {
      noteRefused(claim.claim_id, details);
      fill(news, refusedBox(claim.claim_id));
    } else {
      row?.notify(what, details);
    }
    sessions.told(what);
  };
  const saver = openSaver({ claim, etag, notify });
  const sessions = new Program({ activity, sessions: program, attendance, saver, query });
  const news = h('div', {});
  const { name } = kindOf(claim.statement);
  const paper = paperHead({});
  const body = [
    ...stepHead(activity, claim, 'sessions', t('sessions.title')),
    paper,
    h('p', {}, around(t('sessions.why', { statement: name }), name)),
    news,
    gone(claim, program, saver),
    sessions.node,
    sessions.bar.node,
  ];
  const leave = () => {
    for (const row of sessions.rows) row.leave();
    saver.close();
  };
  const shown = () => {
    sessions.show();
    const asked = sessions.rows.find((row) => row.session.id === query.get('at'));
    if (program.length === 1) sessions.rows[0].open();
    else if (asked) sessions.open(asked);
    forgetRefused(claim.claim_id);
    saver.flush();
    requestAnimationFrame(() => setTimeout(() => nameOnPaper(paper).catch(() => null)));
  };
  return { title: t('sessions.title'), body, leave, shown };
}

/**
 * Adds the name of the learner to the head of the paper: the page is painted first. Offline the address stands alone.
 * @param {HTMLElement} head
 */
async function nameOnPaper(head) {
  const { fetchPaperHead } = await import('../../profile/paper_head.js');
  head.replaceWith(await fetchPaperHead());
}

/**
 * What was changed elsewhere.
 * @param {string[]} changes
 * @param {string[]} names of which each sentence may have one
 */
function changesBox(changes, names) {
  const named = (/** @type {string} */ said) => names.find((one) => said.includes(one));
  const items = changes.map((one) => h('li', {}, around(one, named(one))));
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
    const line = h('li', {}, written(one.title), ' ', out);
    return line;
  };
  return h('div', { class: 'note warn' }, h('p', {}, t('sessions.gone')), h('ul', {}, lost.map(item)));
}

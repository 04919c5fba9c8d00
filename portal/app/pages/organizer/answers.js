/** Where a credit is and the four questions about it: for the learner, and for the staff who help. */

import { remedy } from '../../credits/remedy.js';
import { trackPicture } from '../../credits/track.js';
import { fill, group, h, inLine, written } from '../../elements/dom.js';
import { contactLink, placeLink } from '../../elements/links.js';
import { day, hasText, moment, t } from '../../elements/words.js';
import { newEmailNote } from '../../profile/new_email.js';

/** @import { DiagnosisView, EmailsView, EvidenceView, FindingView } from '#api' */
/** @import { StuckCreditView, SubjectView, TrackView } from '#api' */
/** @import { About } from '../../credits/remedy.js' */
/** @import { Child } from '../../elements/dom.js' */

/** @typedef {'h2' | 'h3' | 'h4'} Level */
/**
 * The levels of headings; links for the learner alone; of a credit that never came, whom to ask and what is known.
 * @typedef {{levels: [Level, Level], links: boolean, whom?: Partial<About>, known?: Child}} Reading
 */

const MARKS = { yes: '✓', no: '✗', not_yet: '…', unknown: '?' };

/**
 * The subject with its picture and answers, then the other credits that are stuck.
 * @param {DiagnosisView} data
 * @param {Reading} reading
 */
export function answers(data, reading) {
  const [level] = reading.levels;
  // A learner who asks for one credit reads about that one alone.
  const others = data.asked ? [] : data.stuck.filter((one) => one.credit_id !== data.subject.credit?.credit_id);
  return group(
    newEmailNote(data.new_email),
    subject(data.subject, reading),
    emails(data.emails, level),
    others.length > 0 &&
      group(
        h(level, {}, t('where.others', { count: others.length })),
        others.map((one) => stuck(one, reading)),
      ),
    h(
      'p',
      { class: 'meta' },
      [
        data.roster_of && t('diagnosis.roster', { when: moment(data.roster_of) }),
        data.next_night && t('diagnosis.next_night', { when: moment(data.next_night) }),
      ]
        .filter(Boolean)
        .join(' '),
    ),
  );
}

/**
 * One sentence, one picture, one remedy, and the four answers.
 * @param {SubjectView} one
 * @param {Reading} reading
 */
function subject(one, { levels: [level, below], links, whom = {}, known }) {
  const what = one.credit ?? one.certificate;
  const about = { creditId: one.credit?.credit_id, provider: what?.provider, ...whom };
  return group(
    h(
      'section',
      { class: 'card verdict', 'data-code': one.track.code },
      what && h('p', { class: 'meta' }, inLine(written(what.title), written(what.provider), day(what.completed_on))),
      verdict(one.track, level, links ? about : null, known),
    ),
    h(level, {}, t('where.questions')),
    questions(one.findings, one.track, below, links),
  );
}

/**
 * @param {TrackView} track
 * @param {Level} level
 * @param {About | null} about null for those who cannot act for the learner
 * @param {Child} [known]
 */
function verdict(track, level, about, known) {
  return group(
    h(level, {}, written(track.says)),
    trackPicture(track),
    track.next_at && h('p', { class: 'meta' }, t('where.next', { when: moment(track.next_at) })),
    known,
    about ? remedy(track, about) : track.do && h('p', {}, written(track.do)),
  );
}

/**
 * @param {FindingView[]} findings
 * @param {TrackView} track
 * @param {Level} level
 * @param {boolean} links
 */
function questions(findings, track, level, links) {
  return h(
    'ol',
    { class: 'card questions' },
    findings.map((one) => finding(one, track, level, links)),
  );
}

/**
 * An answer. What to do is said here only if it is done at another place than the remedy: nothing is there twice.
 * @param {FindingView} one
 * @param {TrackView} track
 * @param {Level} level
 * @param {boolean} links
 */
function finding(one, track, level, links) {
  const isElsewhere = one.do && !['nowhere', 'organizer', track.where].includes(one.where);
  const link = links && isElsewhere && placeLink(one.where);
  return h(
    'li',
    { class: 'answer', 'data-question': one.question, 'data-answer': one.answer },
    h('span', { class: `mark ${one.answer.replace('_', '-')}`, 'aria-hidden': 'true' }, MARKS[one.answer]),
    h(
      'div',
      {},
      h(level, { class: 'question' }, written(one.asks)),
      h('p', {}, h('strong', {}, t(`answers.${one.answer}`)), ' ', written(one.says)),
      isElsewhere && h('p', {}, written(one.do), link && ' ', link, contactLink(one.do)),
      evidence(one),
    ),
  );
}

/** @param {FindingView} one */
function evidence(one) {
  const known = one.evidence.filter((fact) => hasText(`evidence.${fact.name}`));
  const next = one.next && [written(one.next), one.next_at && ` ${t('diagnosis.at', { when: moment(one.next_at) })}`];
  if (!known.length && !next) return null;
  return h(
    'details',
    {},
    h('summary', {}, t('diagnosis.evidence')),
    next && h('p', { class: 'meta' }, next),
    h(
      'dl',
      { class: 'facts' },
      known.map((fact) => h('div', {}, h('dt', {}, t(`evidence.${fact.name}`)), h('dd', {}, readable(fact.value)))),
    ),
  );
}

/** @param {string} value */
function readable(value) {
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return moment(value);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
}

/**
 * @param {EmailsView} three
 * @param {Level} level
 */
function emails(three, level) {
  /**
   * @param {string} name
   * @param {string | null} address
   * @param {string} [standing]
   */
  const place = (name, address, standing) =>
    h(
      'div',
      {},
      h('p', { class: 'meta' }, t(`diagnosis.at_${name}`)),
      h('p', {}, h('strong', {}, address ?? t('diagnosis.not_known'))),
      standing && h('p', { class: 'meta' }, t(`diagnosis.is.${standing}`)),
    );
  return h(
    'section',
    { 'aria-labelledby': 'emails' },
    h(level, { id: 'emails' }, t('profile.emails')),
    h(
      'div',
      { class: 'trio' },
      place('portal', three.portal),
      place('ascls', three.ascls, three.ascls_is),
      place('ascp', three.ascp, three.ascp_is),
    ),
  );
}

/**
 * A credit that is stuck too. What is inside is made when the reader opens it: there may be many.
 * @param {StuckCreditView} credit
 * @param {Reading} reading
 */
function stuck(credit, { levels: [, level], links }) {
  const inside = h('div', {});
  const open = () => {
    if (!node.open || inside.childElementCount) return;
    const about = links ? { creditId: credit.credit_id, provider: credit.provider } : null;
    fill(
      inside,
      verdict(credit.track, level, about),
      questions(credit.findings, credit.track, 'h4', links),
      links && h('p', {}, h('a', { href: `/organizer#${credit.credit_id}` }, t('diagnosis.see'))),
    );
  };
  const what = inLine(written(credit.provider), day(credit.completed_on, 'medium'), written(credit.track.says));
  const summary = h('summary', {}, written(credit.title), h('span', { class: 'meta' }, what));
  const node = h('details', { class: 'card other', ontoggle: open }, summary, inside);
  return node;
}

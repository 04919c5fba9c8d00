/** The page of one learner for staff. Each part is a request of its own: if one fails, the others are there. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { problemBox } from '../../elements/problem_box.js';
import { day, t, textsUnder } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { person } from '../../platform/session.js';
import { auditList } from '../../profile/audit_list.js';
import { answers } from '../organizer/answers.js';
import { addressPart } from '../staff/address.js';
import { joinsPart } from '../staff/joins.js';
import { awardPart } from './award.js';
import { certificateActs } from './certificate_acts.js';
import { claimPart, lockout } from './claims.js';
import { creditCard } from './credit_card.js';
import { profilePart } from './profile.js';

/** @import { PersonCertificate, PersonView, StaffCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values, query }) {
  const path = `/v1/staff/people/${encodeURIComponent(values.person)}`;
  const [{ data }, certificates, credits] = await Promise.all([
    call('GET', path),
    part(async () => certificatesPart((await call('GET', `${path}/certificates`)).data.items)),
    part(async () => creditsPart((await call('GET', `${path}/credits`)).data.items)),
  ]);
  /** @type {PersonView} */
  const one = data;
  const by = query.get('found') ?? '';
  const found = textsUnder('staff.learners.found_by')[by];
  const title = one.name ?? t('staff.learners.nameless');
  const body = [
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '/staff' }, t('staff.title')),
      ' / ',
      h('a', { href: '/staff/learners' }, t('staff.learners.title')),
    ),
    h('h1', {}, title),
    found && h('p', { class: 'meta' }, found),
    h('section', { class: 'card' }, profilePart(one), person()?.isOperator && joinsPart(one)),
    section(t('people.claims'), claimsPart(one)),
    section(t('people.certificates'), certificates),
    section(t('people.credits'), !one.joined_into && !one.profile?.erased_at && awardPart(one), credits),
    person()?.isOperator && [
      onDemand(t('people.addresses'), t('people.addresses_about'), () => addresses(one), by === 'email'),
      onDemand(t('people.diagnosis'), t('people.diagnosis_about'), async () => {
        const [{ data: found }] = await Promise.all([call('GET', `${path}/diagnosis`), fetchStyle('where')]);
        return answers(found, { levels: ['h3', 'h4'], links: false });
      }),
      onDemand(t('audit.title'), t('people.audit_about'), () => audit(one.learner_id)),
    ],
  ];
  return { title, body, width: 'narrow' };
}

/**
 * What `make` makes, or what went wrong.
 * @param {() => Promise<Child>} make
 * @returns {Promise<Child>}
 */
async function part(make) {
  try {
    return await make();
  } catch (error) {
    return problemBox(error, { level: 'h3' });
  }
}

/**
 * @param {string} title
 * @param {...Child} inside
 */
const section = (title, ...inside) => h('section', {}, h('h2', {}, title), inside);

/**
 * A part that is asked for when the reader opens it.
 * @param {string} title
 * @param {string} about
 * @param {() => Promise<Child>} make
 * @param {boolean} [isOpen] whether it is open at first
 */
function onDemand(title, about, make, isOpen = false) {
  const inside = h('div', {});
  let isAsked = false;
  const open = async () => {
    if (isAsked || !node.open) return;
    isAsked = true;
    inside.setAttribute('aria-busy', 'true');
    try {
      fill(inside, await make());
    } catch (error) {
      fill(inside, problemBox(error, { level: 'h3' }));
      isAsked = false; // it is asked for again when it is opened again
    }
    inside.removeAttribute('aria-busy');
  };
  const summary = h('summary', {}, t('people.show', { part: title }));
  const node = h('details', { class: 'card', ontoggle: open, open: isOpen }, summary, inside);
  return section(title, h('p', { class: 'hint' }, about), node);
}

/** @param {PersonView} one */
function claimsPart(one) {
  return group(
    one.codes.map((tries) => lockout(one, tries, reload)),
    one.claims.length
      ? one.claims.map((claim) => h('div', { class: 'card' }, claimPart(one, claim, reload)))
      : h('p', {}, t('staff.learners.no_claims')),
  );
}

/** @param {PersonCertificate[]} items */
function certificatesPart(items) {
  if (!items.length) return h('p', {}, t('people.no_certificates'));
  return h('ul', { class: 'plain' }, items.map(certificate));
}

/**
 * A certificate, and what can be done about it; each button says for which.
 * @param {PersonCertificate} one
 */
function certificate(one) {
  const acts = certificateActs(one, async (_paper, said) => {
    await reload();
    sayOnPage(said.join(' '));
  });
  for (const { button } of acts) button.setAttribute('aria-label', `${button.textContent}: ${one.number}`);
  const tone = { valid: '', superseded: 'warn', revoked: 'bad' }[one.status];
  const href = `/staff/certificates?${new URLSearchParams({ number: one.number })}`;
  const name = h('span', { lang: one.learner_language }, one.learner);
  const award = `${kindOf(one.statement).name}: ${one.credits}`;
  return h(
    'li',
    { class: 'card' },
    h('h3', {}, h('a', { href }, one.number)),
    h('p', { class: 'meta' }, one.activity, ' · ', name, ` · ${award} · ${day(one.completed_on)}`),
    h(
      'p',
      {},
      h('span', { class: `badge ${tone}` }, t(`verify.${one.status}`)),
      one.superseded_by && ` ${one.superseded_by}`,
    ),
    one.reason && h('p', { class: 'meta' }, one.reason),
    h(
      'div',
      { class: 'actions' },
      acts.map(({ button }) => button),
    ),
    acts.map(({ place }) => place),
  );
}

/** @param {StaffCreditView[]} items */
function creditsPart(items) {
  if (!items.length) return h('p', {}, t('people.no_credits'));
  return h(
    'ul',
    { class: 'plain' },
    items.map((one) => creditCard(one, 'h3')),
  );
}

/**
 * Who has each address of the learner, how it moved, and what can be done about that.
 * @param {PersonView} one
 */
async function addresses({ email, former_emails: former }) {
  const every = [email, ...former].flatMap((each) => each ?? []);
  if (!every.length) return h('p', {}, t('people.no_addresses'));
  return Promise.all(every.map((each) => addressPart(each, { level: 'h3', again: reload })));
}

/** @param {string} learner */
async function audit(learner) {
  const { data } = await call('GET', '/v1/staff/audit', { query: { learner } });
  const more = data.next_cursor && `/staff/audit?${new URLSearchParams({ learner, cursor: data.next_cursor })}`;
  return auditList(data.items, more);
}

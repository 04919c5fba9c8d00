/** The first page: for visitors what this is, for learners what they can do and what needs their attention. */

import { completedItem, draftItem } from '../claim/claim_lines.js';
import { needsYou } from '../credits/credits.js';
import { fill, group, h, written } from '../elements/dom.js';
import { problemBox } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { loadKinds } from '../platform/kinds.js';
import * as session from '../platform/session.js';

/** @import { ClaimLine, CreditView } from '#api' */
/** @import { Page } from '../frame/router.js' */

const KINDS = ['live_meeting', 'teleconference', 'webinar'];
const LATEST = 3;

/** @returns {Promise<Page>} */
export async function page() {
  return session.person() ? learner() : visitor();
}

/**
 * @param {string} href
 * @param {string} name
 * @param {string} about
 */
function tile(href, name, about) {
  return h('li', {}, h('a', { class: 'tile', href }, h('strong', {}, name), h('span', {}, about)));
}

function claimTiles() {
  return group(
    h('h2', {}, t('home.claim')),
    h(
      'ul',
      { class: 'grid' },
      KINDS.map((kind) =>
        tile(`/activities?kind=${kind}&open=true`, t(`kinds.${kind}.many`), t(`kinds.${kind}.about`)),
      ),
    ),
  );
}

function otherTiles() {
  return group(
    h('h2', {}, t('home.more')),
    h(
      'ul',
      { class: 'grid' },
      tile('/activities?kind=online&open=true', t('kinds.online.many'), t('kinds.online.about')),
      tile('/activities', t('home.library'), t('home.library_about')),
      tile('/help', t('home.help'), t('home.help_about')),
    ),
  );
}

/** @returns {Page} */
function visitor() {
  const body = [
    h(
      'div',
      { class: 'hero' },
      h('h1', {}, t('home.welcome')),
      h('p', { class: 'lead' }, t('home.welcome_lead')),
      h(
        'div',
        { class: 'actions' },
        h('a', { class: 'button', href: '/sign-in' }, t('sign_in.title')),
        h('a', { class: 'button quiet', href: '/sign-up' }, t('sign_up.title')),
      ),
    ),
    claimTiles(),
    otherTiles(),
    h('h2', {}, t('home.first_time')),
    h(
      'ol',
      {},
      ['account', 'claim', 'print', 'follow'].map((step) => h('li', {}, t(`home.steps.${step}`))),
    ),
  ];
  return { title: t('brand'), body };
}

/** @returns {Promise<Page>} */
async function learner() {
  const [transcript, waiting, needed] = await Promise.allSettled([
    call('GET', '/v1/transcript'),
    needsYou(),
    import('../progress/home_rings.js').then(({ homeRings }) => homeRings()),
    loadKinds(),
  ]);
  const below = h('div', {});
  const fillBelow = () =>
    fill(
      below,
      transcript.status === 'fulfilled' ? drafts(transcript.value.data.drafts) : problemBox(transcript.reason),
      needed.status === 'fulfilled' && needed.value,
      transcript.status === 'fulfilled' && completed(transcript.value.data.items),
      otherTiles(),
    );
  const body = [
    h('h1', {}, t('home.title')),
    waiting.status === 'fulfilled' ? attention(waiting.value) : problemBox(waiting.reason),
    claimTiles(),
    below,
  ];
  // What is far down on a phone is drawn once the rest is painted; who is at a place there, or comes back to it, needs
  // it at once.
  if (history.state?.scroll || scrollY) fillBelow();
  const shown = () => {
    if (!below.childElementCount) requestAnimationFrame(() => setTimeout(fillBelow));
  };
  return { title: t('brand'), body, shown };
}

/** @param {{items: CreditView[], total: number}} waiting */
function attention({ items, total }) {
  if (!total) return null;
  return h(
    'section',
    { class: 'note warn', 'aria-labelledby': 'needs-you' },
    h('h2', { id: 'needs-you' }, t('home.needs_you', { count: total })),
    h(
      'ul',
      {},
      items
        .slice(0, LATEST)
        .map((credit) =>
          h(
            'li',
            {},
            h('a', { href: `/organizer#${credit.credit_id}` }, written(credit.title)),
            ': ',
            written(credit.reason?.says),
          ),
        ),
    ),
    h('p', {}, h('a', { href: '/organizer' }, t('home.all_credits'))),
  );
}

/** @param {ClaimLine[]} claims */
function drafts(claims) {
  if (!claims.length) return null;
  return group(h('h2', {}, t('home.drafts')), h('ul', { class: 'grid' }, claims.map(draftItem)));
}

/** @param {ClaimLine[]} claims */
function completed(claims) {
  return group(
    h('h2', {}, t('home.completed')),
    claims.length
      ? h('ul', { class: 'grid' }, claims.slice(0, LATEST).map(completedItem))
      : h('p', {}, t('home.none_completed')),
    claims.length > 0 && h('p', {}, h('a', { href: '/transcript' }, t('home.transcript'))),
  );
}

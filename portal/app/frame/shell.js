/** The frame of every page: skip link, banner with navigation, and footer. */

import { announce } from '../elements/announcements.js';
import { byId, fill, h } from '../elements/dom.js';
import { dateIn, day, t } from '../elements/words.js';
import * as session from '../platform/session.js';
import { isBlocked } from '../platform/storage.js';
import { languageSwitch } from './language.js';

/** @type {() => Promise<boolean>} */
let mayLeave = async () => true;

/**
 * What is asked before somebody logs out; it says whether they do.
 * @param {() => Promise<boolean>} ask
 */
export function whenLeaving(ask) {
  mayLeave = ask;
}

/** Draws the frame for the person who is signed in. */
export function drawFrame() {
  fill(byId('skip'), h('a', { class: 'skip', href: '#main', onclick: skip }, t('shell.skip')));
  fill(byId('banner'), h('div', { class: 'banner-in' }, brand(), menuButton(), nav()));
  fill(byId('foot'), foot());
  if (isBlocked) warnOfStorage();
  markPlace(location.pathname);
}

/** Says above every page that storage is blocked: after a reload the learner has to log in again. */
function warnOfStorage() {
  if (document.getElementById('storage')) return;
  byId('main').before(
    h('div', { class: 'main-note' }, h('p', { id: 'storage', class: 'note warn' }, t('shell.storage_blocked'))),
  );
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  const main = byId('main');
  main.tabIndex = -1;
  main.focus();
  main.scrollIntoView();
}

function brand() {
  return h(
    'a',
    { class: 'brand', href: '/' },
    h('img', { src: '/laurel.svg', alt: '', width: '28', height: '28' }),
    t('brand'),
  );
}

function places() {
  const person = session.person();
  if (!person) {
    return [
      ['/activities', t('shell.library')],
      ['/verify', t('shell.verify')],
      ['/help', t('shell.help')],
      ['/sign-in', t('shell.sign_in')],
    ];
  }
  const found = [
    ['/activities', t('shell.library')],
    ['/organizer', t('shell.organizer')],
    ['/transcript', t('shell.transcript')],
    ['/progress', t('shell.progress')],
    ['/profile', t('shell.profile')],
    ['/help', t('shell.help')],
  ];
  return person.isStaff || person.needsSecondFactor ? [...found, ['/staff', t('shell.staff')]] : found;
}

function nav() {
  const items = places().map(([href, name]) => h('li', {}, h('a', { href }, name)));
  if (session.person()) items.push(h('li', {}, h('button', { type: 'button', onclick: leave }, t('shell.sign_out'))));
  return h('nav', { id: 'nav', class: 'nav', 'aria-label': t('shell.main') }, h('ul', {}, items));
}

function menuButton() {
  /** @param {{currentTarget: HTMLElement}} options */
  const toggle = ({ currentTarget }) => openMenu(currentTarget.getAttribute('aria-expanded') !== 'true');
  const attributes = {
    type: 'button',
    class: 'menu-button',
    id: 'menu',
    'aria-expanded': 'false',
    'aria-controls': 'nav',
  };
  return h('button', { ...attributes, onclick: toggle }, t('shell.menu'));
}

/** @param {boolean} open */
function openMenu(open) {
  document.getElementById('menu')?.setAttribute('aria-expanded', String(open));
  document.getElementById('nav')?.classList.toggle('is-open', open);
}

async function leave() {
  if (!(await mayLeave())) return;
  await session.signOut();
  announce(t('shell.signed_out'));
}

function foot() {
  const links = [
    ['/help', t('shell.contact')],
    ['/verify', t('shell.verify')],
  ];
  return h(
    'div',
    { class: 'foot-in' },
    h('p', {}, t('shell.about')),
    links.map(([href, name]) => h('a', { href }, name)),
    languageSwitch(),
  );
}

/**
 * Marks the navigation item of `path`, and closes the menu.
 * @param {string} path
 */
export function markPlace(path) {
  openMenu(false);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('#nav a'))) {
    const here = path === link.pathname || path.startsWith(`${link.pathname}/`);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/**
 * Shows that a page is being fetched.
 * @param {boolean} busy
 */
export function markBusy(busy) {
  byId('busy').classList.toggle('is-on', busy);
  byId('main').setAttribute('aria-busy', String(busy));
}

/**
 * Whose page it is and of which day: on paper alone, where it is all that says so. Without a profile it has no name.
 * @param {{name_as_printed?: string | null, name_language?: string | null}} profile
 */
export function paperHead({ name_as_printed: name, name_language: lang }) {
  const who = [name && h('bdi', { lang }, name), session.person()?.email].flatMap((one) => (one ? [one, ' · '] : []));
  return h('p', { class: 'paper-only' }, who, t('paper.printed_on', { day: day(dateIn(new Date())) }));
}

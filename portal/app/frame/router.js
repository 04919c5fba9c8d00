/** Addresses and pages: links do not reload the document; back, forward and deep links work. */

import { announce } from '../elements/announcements.js';
import { byId, fill, h } from '../elements/dom.js';
import { problemBox, wordsFor } from '../elements/problem_box.js';
import { fetchWords, t } from '../elements/words.js';
import { decoded } from '../platform/addresses.js';
import { GivenUp, Problem, Unreachable } from '../platform/problems.js';
import * as session from '../platform/session.js';
import { speakFor } from './language.js';
import { ROUTES, withWords } from './routes.js';
import { drawFrame, markBusy, markPlace, paperHead } from './shell.js';

/** @import { Child } from '../elements/dom.js' */

/** @typedef {{values: Record<string, string>, query: URLSearchParams}} Visit what the address of a page says */

/**
 * A page that is shown: `shown` is called when it is on the screen, `leave` when the reader leaves.
 * @typedef {object} ShownPage
 * @property {string} title
 * @property {Child} body
 * @property {'narrow' | 'slim'} [width]
 * @property {() => void} [shown]
 * @property {() => void} [leave]
 * @property {undefined} [moved]
 */

/** @typedef {ShownPage | {moved: string}} Page a page, or the address where it moved */

/** @typedef {{page: (visit: Visit) => Page | Promise<Page>}} PageModule */

let shown = { leave: () => {}, address: '' };
let turn = 0;

/** Starts: shows the page of the current address and handles links from now on. */
export function start() {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => show({ scroll: history.state?.scroll ?? 0 }));
  addEventListener('pagehide', noteScroll);
  document.addEventListener('click', follow);
  return show({ first: true, scroll: history.state?.scroll ?? 0 });
}

/**
 * Goes to an address of the portal. `replace` replaces the current one in the history.
 * @param {string} address
 * @returns {Promise<void>}
 */
export function go(address, { replace = false } = {}) {
  if (!replace) noteScroll();
  history[replace ? 'replaceState' : 'pushState']({ scroll: 0 }, '', address);
  return show({ scroll: 0 });
}

/**
 * Puts `query` in the address, without a new page or history entry.
 * @param {Record<string, string>} query
 */
export function note(query) {
  const given = Object.entries(query).filter(([, value]) => value);
  const search = given.length ? `?${new URLSearchParams(given)}` : '';
  history.replaceState(history.state, '', location.pathname + search);
  shown.address = location.pathname + location.search;
}

/** Shows the page of the current address again. */
export function reload() {
  return show({ scroll: scrollY });
}

function noteScroll() {
  history.replaceState({ ...history.state, scroll: scrollY }, '');
}

/** @param {MouseEvent} event */
function follow(event) {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest?.('a[href]'));
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin) return;
  event.preventDefault();
  const same = to.pathname === location.pathname && to.search === location.search;
  if (to.hash && same) document.getElementById(to.hash.slice(1))?.focus();
  else go(to.pathname + to.search + to.hash);
}

/**
 * The page at `path`. Learners do not load the list of the pages of staff.
 * @param {string} path
 */
async function find(path) {
  const isOfStaff = /^\/staff(\/|$)/.test(path);
  const isStaff = session.person()?.isStaff;
  if (await speakFor(Boolean(isOfStaff && isStaff))) drawFrame();
  if (isOfStaff && !isStaff) return { load: nowhere, needs: 'staff', values: {} };
  const routes = isOfStaff ? await routesOfStaff() : ROUTES;
  for (const [pattern, load, needs, ask] of routes) {
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name);
    const shape = pattern.replace(/:\w+/g, '([^/]+)');
    const found = path.match(new RegExp(`^${shape}/?$`));
    if (found) {
      const values = Object.fromEntries(names.map((name, n) => [name, decoded(found[n + 1])]));
      return { load: isFirst(path) ? load : withWords(load, 'claims', 'credits'), needs, values, ask };
    }
  }
  return { load: nowhere, needs: null, values: {} };
}

/**
 * The first page of a visitor needs few words. Every other one gets those of claims and credits with its module.
 * @param {string} path
 */
const isFirst = (path) => path === '/' && !session.person();

async function routesOfStaff() {
  const [{ STAFF_ROUTES }] = await Promise.all([import('./staff_routes.js'), fetchWords('staff_codes')]);
  return STAFF_ROUTES;
}

const nowhere = () => import('../pages/not_found.js');

/**
 * A page of staff for the person who is signed in.
 * @param {() => Promise<PageModule>} load
 */
function forStaff(load) {
  const person = session.person();
  if (person?.isStaff) return load;
  return person?.needsSecondFactor ? withWords(() => import('../pages/staff/second_factor.js'), 'staff') : nowhere;
}

/**
 * A page's module; offline it cannot be fetched, which is not an error of the page.
 * @param {() => Promise<PageModule>} load
 */
async function fetched(load) {
  try {
    return await load();
  } catch (error) {
    // The list of kinds may have been refused; a module that the browser cannot read is our mistake.
    const isOurs = error instanceof Problem || (navigator.onLine && error instanceof SyntaxError);
    throw isOurs ? error : new Unreachable('a page', error);
  }
}

/**
 * @param {{first?: boolean, scroll: number}} options
 * @returns {Promise<void>}
 */
async function show({ first = false, scroll }) {
  turn += 1;
  const mine = turn;
  const found = await find(location.pathname).catch((error) => ({ load: () => Promise.reject(error) }));
  if (mine !== turn) return;
  const { load, needs, values, ask } = { needs: null, values: {}, ask: undefined, ...found };
  if (needs && !session.person()) {
    const back = encodeURIComponent(location.pathname + location.search);
    await go(`/sign-in?next=${back}`, { replace: true });
    return;
  }
  markBusy(true);
  ask?.(values).catch(() => null);
  /** @type {Page} */
  let page;
  try {
    const module = await fetched(needs === 'staff' ? forStaff(load) : load);
    page = await module.page({ values, query: new URLSearchParams(location.search) });
  } catch (error) {
    page = broken(error);
  }
  if (mine !== turn) return;
  markBusy(false);
  if (page.moved !== undefined) {
    await go(page.moved, { replace: true });
    return;
  }
  shown.leave();
  shown = { leave: page.leave ?? (() => {}), address: location.pathname + location.search };
  present(page, { first, scroll });
}

/**
 * @param {ShownPage} page
 * @param {{first: boolean, scroll: number}} options
 */
function present(page, { first, scroll }) {
  const main = byId('main');
  document.title = page.title === t('brand') ? page.title : `${page.title} · ${t('brand')}`;
  main.className = `main ${page.width ?? ''}`;
  fill(main, page.body);
  // The papers of staff are for others.
  const isOwn = session.person() && !location.pathname.startsWith('/staff');
  if (isOwn && !main.querySelector('.paper-only')) main.prepend(paperHead({}));
  markPlace(location.pathname);
  page.shown?.();
  scrollTo(0, scroll);
  // Screen readers announce the new page; the first page needs no announcement.
  const heading = main.querySelector('h1');
  if (heading && !first) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

/**
 * @param {unknown} error
 * @returns {ShownPage}
 */
function broken(error) {
  const isKnown = [Problem, Unreachable, GivenUp].some((kind) => error instanceof kind);
  if (!isKnown) console.error(error);
  const { title } = wordsFor(error);
  announce(title);
  const again = h('button', { type: 'button', class: 'button', onclick: () => reload() }, t('common.try_again'));
  const home = h('a', { href: '/', class: 'button quiet' }, t('common.to_home'));
  const body = [h('h1', {}, t('problems.page')), problemBox(error), h('div', { class: 'actions' }, again, home)];
  return { title: t('problems.page'), body, width: 'narrow' };
}

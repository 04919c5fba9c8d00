/** A sheet for each site: how to claim, a QR code of that page, and its codes in large type, each with its session. A
 * session code that is for no site has a sheet of its own. */

import { h } from '../../elements/dom.js';
import { qrCode } from '../../elements/qr_code.js';
import { moment, t } from '../../elements/words.js';

/** @import { CodeListView, CodeView } from '#api' */

const HALF = 4;

/**
 * @param {CodeListView} list
 * @param {{id: string, title: string}} activity
 */
export function sheets(list, activity) {
  const address = `${location.origin}/activities/${encodeURIComponent(activity.id)}/claim`;
  const made = bySite(list.items).map((codes) => sheet(codes, list.access, activity.title, address));
  // No style sheet has this: every reader would load it.
  for (const one of made.slice(1)) one.style.breakBefore = 'page';
  return made;
}

/**
 * The codes of each site, in the order in which the sites come first.
 * @param {CodeView[]} codes
 * @returns {CodeView[][]}
 */
export function bySite(codes) {
  /** @type {Map<string, CodeView[]>} */
  const found = new Map();
  for (const one of codes) {
    const place = one.site === null ? `code ${one.code}` : `site ${one.site}`;
    found.set(place, [...(found.get(place) ?? []), one]);
  }
  return [...found.values()];
}

/**
 * @param {CodeView[]} codes
 * @param {string} access
 * @param {string} title
 * @param {string} address
 */
function sheet(codes, access, title, address) {
  const [{ site }] = codes;
  return h('section', { class: 'card sheet' }, [
    h('h2', {}, h('bdi', {}, title)),
    site && h('p', { class: 'lead' }, h('bdi', {}, site)),
    h('p', {}, t(`codes.sheet.${access === 'group' ? 'group' : 'session'}`, { count: codes.length })),
    codes.map(oneCode),
    qrCode(address, t('codes.sheet.qr')),
    h('p', {}, address),
  ]);
}

/** @param {CodeView} one */
function oneCode(one) {
  const code = h('code', {}, spaced(one.code));
  code.style.fontSize = '2.5rem';
  return [
    one.session && h('h3', {}, h('bdi', {}, one.session)),
    one.session_starts_at && h('p', {}, moment(one.session_starts_at)),
    h('p', {}, code),
    one.capacity !== null && h('p', {}, t('codes.sheet.places', { count: one.capacity })),
  ];
}

/**
 * A code of eight letters in two halves, as they are read out.
 * @param {string} code
 */
const spaced = (code) => (code.length === 2 * HALF ? `${code.slice(0, HALF)}-${code.slice(HALF)}` : code);

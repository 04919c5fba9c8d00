/**
 * Which language the pages speak: the learner's, from their profile or the switch at the foot of each page; else the
 * browser's. `early.js` has found it. Pages of staff are in English.
 */

import { h } from '../elements/dom.js';
import { language, speak } from '../elements/words.js';
import { call } from '../platform/api.js';
import * as session from '../platform/session.js';
import * as storage from '../platform/storage.js';

const KEY = 'laurel.language';
const OF_STAFF = 'en';

/** Each language by the name that its readers look for. */
export const NAMES = { en: 'English', es: 'Español' };

const found = globalThis.document?.documentElement.lang.slice(0, 2) ?? OF_STAFF;

/** The language of the learner's pages. */
export const chosen = () => session.language() ?? storage.read(KEY) ?? found;

/**
 * Speaks the language of the page at `path`; says whether that is a change.
 * @param {boolean} isOfStaff
 */
export async function speakFor(isOfStaff) {
  const changed = await speak(isOfStaff ? OF_STAFF : chosen());
  document.documentElement.lang = language;
  return changed;
}

/** @type {() => unknown} */
let redraw = () => undefined;
let drawn = chosen();

/**
 * What shows the page again, in the language that was chosen here or in another tab.
 * @param {() => unknown} listener
 */
export function whenChosen(listener) {
  redraw = listener;
  session.onChange(redrawIfNew);
}

function redrawIfNew() {
  if (drawn === chosen()) return;
  drawn = chosen();
  redraw();
}

/**
 * Chooses a language in this tab, and in the others of the person who is signed in.
 * @param {string} code
 */
export function choose(code) {
  storage.write(KEY, code);
  session.setLanguage(code);
  redrawIfNew();
}

/** The button that chooses the other language. The profile of a learner keeps the choice. */
export function languageSwitch() {
  const [code, name] = Object.entries(NAMES).filter(([one]) => one !== chosen())[0];
  const change = () => {
    choose(code);
    if (session.person()) keepInProfile(code);
  };
  return h('button', { type: 'button', class: 'link-button', lang: code, onclick: change }, name);
}

/**
 * The pages speak it already, also where it cannot be kept.
 * @param {string} code
 */
export async function keepInProfile(code) {
  await call('PATCH', '/v1/me', { json: { language: code } }).catch(() => null);
}

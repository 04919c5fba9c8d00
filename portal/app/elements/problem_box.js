/** What went wrong, in words, and the box that says it. */

import { GivenUp, Problem, Unreachable } from '../platform/problems.js';
import { around, h, newId, written } from './dom.js';
import { clock, hasText, language, t } from './words.js';

/** @import { ProblemView } from '#api' */
/** @import { Child } from './dom.js' */

/** @typedef {(path: string) => string | null} Places gives the id of the field for the path of a single problem */

/** @typedef {{places?: Places, level?: 'h2' | 'h3' | 'h4' | 'h5'}} BoxOptions */

/**
 * What `error` is called and what to do, in the words of the portal; then what the API says of this very case.
 * @param {unknown} error
 * @returns {{title: string, detail: string}}
 */
export function wordsFor(error) {
  if (error instanceof Unreachable) return { title: t('problems.unreachable'), detail: t('problems.unreachable_do') };
  if (error instanceof GivenUp) return { title: t('problems.given_up'), detail: '' };
  if (!(error instanceof Problem)) return { title: t('problems.page_broke'), detail: t('problems.page_broke_do') };
  const title = titleOf(error.code);
  const detail = error.detail === title ? '' : error.detail;
  return { title, detail: withWait(error, detail) };
}

/**
 * What a refusal with this code is called. The words for those that only staff get come with their pages.
 * @param {string} code
 */
export function titleOf(code) {
  const key = [`problems.codes.${code}`, `staff_codes.${code}`].find(hasText);
  return t(key ?? 'problems.unknown');
}

/**
 * `detail` with the time from which on it can be tried again, by the reader's clock, when that is worth a wait.
 * @param {Problem} error
 * @param {string} detail
 */
function withWait(error, detail) {
  if (!error.retryAfter || error.retryAfter <= 5) return detail;
  const time = clock(new Date(Date.now() + error.retryAfter * 1000));
  // The API counts the minutes, for those who have no page in front of them.
  if (error.code === 'too_many_attempts') return t('problems.after_wrong_codes', { time });
  return `${detail} ${t('problems.wait', { time })}`.trim();
}

/**
 * The single problems that the API found, with their paths.
 * @param {unknown} error
 * @returns {ProblemView[]}
 */
export function singleProblems(error) {
  return error instanceof Problem ? error.errors : [];
}

/**
 * A box that says what went wrong.
 * @param {unknown} error
 * @param {BoxOptions} [options]
 */
export function problemBox(error, { places = () => null, level = 'h2' } = {}) {
  const { title, detail } = wordsFor(error);
  const heading = newId('problem');
  const problem = error instanceof Problem ? error : null;
  const single = singleProblems(error).filter((one) => one.message !== detail);
  const request = problem && problem.status >= 500 && problem.requestId;
  return h(
    'div',
    {
      class: 'note bad',
      role: 'group',
      'aria-labelledby': heading,
      tabindex: '-1',
      'data-code': problem?.code ?? 'none',
    },
    h(level, { id: heading }, title),
    detail && h('p', {}, around(detail, problem?.detail)),
    single.length > 0 && problemList(single, places),
    request && h('p', { class: 'meta' }, t('problems.request', { id: request })),
  );
}

/**
 * A single problem: in English as the API says it of this case, else by its code, with the names that the API quotes.
 * @param {ProblemView} one
 * @returns {Child}
 */
export function wordsOf({ code, message }) {
  if (code === 'invalid_cursor') return t('problems.no_such_part');
  const isEnglish = language.startsWith('en') || !hasText(`problems.codes.${code}`);
  if (isEnglish) return written(message);
  const names = [...message.matchAll(/“(.+?)”/g)].map(([, name], n) => [n ? ', “' : '“', written(name), '”']);
  return names.length ? [t(`problems.codes.${code}`), ' (', names, ')'] : t(`problems.codes.${code}`);
}

/**
 * @param {ProblemView[]} found
 * @param {Places} places
 */
function problemList(found, places) {
  const items = found.map((one) => {
    const field = places(one.path);
    const words = wordsOf(one);
    return h('li', {}, field ? h('a', { href: `#${field}`, 'data-field': field }, words) : words);
  });
  return h('ul', {}, items);
}

/**
 * What `asking` gives, or `{data: nothing, problem}` where what was asked for cannot be taken: the page stays, and in
 * it the form with what was typed.
 * @template T
 * @param {Promise<{data: T}>} asking
 * @param {T} nothing
 * @returns {Promise<{data: T, problem?: Problem}>}
 */
export async function unlessRefused(asking, nothing) {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return { data: nothing, problem: error };
  }
}

/**
 * Puts the box for `error` into `place` and takes the reader there. Its heading is one below that of `place`.
 * @param {HTMLElement} place
 * @param {unknown} error
 * @param {BoxOptions} [options]
 */
export function showProblem(place, error, options) {
  const box = problemBox(error, { level: levelBelow(place), ...options });
  box.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('a[data-field]');
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.getAttribute('data-field') ?? '')?.focus();
  });
  place.replaceChildren(box);
  box.focus();
}

/**
 * The level below the nearest heading before `place`, of its own part or of one around it.
 * @param {HTMLElement} place
 */
function levelBelow(place) {
  for (let at = /** @type {Element | null} */ (place); at; at = at.parentElement) {
    for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
      const level = /^H([1-4])$/.exec(before.tagName)?.[1];
      if (level) return /** @type {'h2' | 'h3' | 'h4' | 'h5'} */ (`h${Number(level) + 1}`);
    }
  }
  return 'h2';
}

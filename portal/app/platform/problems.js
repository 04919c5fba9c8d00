/** What went wrong, and how it is said. */

import { h, newId } from '../elements/dom.js';
import { clock, hasText, t } from '../elements/words.js';

/** The API refused: `code` is stable, `detail` is for people, `errors` are single problems with their paths. */
export class Problem extends Error {
  constructor(status, told = {}, { retryAfter = null, etag = null } = {}) {
    super(told.code ?? `http_${status}`);
    this.status = status;
    this.code = told.code ?? (status === 429 ? 'too_many_requests' : `http_${status}`);
    this.detail = told.detail ?? '';
    this.errors = told.errors ?? [];
    this.requestId = told.request_id ?? null;
    this.retryAfter = retryAfter;
    this.etag = etag;
  }
}

/** Nothing answered: no network, or no answer in time. */
export class Unreachable extends Error {}

/** The person chose not to go on, as by closing the window that asks to sign in. */
export class GivenUp extends Error {}

/** What `error` is called and what to do, in the words of the portal; then what the API says of this very case. */
export function wordsFor(error) {
  if (error instanceof Unreachable) return { title: t('problems.unreachable'), detail: t('problems.unreachable_do') };
  if (error instanceof GivenUp) return { title: t('problems.given_up'), detail: '' };
  if (!(error instanceof Problem)) return { title: t('problems.page_broke'), detail: t('problems.page_broke_do') };
  const key = `problems.codes.${error.code}`;
  const title = hasText(key) ? t(key) : t('problems.unknown');
  const detail = error.detail === title ? '' : error.detail;
  return { title, detail: error.retryAfter > 5 ? withWait(error, detail) : detail };
}

/** `detail` with the time from which on it can be tried again, by the reader's clock. */
function withWait(error, detail) {
  const time = clock(new Date(Date.now() + error.retryAfter * 1000));
  // The API counts the minutes, for those who have no page in front of them.
  if (error.code === 'too_many_attempts') return t('problems.after_wrong_codes', { time });
  return `${detail} ${t('problems.wait', { time })}`.trim();
}

/** A box that says what went wrong. `places` gives, for the path of a single problem, the id of its field. */
export function problemBox(error, { places = () => null, level = 'h2' } = {}) {
  const { title, detail } = wordsFor(error);
  const heading = newId('problem');
  const single = (error.errors ?? []).filter((one) => one.message !== detail);
  return h(
    'div',
    { class: 'note bad', role: 'group', 'aria-labelledby': heading, tabindex: '-1', 'data-code': error.code ?? 'none' },
    h(level, { id: heading }, title),
    detail && h('p', {}, detail),
    single.length > 0 &&
      h(
        'ul',
        {},
        single.map((one) => h('li', {}, said(one, places))),
      ),
    error.requestId && error.status >= 500 && h('p', { class: 'meta' }, t('problems.request', { id: error.requestId })),
  );
}

/**
 * What `asking` gives, or `{data: nothing, problem}` where what was asked for cannot be taken: the page stays, and in it
 * the form with what was typed.
 */
export async function unlessRefused(asking, nothing) {
  try {
    return await asking;
  } catch (error) {
    if (error.status !== 422) throw error;
    return { data: nothing, problem: error };
  }
}

function said(one, places) {
  const field = places(one.path);
  return field ? h('a', { href: `#${field}`, 'data-field': field }, one.message) : one.message;
}

/** Puts the box for `error` into `place` and takes the reader there. */
export function showProblem(place, error, options) {
  const box = problemBox(error, options);
  box.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-field]');
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.dataset.field)?.focus();
  });
  place.replaceChildren(box);
  box.focus();
}

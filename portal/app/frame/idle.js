/** Logs out somebody who does nothing for a while, in all tabs at once. A dialog warns them a minute before. */

import { sayOnPage } from '../elements/announcements.js';
import { closeDialog, showDialog } from '../elements/dialogs.js';
import { h, newId } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { dueOf, limitOf } from '../platform/idle_limits.js';
import * as session from '../platform/session.js';

const EVERY = 1000; // milliseconds between two looks at the clock
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

/** @type {HTMLDialogElement | null} */
let warning = null;
let latest = 0; // when the person last did something

/** Watches from now on. A computer that slept is looked at when it wakes. */
export function watch() {
  for (const sign of SIGNS) addEventListener(sign, noticed, { passive: true, capture: true });
  document.addEventListener('visibilitychange', check);
  addEventListener('pageshow', check);
  addEventListener('pagehide', note);
  setInterval(check, EVERY);
}

/** While the warning is shown, its buttons decide. The press shows its effect first: it is noted within a second. */
function noticed() {
  look();
  if (!warning) latest = Date.now();
}

function note() {
  session.touch(latest);
}

function check() {
  note();
  look();
}

function look() {
  const current = session.activity();
  const due = current ? dueOf(current, Date.now()) : 'nothing';
  if (due === 'warning' && current) warn(limitOf(current.shared));
  else close();
  if (due === 'end' && current) end(limitOf(current.shared));
}

/** @param {number} limit in milliseconds */
function end(limit) {
  session.endIdle();
  // The page that everybody else sees comes first.
  setTimeout(() => sayOnPage(t('idle.ended', { minutes: limit / 60_000 })), 500);
}

/** @param {number} limit in milliseconds */
function warn(limit) {
  if (warning) return;
  const heading = newId('idle');
  const stay = () => {
    session.touch();
    close();
  };
  const button = h('button', { type: 'button', class: 'button', onclick: stay }, t('idle.stay'));
  const leave = h('button', { type: 'button', class: 'link-button', onclick: session.endIdle }, t('idle.leave'));
  warning = h(
    'dialog',
    {
      'aria-labelledby': heading,
      oncancel: (/** @type {Event} */ event) => {
        event.preventDefault();
        stay();
      },
    },
    h('h2', { id: heading }, t('idle.title')),
    h('p', {}, t('idle.why', { minutes: limit / 60_000 })),
    h('div', { class: 'actions' }, button, leave),
  );
  showDialog(warning);
  button.focus();
}

function close() {
  if (warning) closeDialog(warning);
  warning = null;
}

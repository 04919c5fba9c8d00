/** Starts the portal: settings, sign-in, frame, then the page of the current address. */

import { mayLeave } from './claim/leaving.js';
import { allTitles, keptBox } from './claim/unsaved.js';
import { byId, fill, h } from './elements/dom.js';
import { problemBox } from './elements/problem_box.js';
import { t } from './elements/words.js';
import { watch } from './frame/idle.js';
import { speakFor, whenChosen } from './frame/language.js';
import * as router from './frame/router.js';
import { drawFrame, whenLeaving } from './frame/shell.js';
import * as config from './platform/config.js';
import * as session from './platform/session.js';

async function start() {
  const settings = config.load();
  const ready = Promise.all([settings, session.restore(settings)]);
  // It is waited for below, when there are words to say what went wrong.
  ready.catch(() => null);
  try {
    await speakFor(false);
  } catch {
    byId('not-loaded').hidden = false;
    return;
  }
  try {
    await ready;
  } catch (error) {
    const again = h(
      'button',
      { type: 'button', class: 'button', onclick: () => location.reload() },
      t('common.try_again'),
    );
    fill(byId('main'), h('h1', {}, t('brand')), problemBox(error), again);
    return;
  }
  session.whenEnded(async (email, why) => (await import('./frame/sign_in_again.js')).ask(email, why));
  const thisSession = () => import('./frame/this_session.js');
  session.whenSigned(
    async () => (await thisSession()).arrived(),
    async (id) => (await thisSession()).left(id),
  );
  whenLeaving(mayLeave);
  drawFrame();
  let before = session.person()?.id;
  session.onChange(() => {
    const now = session.person()?.id;
    if (now === before) return;
    before = now;
    drawFrame();
    if (now) sendWhatWaits();
    else loggedOut();
  });
  whenChosen(router.reload);
  addEventListener('beforeunload', (event) => {
    if (session.person() && allTitles().length) event.preventDefault();
  });
  watch();
  if (before) sendWhatWaits();
  await router.start();
}

async function sendWhatWaits() {
  if (allTitles().length) await (await import('./claim/resume.js')).resume();
}

/** Goes to the home page. A learner who was logged out in another tab is shown their unsaved work. */
async function loggedOut() {
  await router.go('/');
  const box = keptBox();
  if (box) byId('main').prepend(box);
}

start();

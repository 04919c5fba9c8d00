/** The form that makes new session codes. It asks before any of the present ones ends. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, h, newId } from '../../elements/dom.js';
import { field, form, tick } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { oneAtATime } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { notNow, question } from '../../workbench/questions.js';

/** @import { CodeView, MadeCodesView } from '#api' */

/**
 * @param {string} path that makes them
 * @param {{id: string, title?: string}[]} sessions of the activity or the draft
 * @param {string | null} etag of the activity or the draft
 */
export function makeSessionCodes(path, sessions, etag) {
  const boxes = sessions.map((one) => sessionBox(one, sessions.length === 1));
  const site = field({ label: t('codes.make.site'), autocomplete: 'off', maxlength: '120' });
  const replaces = tick({ label: t('codes.make.replace'), about: t('codes.make.replace_about') });
  const asked = h('div', {});
  /** @param {boolean} dryRun */
  const make = async (dryRun) => {
    const chosen = boxes.filter((box) => box.input.checked).map((box) => box.input.value);
    const json = { session_ids: chosen, site: site.input.value.trim() || null, replace: replaces.input.checked };
    const query = { dry_run: dryRun ? 'true' : null };
    /** @type {{data: MadeCodesView}} */
    const { data } = await call('POST', path, { json, query, ifMatch: etag });
    return data;
  };
  const finish = async () => {
    const made = await make(false);
    await reload();
    sayOnPage(t('codes.make.session_done', { count: made.items.length }));
  };
  const send = async () => {
    fill(asked);
    const gone = replaces.input.checked ? await make(true) : null;
    if (!gone?.replaced.length) return finish();
    const whole = ask(
      gone,
      oneAtATime((error) => showProblem(asked, error)),
      finish,
      asked,
    );
    fill(asked, whole);
    whole.focus();
  };
  const places = { site };
  const made = form({ fields: [site], label: t('codes.make.session_submit'), send, places }, [
    sessionsField(boxes.map((box) => box.node)),
    site.node,
    replaces.node,
  ]);
  const title = newId('make');
  return h('section', { class: 'card no-print', 'aria-labelledby': title }, [
    h('h2', { id: title }, t('codes.make.session_title')),
    h('p', {}, t('codes.make.session_about')),
    made.node,
    asked,
  ]);
}

/** @param {HTMLElement[]} boxes */
const sessionsField = (boxes) =>
  h('fieldset', {}, [
    h('legend', {}, t('codes.make.for')),
    h('p', { class: 'hint' }, t('codes.make.for_about')),
    boxes,
  ]);

/**
 * @param {{id: string, title?: string}} one
 * @param {boolean} checked
 */
const sessionBox = (one, checked) => tick({ label: h('bdi', {}, one.title || one.id), value: one.id, checked });

/**
 * What goes, and what becomes of those who used it.
 * @param {MadeCodesView} gone
 * @param {(what: () => unknown) => Promise<void>} once
 * @param {() => unknown} finish
 * @param {HTMLElement} place
 */
function ask(gone, once, finish, place) {
  const codes = gone.replaced.map((one) => h('li', {}, h('code', {}, one.code), named(one)));
  const about = [
    h('p', {}, gone.opened !== null && [opened(gone.opened), ' '], t('codes.make.ask_why')),
    h('ul', {}, codes),
  ];
  return question(t('codes.make.ask', { count: codes.length }), about, [
    { label: t('codes.make.replace_now'), act: () => once(finish) },
    notNow(t('codes.make.keep'), place),
  ]);
}

/** @param {number} count */
const opened = (count) => t('codes.make.ask_opened', { count });

/** @param {CodeView} one */
const named = (one) => [one.session, one.site].filter((text) => text).map((text) => [' · ', h('bdi', {}, text)]);

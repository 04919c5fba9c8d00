/** Where the learner is logged in: a list, ending one session, and logging out everywhere. */

import { mayLeave } from '../../claim/leaving.js';
import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';

/** @import { MySessionsView, MySessionView } from '#api' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * @param {HTMLElement} place
 * @param {MySessionsView} sessions
 */
export function sessionsPart(place, { items }) {
  const open = items.filter((one) => one.open);
  const ended = items.filter((one) => !one.open);
  const everywhere = async () => {
    if (!(await mayLeave())) return;
    await call('DELETE', '/v1/me/sessions');
    await session.signOut();
  };
  fill(
    place,
    h('p', {}, t('my_sessions.about')),
    h(
      'ul',
      { 'aria-label': t('my_sessions.open') },
      open.map((one) => openSession(place, one)),
    ),
    ended.length > 0 &&
      h('details', {}, h('summary', {}, t('my_sessions.ended', { count: ended.length })), h('ul', {}, ended.map(past))),
    h('p', {}, t('my_sessions.not_yours')),
    form({ send: everywhere, label: t('my_sessions.everywhere'), quiet: true }, h('p', {}, t('my_sessions.why'))).node,
  );
}

/** Ends all other sessions. */
export async function endOthers() {
  const { data } = await call('GET', '/v1/me/sessions');
  for (const one of data.items) if (one.open && !one.this) await call('DELETE', `/v1/me/sessions/${one.session_id}`);
}

/** @param {MySessionView} one */
const browserOf = ({ browser }) => browser ?? t('my_sessions.unknown');

/**
 * @param {HTMLElement} place
 * @param {MySessionView} one
 */
function openSession(place, one) {
  const browser = browserOf(one);
  const when = { started: moment(one.started_at), seen: moment(one.seen_at), until: moment(one.until) };
  const said = group(h('strong', {}, browser), ' ', t('my_sessions.one', when));
  if (one.this) return h('li', {}, said, ' ', h('span', { class: 'meta' }, t('my_sessions.this')));
  const send = async () => {
    /** @type {Answer<MySessionsView>} */
    const { data } = await call('DELETE', `/v1/me/sessions/${one.session_id}`);
    sessionsPart(place, data);
    const text = t('my_sessions.done', { browser });
    announce(text);
    const note = h('p', { class: 'note ok', tabindex: '-1' }, text);
    place.prepend(note);
    note.focus();
  };
  const label = t('my_sessions.end', { browser, started: when.started });
  return h('li', {}, said, form({ send, label, quiet: true }).node);
}

/** @param {MySessionView} one */
function past(one) {
  const when = { browser: browserOf(one), started: moment(one.started_at), until: moment(one.until) };
  return h('li', {}, t('my_sessions.past', when));
}

/** The page of the links in the e-mail about a change of address or password. It works without a sign-in. */

import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';

/** @import { AccountChangeView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const token = query.get('token') ?? '';
  const title = t('account_change.title');
  const found = await lookUp(token);
  if (found instanceof Problem) {
    const body = [h('h1', {}, title), problemBox(found), ways()];
    return { title, body, width: 'narrow' };
  }
  const place = h('div', {});
  fill(place, question(place, token, found));
  return { title, body: [place], width: 'narrow' };
}

/**
 * The change that the link is about, or why the link cannot be followed.
 * @param {string} token
 * @returns {Promise<AccountChangeView | Problem>}
 */
async function lookUp(token) {
  try {
    /** @type {Answer<AccountChangeView>} */
    const { data } = await call('GET', '/v1/account-changes', { query: { token: token || '-' }, open: true });
    return data;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return error;
    throw error;
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} token
 * @param {AccountChangeView} change
 */
function question(place, token, change) {
  const words = `account_change.${change.use}`;
  const send = async () => {
    /** @type {Answer<AccountChangeView>} */
    const { data } = await call('POST', `/v1/account-changes/${change.use}`, { json: { token }, open: true });
    const heading = h('h1', { tabindex: '-1' }, t(`${words}.done`));
    fill(place, heading, outcome(data));
    announce(t(`${words}.done`));
    heading.focus();
  };
  const values = { former: change.former_email, now: change.new_email ?? '', when: moment(change.changed_at) };
  return group(
    h('h1', {}, t(`${words}.title`)),
    h('p', {}, t(`account_change.what.${change.kind}`, values)),
    form({ send, label: t(`${words}.do`) }, h('p', {}, t(`${words}.effect.${change.kind}`, values))).node,
    h('p', { class: 'meta' }, t('account_change.until', { when: moment(change.until) })),
  );
}

/** @param {AccountChangeView} change */
function outcome(change) {
  const values = { former: change.former_email };
  if (change.use === 'confirm') return h('p', {}, t(`account_change.confirm.after.${change.kind}`, values));
  const reset = `/reset-password?${new URLSearchParams({ email: change.former_email })}`;
  return group(
    h('p', {}, t('account_change.undo.after', values)),
    !change.finished && h('p', { class: 'note warn' }, t('account_change.undo.unfinished')),
    h('div', { class: 'actions' }, h('a', { class: 'button', href: reset }, t('account_change.undo.password'))),
    h('p', { class: 'meta' }, t('account_change.undo.careful')),
  );
}

/** Where to go when the link cannot be followed. */
function ways() {
  return h(
    'ul',
    {},
    h('li', {}, h('a', { href: '/reset-password' }, t('reset.title'))),
    h('li', {}, h('a', { href: '/sign-in' }, t('sign_in.title'))),
    h('li', {}, h('a', { href: '/help' }, t('shell.contact'))),
  );
}

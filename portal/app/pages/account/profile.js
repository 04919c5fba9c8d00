/** The profile: the name as printed, the e-mails in three places, licenses, and whether credits are reported. */

import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { choices, field, form, tick } from '../../elements/forms.js';
import { wordsFor } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { paperHead } from '../../frame/shell.js';
import { ownAddress } from '../../platform/addresses.js';
import { call } from '../../platform/api.js';
import { consentChoice, consentHint } from '../../profile/consent.js';
import { languageChoice } from '../../profile/language_choice.js';
import { licensesPart } from '../../profile/licenses.js';
import { nameForm } from '../../profile/name_form.js';
import { openProfile } from '../../profile/profile_store.js';
import { addressesPart } from './addresses.js';
import { joinsPart } from './joins.js';

/** @import { ProfileView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Store } from '../../profile/profile_store.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const paths = ['/v1/me', '/v1/me/addresses', '/v1/me/joins'];
  const [me, own, joins] = await Promise.all(paths.map((path) => call('GET', path)));
  const store = openProfile(me);
  const wanted = query.get('next');
  const next = wanted && ownAddress(wanted);
  const saved = () => {
    announce(t('common.saved'));
    if (next) go(next);
  };
  const body = [
    h('h1', {}, t('profile.title')),
    paperHead(me.data),
    part('name', t('profile.name_title'), nameForm({ store, saved: told(saved) }).node),
    part('emails', t('profile.emails'), emails(store)),
    part('customer-id', t('customer_id.title'), customerId(store)),
    part('addresses', t('addresses.title'), addressesPart(own.data, store.profile)),
    part('accounts', t('joins.title'), joinsPart(joins.data)),
    part('profession', t('profile.profession'), physician(store), licensesPart(store, told(saved))),
    part('credits', t('profile.credits'), switches(store)),
    part('paper', t('profile.paper'), paper(store)),
    part('language', t('profile.pages_language'), languageChoice(store)),
    part(
      'sign-in',
      t('profile.sign_in'),
      h('p', {}, t('profile.sign_in_about')),
      h('p', {}, h('a', { class: 'button quiet', href: '/profile/sign-in' }, t('profile.sign_in_link'))),
    ),
    part(
      'audit',
      t('audit.title'),
      h('p', {}, t('audit.about')),
      h('p', {}, h('a', { class: 'button quiet', href: '/profile/audit' }, t('audit.link'))),
    ),
    part(
      'data',
      t('profile.data'),
      h('p', {}, t('profile.data_about')),
      h('p', {}, h('a', { class: 'button quiet', href: '/profile/data' }, t('profile.data_link'))),
    ),
  ];
  return { title: t('profile.title'), body, width: 'narrow' };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {...Child} inside
 */
function part(id, title, ...inside) {
  const said = h('p', { class: 'meta', role: 'status', 'data-saved': '' });
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), inside, said);
}

/**
 * Calls `saved`, and says so in the same part of the page.
 * @param {() => void} saved
 */
function told(saved) {
  return () => {
    const place = document.activeElement?.closest('section')?.querySelector('[data-saved]');
    if (place) place.textContent = t('common.saved');
    saved();
  };
}

/** @param {Store} store */
function emails(store) {
  const { profile } = store;
  const ascls = field({
    label: t('profile.ascls'),
    type: 'email',
    autocomplete: 'email',
    value: profile.ascls_email ?? '',
  });
  const ascp = field({
    label: t('profile.ascp'),
    type: 'email',
    autocomplete: 'email',
    value: profile.ascp_email ?? '',
  });
  const verdict = h('div', { 'aria-live': 'polite' });
  const judge = () => fill(verdict, comparison(store.profile));
  const send = async () => {
    await store.save({ ascls_email: ascls.input.value.trim() || null, ascp_email: ascp.input.value.trim() || null });
    judge();
    announce(t('common.saved'));
  };
  judge();
  const trio = h(
    'div',
    { class: 'trio' },
    h(
      'div',
      {},
      h('p', { class: 'meta' }, t('profile.portal')),
      h('p', {}, h('strong', {}, profile.email)),
      h('p', {}, h('a', { href: '/profile/sign-in' }, t('profile.change_email'))),
    ),
    h('div', {}, ascls.node),
    h('div', {}, ascp.node),
  );
  const made = form(
    { send, label: t('profile.save_emails'), places: { ascls_email: ascls, ascp_email: ascp } },
    trio,
    verdict,
  );
  const same = () => {
    ascls.input.value = profile.email;
    ascp.input.value = profile.email;
    made.button.click();
  };
  made.actions.append(h('button', { type: 'button', class: 'button quiet', onclick: same }, t('profile.all_same')));
  return group(
    h('p', {}, t('profile.emails_why')),
    !profile.email_is_yours &&
      h('p', { class: 'note bad' }, t(profile.email_is_usable ? 'profile.not_yours' : 'profile.not_usable')),
    made.node,
  );
}

/**
 * The number by which ASCP knows the learner.
 * @param {Store} store
 */
function customerId(store) {
  const saved = told(() => undefined);
  const id = field({
    label: t('customer_id.label'),
    hint: t('customer_id.hint'),
    value: store.profile.ascp_customer_id ?? '',
    inputmode: 'numeric',
    autocomplete: 'off',
  });
  const send = async () => {
    await store.save({ ascp_customer_id: id.input.value.trim() || null });
    id.input.value = store.profile.ascp_customer_id ?? '';
    saved();
  };
  const made = form({ send, label: t('customer_id.save'), places: { ascp_customer_id: id } }, id.node);
  return group(h('p', {}, t('customer_id.why')), made.node);
}

/** @param {ProfileView} profile */
function comparison(profile) {
  /** @param {string | null} address */
  const plain = (address) => address?.normalize('NFKC').trim().toLowerCase();
  const others = [profile.ascls_email, profile.ascp_email];
  if (others.some((one) => one && plain(one) !== plain(profile.email)))
    return h('p', { class: 'note warn' }, t('profile.different'));
  return profile.ascls_email && profile.ascp_email
    ? h('p', { class: 'note ok' }, t('profile.same'))
    : h('p', { class: 'note' }, t('profile.unknown'));
}

/** @param {Store} store */
function physician(store) {
  const options = [
    { value: 'yes', label: t('common.yes') },
    { value: 'no', label: t('common.no') },
  ];
  const value = store.profile.physician === null ? null : store.profile.physician ? 'yes' : 'no';
  const said = h('p', { class: 'meta', role: 'status' });
  /** @param {{target: HTMLInputElement}} options */
  const onchange = async ({ target }) => {
    try {
      await store.save({ physician: target.value === 'yes' });
      fill(said, t('common.saved'));
    } catch (error) {
      fill(said, `${t('common.not_saved')} ${wordsFor(error).title}`);
    }
  };
  return group(
    choices({
      legend: t('profile.physician'),
      hint: t('profile.physician_hint'),
      name: 'physician',
      options,
      value,
      onchange,
    }).node,
    said,
  );
}

/** @param {Store} store */
function switches(store) {
  return group(consent(store), toggle(store, 'notices', t('profile.notices'), t('profile.notices_about')));
}

/**
 * Saved with its own button, even if nothing was changed: then credits that were missed are entered.
 * @param {Store} store
 */
function consent(store) {
  const value = store.profile.consent_to_report ? 'yes' : 'no';
  const asked = choices({ ...consentChoice(store.profile), value });
  const said = h('p', { class: 'meta', role: 'status' });
  const send = async () => {
    await store.save({ consent_to_report: asked.value() === 'yes' });
    if (asked.hint) asked.hint.textContent = consentHint(store.profile);
    fill(said, t('common.saved'));
    announce(t('common.saved'));
  };
  return group(form({ send, label: t('consent.save'), quiet: true }, asked.node).node, said);
}

/**
 * A checkbox that is saved when it is changed, and reverts if that fails.
 * @param {Store} store
 * @param {'notices'} name
 * @param {string} label
 * @param {string} about
 */
function toggle(store, name, label, about) {
  const said = h('p', { class: 'meta', role: 'status' });
  const box = tick({ label, about, checked: store.profile[name] });
  box.input.addEventListener('change', async () => {
    try {
      await store.save({ [name]: box.input.checked });
      fill(said, t('common.saved'));
    } catch (error) {
      box.input.checked = store.profile[name];
      fill(said, `${t('common.not_saved')} ${wordsFor(error).title}`);
    }
  });
  return group(box.node, said);
}

/** @param {Store} store */
function paper(store) {
  const options = ['letter', 'a4'].map((value) => ({ value, label: t(`profile.papers.${value}`) }));
  const said = h('p', { class: 'meta', role: 'status' });
  /** @param {{target: {value: ProfileView['paper']}}} options */
  const onchange = async ({ target }) => {
    try {
      await store.save({ paper: target.value });
      fill(said, t('common.saved'));
    } catch (error) {
      fill(said, `${t('common.not_saved')} ${wordsFor(error).title}`);
    }
  };
  return group(
    choices({ legend: t('profile.paper_which'), name: 'paper', options, value: store.profile.paper, onchange }).node,
    said,
  );
}

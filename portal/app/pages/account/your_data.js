/** The learner's data: a copy of it, the effect of an erasure with reasons and times, and the erasure itself. */

import { h, written } from '../../elements/dom.js';
import { form, neededAt, tick } from '../../elements/forms.js';
import { day, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';
import { ALL_DATA, fileSection } from '../../profile/file_section.js';

/** @import { ErasureView, KeptView } from '#api' */
/** @import { Page } from '../../frame/router.js' */

/** @returns {Promise<Page>} */
export async function page() {
  const [erasure, found] = await Promise.all([call('GET', '/v1/me/erasure'), call('GET', '/v1/me/export')]);
  /** @type {ErasureView} */
  const shown = erasure.data;
  const copy = fileSection(ALL_DATA, found.data);
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/profile' }, t('profile.title'))),
    h('h1', {}, t('data.title')),
    copy.node,
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'erase' },
      h('h2', { id: 'erase' }, t('data.erase')),
      reach(shown),
      confirmation(shown),
    ),
  ];
  return { title: t('data.title'), body, width: 'narrow', shown: copy.watch, leave: copy.leave };
}

/** @param {ErasureView} shown */
function reach(shown) {
  return [
    h('h3', {}, t('data.erased')),
    h(
      'ul',
      {},
      shown.erased.map((one) => h('li', {}, written(one.text))),
    ),
    h('h3', {}, t('data.kept')),
    h('ul', {}, shown.kept.map(kept)),
  ];
}

/** @param {KeptView} one */
function kept(one) {
  const until = one.until && ` ${t('data.until', { day: day(one.until.slice(0, 10)) })}`;
  return h('li', {}, written(one.text), h('p', { class: 'hint' }, written(one.why), until));
}

/**
 * @param {ErasureView} shown
 */
function confirmation(shown) {
  const sure = tick({ label: t('data.sure', { email: session.person()?.email }) });
  const missing = neededAt(sure.input, t('data.sure_needed'));
  const send = async () => {
    missing.tell(!sure.input.checked);
    if (!sure.input.checked) {
      sure.input.focus();
      return;
    }
    await call('DELETE', '/v1/me', {
      query: { confirm: 'erase' },
      ifMatch: shown.version ? `"${shown.version}"` : null,
    });
    await session.signOut();
    await go('/account-erased');
  };
  return form(
    { send, label: t('data.submit'), quiet: true },
    h('p', { class: 'note warn' }, t('data.warning')),
    sure.node,
    missing.node,
  ).node;
}

/** Help: whom to write to, and the way for meetings before 2010. */

import { h } from '../elements/dom.js';
import { t, textsUnder } from '../elements/words.js';
import { setting } from '../platform/config.js';

/** @import { Page } from '../frame/router.js' */

/** @returns {Page} */
export function page() {
  const contact = setting('contact');
  /** @param {string} subject */
  const mail = (subject) => h('a', { href: `mailto:${contact}?subject=${encodeURIComponent(subject)}` }, contact);
  const questions = Object.values(textsUnder('help.questions'));
  const body = [
    h('h1', {}, t('help.title')),
    h('p', { class: 'lead' }, t('help.lead')),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, t('help.contact')),
      h('p', {}, t('help.contact_how'), ' ', mail(t('help.subject'))),
      h('p', {}, t('help.contact_activity')),
    ),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, t('help.old')),
      h('p', {}, t('help.old_how'), ' ', mail(t('help.old_subject'))),
    ),
    h('h2', {}, t('help.asked')),
    questions.map((one) => h('details', {}, h('summary', {}, one.question), h('p', {}, one.answer))),
  ];
  return { title: t('help.title'), body, width: 'narrow' };
}

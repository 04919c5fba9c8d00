/** What the learner still needs for their licenses and certifications. */

import { announce } from '../elements/announcements.js';
import { byId, fill, group, h } from '../elements/dom.js';
import { t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { fetchPaperHead } from '../profile/paper_head.js';
import { addForm, datesForm, remindersForm, requestOf } from '../progress/edit.js';
import { ruleCard } from '../progress/rule_card.js';

/** @import { ProgressView } from '#api' */
/** @import { Answer } from '../platform/api.js' */
/** @import { Page } from '../frame/router.js' */
/** @import { Save } from '../progress/edit.js' */

/** @returns {Promise<Page>} */
export async function page() {
  const place = h('div', {});
  /** @param {Answer<ProgressView>} answer */
  const draw = ({ data, etag }) => {
    /** @type {Save} */
    const save = async (change, then) => {
      draw(await call('PUT', '/v1/me/progress', { json: requestOf(data, change), ifMatch: etag }));
      announce(then.said);
      byId(then.rule ?? 'progress').focus();
    };
    fill(place, parts(data, save));
  };
  const [read, paper] = await Promise.all([call('GET', '/v1/me/progress'), fetchPaperHead()]);
  draw(read);
  const body = [
    h('h1', { id: 'progress', tabindex: '-1' }, t('progress.title')),
    paper,
    h('p', { class: 'lead' }, t('progress.lead')),
    h('p', { class: 'note' }, h('strong', {}, t('progress.estimate')), ' ', t('progress.estimate_why')),
    place,
  ];
  const openForPaper = () => {
    for (const one of place.querySelectorAll('details.on-paper')) one.setAttribute('open', '');
  };
  const shown = () => {
    addEventListener('beforeprint', openForPaper);
    goToOne();
  };
  const leave = () => removeEventListener('beforeprint', openForPaper);
  return { title: t('progress.title'), body, width: 'narrow', shown, leave };
}

/**
 * @param {ProgressView} data
 * @param {Save} save
 */
function parts(data, save) {
  return group(
    !data.items.length && h('p', { class: 'note' }, t('progress.nothing')),
    data.items.map((one) => ruleCard(one, datesForm(data, one, save))),
    addForm(data, save),
    remindersForm(data, save),
  );
}

/** The license that the address names. */
function goToOne() {
  const one = location.hash && document.getElementById(location.hash.slice(1));
  if (one)
    setTimeout(() => {
      one.scrollIntoView();
      one.focus({ preventScroll: true });
    });
}

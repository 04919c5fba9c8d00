/** The licenses of a learner: shown, added, removed. */

import { announce } from '../elements/announcements.js';
import { fill, group, h } from '../elements/dom.js';
import { field, form } from '../elements/forms.js';
import { showProblem } from '../elements/problem_box.js';
import { hasText, t, textsUnder } from '../elements/words.js';

/** @import { LicenseModel } from '#api' */
/** @import { Store } from './profile_store.js' */

// `of_credit` holds the states of a credit.
const states = () => Object.keys(textsUnder('states')).filter((one) => one !== 'of_credit');

/**
 * The part of the profile with the licenses; `saved()` is called after each change.
 * @param {Store} store
 * @param {() => void} saved
 */
export function licensesPart(store, saved) {
  const list = h('ul', { class: 'plain' });
  const trouble = h('div', {});
  const draw = () => fill(list, store.profile.licences.map(item));

  /**
   * @param {LicenseModel} one
   * @param {number} n
   */
  const item = (one, n) => {
    const name = t('licenses.item', { state: stateName(one.state), number: one.number });
    const out = h(
      'button',
      { type: 'button', class: 'link-button', onclick: () => removeLicense(n) },
      t('licenses.remove'),
      h('span', { class: 'unseen' }, `: ${name}`),
    );
    return h('li', {}, h('strong', {}, name), one.profession ? [' · ', h('bdi', {}, one.profession), ' '] : ' ', out);
  };

  /** @param {number} n */
  const removeLicense = async (n) => {
    try {
      await store.save({ licences: store.profile.licences.filter((_, at) => at !== n) });
      draw();
      announce(t('licenses.removed'));
      add.node.querySelector('select')?.focus();
    } catch (error) {
      showProblem(trouble, error);
    }
  };

  const options = states().map((one) => h('option', { value: one }, stateName(one)));
  const state = field({ label: t('licenses.state'), input: h('select', {}, options) });
  const number = field({ label: t('licenses.number'), required: true, autocomplete: 'off' });
  const profession = field({
    label: `${t('licenses.profession')} ${t('forms.optional')}`,
    autocomplete: 'organization-title',
  });
  const send = async () => {
    const fresh = { state: state.input.value, number: number.input.value.trim() };
    const job = profession.input.value.trim();
    await store.save({ licences: [...store.profile.licences, job ? { ...fresh, profession: job } : fresh] });
    number.input.value = '';
    draw();
    saved();
  };
  const add = form(
    { fields: [number], send, label: t('licenses.add'), quiet: true },
    h('div', { class: 'row' }, state.node, number.node, profession.node),
  );
  draw();
  return group(h('h3', {}, t('licenses.title')), h('p', { class: 'hint' }, t('licenses.why')), trouble, list, add.node);
}

/** @param {string} state */
function stateName(state) {
  return hasText(`states.${state}`) ? t(`states.${state}`) : state;
}

/** The language of the pages, in the profile. */

import { group, h } from '../elements/dom.js';
import { choices } from '../elements/forms.js';
import { wordsFor } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { choose, chosen, NAMES } from '../frame/language.js';

/** @import { ProfileView } from '#api' */
/** @import { Store } from './profile_store.js' */

/**
 * A choice that is saved at once; the page is then shown again in that language.
 * @param {Store} store
 */
export function languageChoice(store) {
  const said = h('p', { class: 'meta', role: 'status' });
  /** @param {{target: {value: NonNullable<ProfileView['language']>}}} options */
  const onchange = async ({ target }) => {
    try {
      await store.save({ language: target.value });
      said.textContent = t('common.saved');
      choose(target.value);
    } catch (error) {
      said.textContent = `${t('common.not_saved')} ${wordsFor(error).title}`;
    }
  };
  const options = Object.entries(NAMES).map(([value, label]) => ({ value, label: h('span', { lang: value }, label) }));
  const value = store.profile.language ?? chosen();
  return group(
    choices({ legend: t('profile.pages_language'), name: 'language', options, value, onchange }).node,
    h('p', { class: 'meta' }, t('profile.pages_language_about')),
    said,
  );
}

/** The name as it is printed, with a picture of how it looks on a certificate. */

import { h } from '../elements/dom.js';
import { field, form } from '../elements/forms.js';
import { t } from '../elements/words.js';
import { LIMITS } from '../platform/limits.js';
import { languageField } from './name_language.js';

/** @import { Store } from './profile_store.js' */
/** @import { NameLanguage } from '#api' */

/**
 * A form for the name of the profile in `store`; `saved()` is called when it was taken.
 * @param {{store: Store, saved: () => unknown}} options
 */
export function nameForm({ store, saved }) {
  const shown = h('p', { class: 'name', dir: 'auto' });
  const name = field({
    label: t('profile.name'),
    hint: t('profile.name_hint'),
    required: true,
    autocomplete: 'name',
    maxlength: String(LIMITS.name),
    dir: 'auto',
    value: store.profile.name_as_printed ?? '',
  });
  const language = languageField({ value: store.profile.name_language });
  const draw = () => {
    language.follow(name.input.value);
    if (language.input.value) shown.setAttribute('lang', language.input.value);
    else shown.removeAttribute('lang');
    shown.textContent = name.input.value.normalize('NFC').trim().replace(/\s+/g, ' ') || t('profile.name_example');
  };
  name.input.addEventListener('input', draw);
  language.input.addEventListener('change', draw);
  draw();
  const specimen = h(
    'div',
    { class: 'specimen', role: 'img', 'aria-label': t('profile.preview') },
    h('p', { lang: 'en-US' }, t('profile.certifies')),
    shown,
    h('p', { lang: 'en-US' }, t('profile.completed')),
  );
  const send = async () => {
    const tag = /** @type {NameLanguage} */ (language.input.value);
    await store.save({ name_as_printed: name.input.value, name_language: tag || null });
    await saved();
  };
  return form(
    { fields: [name], send, label: t('profile.save_name'), places: { name_as_printed: name, name_language: language } },
    name.node,
    language.node,
    specimen,
  );
}

/** The field for the Badge ID, Group ID or session code that opens a claim. */

import { field } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { LIMITS } from '../../platform/limits.js';

/** @param {string} kind what the activity asks for */
export function accessField(kind) {
  return field({
    label: t(`access.${kind}.name`),
    hint: t(`access.${kind}.hint`),
    className: 'code',
    required: true,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    maxlength: String(LIMITS.accessCode),
  });
}

/** The one question about reporting, as it is asked before printing and in the profile. */

import { moment, t } from '../elements/words.js';

/** @import { ProfileView } from '#api' */

/**
 * What `choices` needs for it, with nothing chosen; `profile` has the present choice.
 * @param {ProfileView} profile
 */
export function consentChoice(profile) {
  return {
    legend: t('consent.legend'),
    hint: consentHint(profile),
    name: 'report',
    options: ['yes', 'no'].map((value) => ({
      value,
      label: t(`consent.${value}`),
      about: t(`consent.${value}_about`),
    })),
  };
}

/**
 * The present choice, and what it covers.
 * @param {ProfileView} profile
 * @returns {string}
 */
export function consentHint(profile) {
  const now = profile.consent_to_report
    ? t('consent.now_yes', { when: moment(profile.consent_given_at) })
    : t('consent.now_no');
  return `${now} ${t('consent.hint')}`;
}

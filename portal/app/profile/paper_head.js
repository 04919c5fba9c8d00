/** Whose page it is and of which day: on paper alone, where it is all that says so. */

import { h } from '../elements/dom.js';
import { dateIn, day, t } from '../elements/words.js';
import { call } from '../platform/api.js';
import * as session from '../platform/session.js';

/** @param {{name_as_printed?: string | null, name_language?: string | null}} profile */
export function paperHead({ name_as_printed: name, name_language: lang }) {
  const who = [name && h('bdi', { lang }, name), session.person()?.email].flatMap((one) => (one ? [one, ' · '] : []));
  return h('p', { class: 'paper-only' }, who, t('paper.printed_on', { day: day(dateIn(new Date())) }));
}

/** The same for a page that does not know the profile; it shows without a name where that cannot be read. */
export const fetchPaperHead = () =>
  call('GET', '/v1/me').then(
    ({ data }) => paperHead(data),
    () => paperHead({}),
  );

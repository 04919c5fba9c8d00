/** The kinds of statement of credit, as the API lists them: names, and what a learner needs to claim them. */

import { call } from './api.js';

/** @import { StatementKindView } from '#api' */

/** @type {Map<string, StatementKindView> | null} */
let kinds = null;

/** Fetches the list, once in this tab. Pages that name a statement wait for it. */
export async function loadKinds() {
  if (kinds) return;
  const { data } = await call('GET', '/v1/statements', { open: true });
  kinds = new Map(data.items.map((/** @type {StatementKindView} */ one) => [one.type, one]));
}

/**
 * The kind of this type of statement. A type that is newer than the list has its value for a name; the API decides what
 * it needs.
 * @param {string} type
 * @returns {StatementKindView}
 */
export const kindOf = (type) => kinds?.get(type) ?? /** @type {StatementKindView} */ (unknown(type));

/** The types of statement in the list, in its order. */
export const kindTypes = () => [...(kinds?.keys() ?? [])];

/** @param {string} type */
const unknown = (type) => ({
  type,
  name: type,
  short_name: type,
  about: '',
  awards_credit: true,
  reportable: true,
  physicians_only: false,
  license_state: null,
  hours_a_day: null,
});

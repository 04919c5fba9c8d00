/** The providers for which the person acts: whose activities they may make, whose credits they may award. */

import { t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { person } from '../platform/session.js';

/** @import { ProviderView } from '#api' */

/** @typedef {{value: string, label: string, record: ProviderView | null}} Owner */

/**
 * Whose activities the person may make; operators may also make activities of no provider.
 * @returns {Promise<Owner[]>}
 */
export async function loadOwners() {
  const found = await loadProviders();
  return person()?.isOperator ? [{ value: '', label: t('workbench.no_provider'), record: null }, ...found] : found;
}

/**
 * The providers for which the person acts; operators act for those that are active.
 * @returns {Promise<Owner[]>}
 */
export async function loadProviders() {
  const found = await loadAllProviders();
  return person()?.isOperator ? found.filter(({ record }) => record.active) : found;
}

/**
 * All records that the person may see: of providers that have ended too.
 * @returns {Promise<(Owner & {record: ProviderView})[]>}
 */
export async function loadAllProviders() {
  const who = person();
  /** @param {ProviderView} record */
  const owner = (record) => ({ value: record.id, label: record.display_name, record });
  if (!who?.isOperator) {
    const asked = (who?.providers ?? []).map((id) => call('GET', `/v1/providers/${encodeURIComponent(id)}`));
    return (await Promise.all(asked)).map(({ data }) => owner(data));
  }
  const { data } = await call('GET', '/v1/staff/providers');
  return data.items.map(owner);
}

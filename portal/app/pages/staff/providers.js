/** The records of providers, for operators: a list, and a form for one of them or a new one. */

import { sayOnPage } from '../../elements/announcements.js';
import { h } from '../../elements/dom.js';
import { field, form, tick } from '../../elements/forms.js';
import { tableOf } from '../../elements/table.js';
import { moment, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { uploadForm } from '../../intake/upload.js';
import { call } from '../../platform/api.js';

/** @import { ListedProvider, ProviderView, RosterSent } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const COLUMNS = /** @type {const} */ (['name', 'id', 'number', 'sent', 'standing']);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const wanted = query.get('provider');
  const { data } = wanted
    ? await call('GET', `/v1/staff/providers/${encodeURIComponent(wanted)}`)
    : await call('GET', '/v1/staff/providers');
  const up = wanted ? '/staff/providers' : '/staff';
  const title = wanted ? data.display_name : t('staff.providers.title');
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: up }, t(wanted ? 'staff.providers.title' : 'staff.title'))),
    h('h1', {}, title),
    wanted ? [record(data), logo(data), clients(data)] : [rosterSent(data.roster), list(data.items), added()],
  ];
  return { title, body, width: 'narrow' };
}

/**
 * When a source last sent something, and that it is late.
 * @param {string | null} at
 * @param {boolean} isLate
 * @param {string} never
 */
const sent = (at, isLate, never) => [
  at ? moment(at) : never,
  isLate && [' ', h('span', { class: 'badge warn' }, t('staff.providers.late'))],
];

/** @param {RosterSent} roster */
const rosterSent = (roster) =>
  h(
    'p',
    {},
    t('staff.providers.roster'),
    ' ',
    sent(roster.last_sent_at, roster.is_late, t('staff.providers.no_roster')),
  );

/** @param {ListedProvider[]} providers */
function list(providers) {
  if (!providers.length) return h('p', { class: 'note' }, t('staff.providers.none'));
  /**
   * @param {string} name
   * @param {Child} inside
   */
  const cell = (name, inside) => h('td', { role: 'cell', 'data-label': t(`staff.providers.columns.${name}`) }, inside);
  /** @param {ListedProvider} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        h(
          'a',
          { href: `/staff/providers?${new URLSearchParams({ provider: one.id })}` },
          h('bdi', {}, one.display_name),
        ),
      ),
      cell('id', h('code', { class: 'whole' }, one.id)),
      cell('number', one.pace_provider_number ?? ''),
      cell('sent', sent(one.last_sent_at, one.is_late, t('staff.providers.never_sent'))),
      cell(
        'standing',
        h('span', { class: 'whole' }, t(one.active ? 'staff.providers.active' : 'staff.providers.inactive')),
      ),
    );
  return tableOf({
    caption: t('staff.providers.title'),
    columns: COLUMNS.map((name) => ({ title: t(`staff.providers.columns.${name}`) })),
    rows: providers.map(row),
  });
}

function added() {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'add' },
    h('h2', { id: 'add' }, t('staff.providers.add')),
    providerForm(null),
  );
}

/** @param {ProviderView} provider */
function record(provider) {
  return h('section', { class: 'card', 'aria-label': provider.display_name }, providerForm(provider));
}

/** @param {ProviderView} provider */
function logo({ id }) {
  return uploadForm({
    id: 'logo',
    title: t('staff.providers.logo'),
    about: t('staff.providers.logo_about'),
    accept: '.png,.svg,image/png,image/svg+xml',
    dry: false,
    request: (file) => ({ path: `/v1/staff/providers/${encodeURIComponent(id)}/logo`, type: file.type }),
    told: (data) => t('staff.activities.logo_told', data),
  });
}

/** @param {ProviderView} provider */
function clients({ id, display_name: name }) {
  const href = `/staff/clients?${new URLSearchParams({ owner: id })}`;
  return h('p', {}, h('a', { href }, t('staff.clients.of', { owner: name })));
}

/**
 * The form of `provider`, or of a new one.
 * @param {ProviderView | null} provider
 */
function providerForm(provider) {
  const id = field({
    label: t('staff.providers.id'),
    hint: t('staff.providers.id_hint'),
    value: provider?.id ?? '',
    required: true,
    readonly: Boolean(provider),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const { fields, active } = recordFields(provider);
  const send = async () => {
    const typed = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.input.value.trim()]));
    const json = {
      ...typed,
      pace_provider_number: typed.pace_provider_number || null,
      expected_every_days: typed.expected_every_days ? Number(typed.expected_every_days) : null,
      active: active.input.checked,
    };
    const path = `/v1/staff/providers/${encodeURIComponent(id.input.value.trim())}`;
    // A new provider must not replace one that is there.
    const { data } = await call('PUT', path, { json, ifMatch: `"${provider?.revision ?? 0}"` });
    await go('/staff/providers', { replace: true });
    sayOnPage(t('staff.providers.saved', { name: data.display_name }));
  };
  const label = t(provider ? 'staff.providers.save' : 'staff.providers.add_submit');
  const nodes = Object.values(fields).map((one) => one.node);
  const all = [id, ...Object.values(fields)];
  return form({ fields: all, send, label, places: { ...fields, provider_id: id } }, id.node, nodes, active.node).node;
}

/**
 * The fields of a record, by their names in the API.
 * @param {ProviderView | null} provider
 */
function recordFields(provider) {
  /**
   * @param {string} name
   * @param {Record<string, any>} more
   */
  const one = (name, more) => field({ label: t(`staff.providers.${name}`), autocomplete: 'off', ...more });
  const statement = h('textarea', { rows: 3 });
  statement.value = provider?.provider_statement ?? '';
  const fields = {
    display_name: one('display_name', {
      value: provider?.display_name ?? '',
      hint: t('staff.providers.display_name_hint'),
      required: true,
    }),
    pace_provider_number: one('pace_provider_number', { value: provider?.pace_provider_number ?? '' }),
    provider_statement: field({
      label: t('staff.providers.provider_statement'),
      hint: t('staff.providers.provider_statement_hint'),
      input: statement,
    }),
    contact_email: one('contact_email', { value: provider?.contact_email ?? '', type: 'email', required: true }),
    time_zone: one('time_zone', {
      value: provider?.time_zone ?? '',
      hint: t('staff.providers.time_zone_hint'),
      required: true,
      spellcheck: 'false',
    }),
    expected_every_days: one('expected_every_days', {
      value: provider?.expected_every_days ?? '',
      hint: t('staff.providers.expected_every_days_hint'),
      type: 'number',
      min: 1,
      step: 1,
    }),
  };
  const active = tick({
    label: t('staff.providers.active_label'),
    about: t('staff.providers.active_about'),
    checked: provider?.active ?? true,
  });
  return { fields, active };
}

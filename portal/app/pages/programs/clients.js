/** The machine clients of a provider, or of ASCLS: a list, a new one, a replacement, and the end of one. */

import { announce } from '../../elements/announcements.js';
import { copied } from '../../elements/copied.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { tableOf } from '../../elements/table.js';
import { moment, t } from '../../elements/words.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { person } from '../../platform/session.js';

/** @import { ClientView, NewClientView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const ASCLS = 'ascls';
const COLUMNS = /** @type {const} */ (['name', 'id', 'rights', 'made', 'standing']);
const OVERLAPS = ['7', '1', '30', '0']; // days; the first is the usual one

/**
 * @typedef {object} Desk
 * @property {string} path of the owner's clients
 * @property {HTMLElement} told the place for a new client's secret, and for the outcome of an act
 * @property {() => Promise<string>} refresh shows the clients as they are now; gives the owner's display name
 */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const own = person()?.providers ?? [];
  const owner = query.get('owner') ?? (own.length === 1 ? own[0] : null);
  if (!owner) return choice(await owners(own));
  const isOperator = person()?.isOperator;
  const path = `/v1/staff/clients/${encodeURIComponent(owner)}`;
  const place = h('div', {});
  const told = h('div', {});
  const refresh = async () => {
    const { data } = await call('GET', path);
    fill(place, list(data.items, desk));
    return data.owner_name;
  };
  const desk = { path, told, refresh };
  const name = await refresh();
  const back = isOperator && owner !== ASCLS;
  const up = back ? `/staff/providers?${new URLSearchParams({ provider: owner })}` : '/staff';
  const title = t('staff.clients.of', { owner: name });
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: up }, back ? name : t('staff.title'))),
    h('h1', {}, title),
    h('p', {}, t('staff.clients.why')),
    told,
    place,
    added(owner, desk),
  ];
  return { title, body };
}

/**
 * Whose clients the person may see, with their names.
 * @param {string[]} own
 * @returns {Promise<[id: string, name: string][]>}
 */
async function owners(own) {
  if (person()?.isOperator) return [[ASCLS, ASCLS.toUpperCase()]];
  const found = await Promise.all(own.map((id) => call('GET', `/v1/providers/${encodeURIComponent(id)}`)));
  return found.map(({ data }) => [data.id, data.display_name]);
}

/**
 * Whose clients: for staff of several providers, and for operators.
 * @param {[id: string, name: string][]} owners
 * @returns {Page}
 */
function choice(owners) {
  /** @param {[id: string, name: string]} one */
  const link = ([owner, name]) => {
    const href = `/staff/clients?${new URLSearchParams({ owner })}`;
    return h('li', {}, h('a', { href }, t('staff.clients.of', { owner: name })));
  };
  const title = t('staff.clients.title');
  return {
    title,
    body: [
      staffHead(title),
      person()?.isOperator && h('p', {}, h('a', { href: '/staff/providers' }, t('staff.clients.by_provider'))),
      h('ul', {}, owners.map(link)),
    ],
    width: 'narrow',
  };
}

/**
 * @param {ClientView[]} clients
 * @param {Desk} desk
 */
function list(clients, desk) {
  if (!clients.length) return h('p', { class: 'note' }, t('staff.clients.none'));
  return tableOf({
    caption: t('staff.clients.title'),
    columns: COLUMNS.map((name) => ({ title: t(`staff.clients.columns.${name}`) })),
    rows: clients.map((one) => row(one, desk)),
  });
}

/**
 * @param {ClientView} one
 * @param {Desk} desk
 */
function row(one, desk) {
  const [, id, rights, made, standing] = COLUMNS.map((name) => ({
    role: 'cell',
    'data-label': t(`staff.clients.columns.${name}`),
  }));
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, h('bdi', {}, one.name)),
    h('td', id, h('code', {}, one.client_id)),
    h('td', rights, one.rights.map(rightName).join(', ')),
    h('td', made, moment(one.created_at)),
    h('td', standing, stands(one), one.in_use && group(replaced(one, desk), revoked(one, desk))),
  );
}

/** @param {ClientView} one */
function stands({ in_use: inUse, ends_at: endsAt }) {
  if (!endsAt) return t('staff.clients.in_use');
  return t(inUse ? 'staff.clients.ends' : 'staff.clients.ended', { when: moment(endsAt) });
}

/**
 * @param {string} owner
 * @param {Desk} desk
 */
function added(owner, desk) {
  const name = field({
    label: t('staff.clients.name'),
    hint: t('staff.clients.name_hint'),
    required: true,
    autocomplete: 'off',
    maxlength: '100',
  });
  const kinds = ['both', 'credits.write', 'credits.read'];
  const options = kinds.map((one) => h('option', { value: one }, rightName(one)));
  const rights = owner === ASCLS ? null : field({ label: t('staff.clients.may'), input: h('select', {}, options) });
  const send = async () => {
    const wanted = rights?.input.value ?? 'both';
    const json = { name: name.input.value.trim(), rights: wanted === 'both' ? null : [wanted] };
    const { data } = await call('POST', desk.path, { json });
    await desk.refresh();
    show(data, desk);
    name.input.value = '';
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'add' },
    h('h2', { id: 'add' }, t('staff.clients.add')),
    form({ fields: [name], send, label: t('staff.clients.add_submit'), places: { name } }, name.node, rights?.node)
      .node,
  );
}

/**
 * @param {ClientView} one
 * @param {Desk} desk
 */
function replaced(one, desk) {
  const options = OVERLAPS.map((days) =>
    h('option', { value: days }, days === '0' ? t('staff.clients.at_once') : t('staff.clients.days', { count: days })),
  );
  const overlap = field({ label: t('staff.clients.overlap'), input: h('select', {}, options) });
  const send = async () => {
    const json = { overlap_days: Number(overlap.input.value) };
    const { data } = await call('POST', `${desk.path}/${encodeURIComponent(one.client_id)}/rotate`, { json });
    await desk.refresh();
    show(data, desk);
  };
  const label = t('staff.clients.replace');
  return h('details', {}, h('summary', {}, label), form({ send, label, quiet: true }, overlap.node).node);
}

/**
 * @param {ClientView} one
 * @param {Desk} desk
 */
function revoked(one, desk) {
  const send = async () => {
    await call('POST', `${desk.path}/${encodeURIComponent(one.client_id)}/revoke`);
    await desk.refresh();
    const said = t('staff.clients.revoked', { name: one.name });
    fill(desk.told, h('p', { class: 'note ok' }, said));
    announce(said, { now: true });
  };
  const label = t('staff.clients.revoke');
  return h(
    'details',
    {},
    h('summary', {}, label),
    form({ send, label, quiet: true }, h('p', { class: 'hint' }, t('staff.clients.revoke_about'))).node,
  );
}

/**
 * A new client with its secret: here and never again.
 * @param {NewClientView} made
 * @param {Desk} desk
 */
function show(made, desk) {
  const heading = h('h2', { tabindex: '-1' }, t('staff.clients.made'));
  fill(
    desk.told,
    h(
      'section',
      { class: 'note ok' },
      heading,
      h('p', {}, h('strong', {}, t('staff.clients.once'))),
      copied(t('staff.clients.columns.id'), made.client_id),
      copied(t('staff.clients.secret'), made.secret),
      copied(t('staff.clients.token_url'), made.token_url),
    ),
  );
  heading.focus();
}

/**
 * @param {string} right a right as the API names it, `credits.read`, or `both`
 * @returns {string}
 */
function rightName(right) {
  const key = right.replace('.', '_');
  return t(`staff.clients.rights.${key}`);
}

/** A new activity, or a copy: what it is and when. The rest is filled in on the page of its draft. */

import { h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { dateIn, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { newDocument, proposedId } from '../../workbench/documents.js';
import { activityPath, draftPath } from '../../workbench/draft.js';
import { loadOwners } from '../../workbench/providers.js';

/** @import { Page, Visit } from '../../frame/router.js' */

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const KINDS = ['webinar', 'live_meeting', 'teleconference', 'online'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const original = query.get('copy');
  return original ? copyPage(original) : newPage();
}

/**
 * A copy of an activity for another date.
 * @param {string} original
 * @returns {Promise<Page>}
 */
async function copyPage(original) {
  const { data } = await call('GET', activityPath(original));
  const starts = firstDay();
  const id = idField();
  const propose = () => {
    if (!id.isOwn()) id.input.value = proposedId(data.title, starts.input.value);
  };
  propose();
  starts.input.addEventListener('input', propose);
  const send = async () => {
    const json = { id: id.input.value.trim(), starts_on: starts.input.value };
    await call('POST', `${draftPath(original)}/copy`, { json });
    await go(`/staff/library/${encodeURIComponent(json.id)}`, { replace: true });
  };
  const places = { id, starts_on: starts };
  const made = form({ fields: [starts, id], send, label: t('workbench.begin'), places }, starts.node, id.node);
  return shown(t('workbench.copy_of', { title: data.title }), t('workbench.copy_lead'), made.node);
}

/** @returns {Promise<Page>} */
async function newPage() {
  const owners = await loadOwners();
  const title = field({ label: t('workbench.fields.title'), required: true, maxlength: 300, autocomplete: 'off' });
  const kind = choice(
    t('workbench.fields.kind'),
    KINDS.map((value) => ({ value, label: t(`kinds.${value}.one`) })),
  );
  const starts = firstDay();
  const owner = choice(t('workbench.owner'), owners);
  const id = idField();
  const propose = () => {
    if (!id.isOwn()) id.input.value = title.input.value.trim() && proposedId(title.input.value, starts.input.value);
  };
  for (const one of [title, starts]) one.input.addEventListener('input', propose);
  const send = async () => {
    const given = {
      title: title.input.value.trim(),
      kind: kind.input.value,
      startsOn: starts.input.value,
      owner: owners.find((one) => one.value === owner.input.value),
      zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    const name = id.input.value.trim();
    // It is a part of the address to which the draft goes: another text would have no answer that fits.
    if (!ID.test(name)) {
      id.complain(t('workbench.id_form'));
      id.input.focus();
      return;
    }
    await call('PUT', draftPath(name), { query: { base: '0' }, json: newDocument(given) });
    await go(`/staff/library/${encodeURIComponent(name)}`, { replace: true });
  };
  const fields = [title, starts, id];
  const made = form(
    { fields, send, label: t('workbench.begin'), places: { id, provider_id: owner } },
    title.node,
    kind.node,
    starts.node,
    owner.node,
    id.node,
  );
  return shown(t('workbench.new'), t('workbench.new_lead'), made.node);
}

const firstDay = () =>
  field({ label: t('workbench.fields.starts_on'), type: 'date', required: true, value: dateIn(new Date()) });

/** The field for the ID; `isOwn` says whether somebody wrote one into it. */
function idField() {
  const one = field({
    label: t('workbench.id'),
    hint: t('workbench.id_hint'),
    required: true,
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  let isOwn = false;
  one.input.addEventListener('input', () => {
    isOwn = Boolean(one.input.value);
  });
  return { ...one, isOwn: () => isOwn };
}

/**
 * @param {string} title
 * @param {string} lead
 * @param {HTMLElement} node
 * @returns {Page}
 */
function shown(title, lead, node) {
  const crumbs = h('p', { class: 'crumbs' }, h('a', { href: '/staff/library' }, t('staff.library.title')));
  return { title, body: [crumbs, h('h1', {}, title), h('p', {}, lead), node], width: 'narrow' };
}

/**
 * @param {string} label
 * @param {{value: string, label: string}[]} options
 */
function choice(label, options) {
  const nodes = options.map((one) => h('option', { value: one.value }, one.label));
  return field({ label, input: h('select', {}, nodes) });
}

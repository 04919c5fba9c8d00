/** A new activity: what it is. The rest is filled in on the page of its draft. */

import { h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { dateIn, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { newDocument, proposedId } from '../../workbench/documents.js';
import { draftPath } from '../../workbench/draft.js';
import { loadOwners } from '../../workbench/providers.js';

/** @import { Page } from '../../frame/router.js' */

const KINDS = ['webinar', 'live_meeting', 'teleconference', 'online'];

/** @returns {Promise<Page>} */
export async function page() {
  const owners = await loadOwners();
  const title = field({ label: t('workbench.fields.title'), required: true, maxlength: 300, autocomplete: 'off' });
  const kind = choice(
    t('workbench.fields.kind'),
    KINDS.map((value) => ({ value, label: t(`kinds.${value}.one`) })),
  );
  const starts = field({
    label: t('workbench.fields.starts_on'),
    type: 'date',
    required: true,
    value: dateIn(new Date()),
  });
  const owner = choice(t('workbench.owner'), owners);
  const id = field({
    label: t('workbench.id'),
    hint: t('workbench.id_hint'),
    required: true,
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  let isOwn = false;
  id.input.addEventListener('input', () => {
    isOwn = Boolean(id.input.value);
  });
  const propose = () => {
    if (!isOwn) id.input.value = title.input.value.trim() && proposedId(title.input.value, starts.input.value);
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
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/staff/library' }, t('staff.library.title'))),
    h('h1', {}, t('workbench.new')),
    h('p', {}, t('workbench.new_lead')),
    made.node,
  ];
  return { title: t('workbench.new'), body, width: 'narrow' };
}

/**
 * @param {string} label
 * @param {{value: string, label: string}[]} options
 */
function choice(label, options) {
  const nodes = options.map((one) => h('option', { value: one.value }, one.label));
  return field({ label, input: h('select', {}, nodes) });
}

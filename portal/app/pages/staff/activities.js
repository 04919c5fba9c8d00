/** Uploading activities, Badge IDs, Group IDs and logos to the catalog. */

import { h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { save } from '../../frame/save_file.js';
import { staffHead } from '../../frame/staff_page.js';
import { uploadForm } from '../../intake/upload.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { differences } from '../../workbench/differences.js';
import { differenceTable } from '../../workbench/questions.js';

/** @import { ActivityPutView, ListPut } from '#api' */
/** @import { Answer } from '../../platform/api.js' */
/** @import { Field } from '../../elements/forms.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Page}
 */
export function page({ query }) {
  const id = query.get('activity') ?? '';
  const lists = [list('badges', id), list('groups', id)];
  // The link of an activity is for its lists.
  const forms = id ? [lists, document(), fetching(id)] : [document(), fetching(id), lists];
  const body = [staffHead(t('staff.activities.title')), forms, logo(id)];
  return { title: t('staff.activities.title'), body, width: 'narrow' };
}

/** @param {string} value */
function activityField(value) {
  return field({ label: t('staff.activity_id'), required: true, autocomplete: 'off', spellcheck: 'false', value });
}

/**
 * @param {Field} id
 * @param {string} name
 */
const below = (id, name) => `/v1/staff/activities/${encodeURIComponent(id.input.value.trim())}${name}`;

/** The document contains the ID of its activity. */
function document() {
  /** @param {File} file */
  const request = async (file) => {
    const id = idOf(await file.text());
    return { path: `/v1/staff/activities/${encodeURIComponent(id)}`, type: 'application/json' };
  };
  /**
   * @param {ActivityPutView} data
   * @param {boolean} isDry
   */
  const told = (data, isDry) =>
    t(`staff.activities.${data.created ? 'created' : 'replaced'}${isDry ? '_dry' : ''}`, {
      id: data.id,
      revision: data.revision,
    });
  return uploadForm({
    id: 'document',
    title: t('staff.activities.document'),
    about: t('staff.activities.document_about'),
    accept: '.json,application/json',
    request,
    told,
    replaces: wouldReplace,
  });
}

/**
 * What a document would replace: it is shown before it is.
 * @param {Answer<ActivityPutView>} answer to the dry run
 * @param {File} file
 */
async function wouldReplace({ data }, file) {
  if (data.created) return null;
  const { data: now, etag } = await call('GET', `/v1/staff/activities/${encodeURIComponent(data.id)}`);
  const found = differences(now, JSON.parse(await file.text()));
  const about = found.length
    ? differenceTable(found, { before: 'before', after: 'after' })
    : h('p', {}, t('staff.activities.same'));
  return {
    ask: t('staff.activities.ask_document', { revision: data.revision - 1, title: now.title }),
    about,
    seen: etag,
  };
}

/**
 * The current document, to be changed and uploaded again.
 * @param {string} activity
 */
function fetching(activity) {
  const id = activityField(activity);
  const send = () => save(below(id, ''), { name: `${id.input.value.trim()}.json` });
  const made = form({ fields: [id], send, label: t('staff.activities.fetch_submit'), quiet: true }, id.node);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'fetch' },
    h('h2', { id: 'fetch' }, t('staff.activities.fetch')),
    made.node,
  );
}

/** @param {string} text */
function idOf(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new Problem(400, { code: 'not_json', detail: error instanceof Error ? error.message : '' });
  }
  if (typeof found?.id !== 'string' || !found.id) throw new Problem(422, { code: 'id_missing' });
  return found.id;
}

/** What is chosen of the file. */
const COLUMNS = /** @type {const} */ ({
  badges: ['badge_column'],
  groups: ['group_column', 'site_column', 'capacity_column'],
});

/**
 * Which codes of the list a file would remove or change: it is asked before it does.
 * @param {Answer<ListPut>} answer to the dry run
 */
function wouldChange({ data, etag }) {
  const removed = data.removed + data.changed;
  if (!removed) return null;
  const about = h('p', {}, t('staff.activities.ask_list_about', { count: removed, removed }));
  return { ask: t('staff.activities.ask_list'), about, seen: etag };
}

/**
 * @param {'badges' | 'groups'} name
 * @param {string} activity
 */
function list(name, activity) {
  const id = activityField(activity);
  const columns = COLUMNS[name].map((column) => ({
    name: column,
    label: t(`staff.activities.${column}`),
    isNeeded: true,
  }));
  /**
   * @param {ListPut} data
   * @param {boolean} isDry
   */
  const told = (data, isDry) => t(isDry ? 'staff.activities.counts_dry' : 'staff.activities.counts', data);
  return uploadForm({
    id: name,
    title: t(`staff.activities.${name}`),
    about: t(`staff.activities.${name}_about`),
    accept: '.csv,.tsv,.txt,.xlsx,text/csv',
    fields: [id],
    columns: { of: name, columns },
    // As bytes: text that is not UTF-8 would not come whole.
    request: () => ({ path: below(id, `/${name}`), type: 'application/octet-stream' }),
    told,
    replaces: wouldChange,
  });
}

/** @param {string} activity */
function logo(activity) {
  const id = activityField(activity);
  return uploadForm({
    id: 'logo',
    title: t('staff.activities.logo'),
    about: t('staff.activities.logo_about'),
    accept: '.png,.svg,image/png,image/svg+xml',
    fields: [id],
    request: (file) => ({ path: below(id, '/logo'), type: file.type }),
    dry: false,
    told: (data) => t('staff.activities.logo_told', data),
  });
}

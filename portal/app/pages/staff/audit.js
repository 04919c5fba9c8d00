/** The audit log for staff: the acts on a learner's data or on an activity, and the acts of a person. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { auditList } from '../../profile/audit_list.js';

/** @import { StaffAuditPage } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const FILTERS = /** @type {const} */ (['learner', 'activity', 'actor']);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  const [found, problem] = Object.keys(given).length ? await search(given, query.get('cursor')) : [null, null];
  const body = [
    staffHead(t('staff.audit.title')),
    searchForm(filter),
    problem && problemBox(problem),
    found && auditList(found.items, next(given, found.next_cursor)),
  ];
  return { title: t('staff.audit.title'), body };
}

/**
 * @param {Record<string, string>} given
 * @param {string | null} cursor
 */
function next(given, cursor) {
  return cursor && `/staff/audit?${new URLSearchParams({ ...given, cursor })}`;
}

/**
 * A page of entries, or why the search failed: the form stays, with its input.
 * @param {Record<string, string>} given
 * @param {string | null} cursor
 * @returns {Promise<[StaffAuditPage, null] | [null, Problem]>}
 */
async function search(given, cursor) {
  try {
    return [(await call('GET', '/v1/staff/audit', { query: { ...given, cursor } })).data, null];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return [null, error];
  }
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const fields = FILTERS.map((name) => ({
    name,
    field: field({
      label: t(`audit.find.${name}`),
      value: filter[name],
      autocomplete: 'off',
      spellcheck: 'false',
    }),
  }));
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const typed = fields.map(({ name, field }) => [name, field.input.value.trim()]);
    go(`/staff/audit?${new URLSearchParams(typed.filter(([, value]) => value))}`);
  };
  return h(
    'form',
    { role: 'search', onsubmit: send },
    h('p', { class: 'hint' }, t('audit.find.hint')),
    h(
      'div',
      { class: 'search' },
      fields.map(({ field }) => field.node),
      h('button', { type: 'submit', class: 'button' }, t('activities.find')),
    ),
  );
}

/** Learners for staff: one box for whatever they have of a person. Who is found alone is shown at once. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, singleProblems } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { person } from '../../platform/session.js';
import { peopleList, personPath, searched } from '../people/people_list.js';
import { addressPart } from './address.js';

/** @import { PeopleFound } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  // Links name an address by itself.
  const text = query.get('find') ?? query.get('email') ?? '';
  const [found, problem] = text.trim() ? await search(text) : [null, null];
  const title = t('staff.learners.title');
  if (found?.items.length === 1) {
    await go(personPath(found.items[0]), { replace: true });
    return { title, body: [] };
  }
  const isAddress = found?.tried.some(({ by }) => by === 'email');
  const body = [
    staffHead(title),
    searchForm(text, problem),
    problem && !singleProblems(problem).length && problemBox(problem),
    found && searched(found),
    found && peopleList(found),
    found && !found.items.length && isAddress && person()?.isOperator && (await addressPart(text.trim())),
  ];
  return { title, body, width: 'narrow' };
}

/**
 * Who was found, or why the search failed: the form stays, with its input.
 * @param {string} find
 * @returns {Promise<[PeopleFound, null] | [null, Problem]>}
 */
async function search(find) {
  try {
    return [(await call('GET', '/v1/staff/people', { query: { find } })).data, null];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return [null, error];
  }
}

/**
 * @param {string} text
 * @param {Problem | null} problem
 */
function searchForm(text, problem) {
  const box = field({
    label: t('staff.learners.find'),
    hint: t(person()?.isOperator ? 'staff.learners.hint' : 'staff.learners.hint_of_provider'),
    error: singleProblems(problem)[0]?.message,
    value: text,
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const find = box.input.value.trim();
    if (find) go(`/staff/learners?${new URLSearchParams({ find })}`);
    else box.complain(t('forms.needed'));
  };
  return h(
    'form',
    { role: 'search', class: 'search', onsubmit: send, novalidate: true },
    box.node,
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}

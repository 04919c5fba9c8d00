/** The page that asks which activity is meant: staff choose one of theirs, or enter its ID. */

import { fetchPage } from '../elements/activity_list.js';
import { announce } from '../elements/announcements.js';
import { fill, h, newId } from '../elements/dom.js';
import { field, form } from '../elements/forms.js';
import { showProblem } from '../elements/problem_box.js';
import { days, t } from '../elements/words.js';
import { go } from './router.js';
import { oneAtATime, staffHead } from './staff_page.js';

/** @import { ActivitySummary } from '#api' */
/** @import { Page } from './router.js' */

const LIMIT = 10;

/**
 * The page that asks for an activity and opens `path` with it.
 * @param {string} title
 * @param {string} path
 * @param {string} label of the button
 * @returns {Promise<Page>}
 */
export async function askForActivity(title, path, label) {
  /** @param {string} activity */
  const address = (activity) => `${path}?${new URLSearchParams({ activity })}`;
  const id = field({ label: t('staff.activity_id'), required: true, autocomplete: 'off', spellcheck: 'false' });
  const send = () => go(address(id.input.value.trim()));
  const own = ownActivities(address);
  const typed = form({ fields: [id], label, send, quiet: true }, id.node).node;
  await own.show(); // before the page is shown: nothing moves when the list comes
  return { title, body: [staffHead(title), own.node, typed], width: 'narrow' };
}

/**
 * The activities of the person, the latest first, by words; each leads to its `address`.
 * @param {(activity: string) => string} address
 */
function ownActivities(address) {
  const words = field({ label: t('staff.library.search'), type: 'search', maxlength: 200 });
  const list = h('ul', { class: 'plain' });
  const below = h('div', { 'aria-live': 'polite' });
  const act = oneAtATime((error) => showProblem(below, error));
  /** @param {string | null} cursor */
  const show = (cursor) =>
    act(async () => {
      const query = { q: words.input.value.trim(), limit: LIMIT };
      const { data } = await fetchPage('/v1/staff/activities', { query }, cursor);
      const items = data.items.map((one) => h('li', {}, linkTo(one, address(one.id))));
      if (cursor) list.append(...items);
      else fill(list, items);
      const more = { type: 'button', class: 'button quiet', onclick: () => show(data.next) };
      fill(
        below,
        !list.children.length && h('p', { class: 'note' }, t('staff.library.none')),
        data.next && h('button', more, t('staff.library.next_page')),
      );
      announce(t('staff.library.listed', { count: list.children.length }));
      if (cursor) items[0]?.querySelector('a')?.focus();
    });
  /** @param {Event} event */
  const search = (event) => {
    event.preventDefault();
    show(null);
  };
  const find = h('button', { class: 'button quiet', type: 'submit' }, t('staff.library.find'));
  const heading = newId('choose');
  const node = h('section', { class: 'card', 'aria-labelledby': heading }, [
    h('h2', { id: heading }, t('staff.library.choose')),
    h('form', { role: 'search', onsubmit: search }, h('div', { class: 'search' }, words.node, find)),
    list,
    below,
  ]);
  return { node, show: () => show(null) };
}

/**
 * @param {ActivitySummary} one
 * @param {string} href
 */
const linkTo = (one, href) => [
  h('a', { href }, h('bdi', {}, one.title)),
  h('span', { class: 'meta' }, h('br'), `${days(one.starts_on, one.ends_on)} · ${one.id}`),
];

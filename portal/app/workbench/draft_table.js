/** The list of drafts. */

import { h } from '../elements/dom.js';
import { tableOf } from '../elements/table.js';
import { hasText, moment, t } from '../elements/words.js';

/** @import { DraftSummary } from '#api' */

const COLUMNS = /** @type {const} */ (['activity', 'of', 'saved']);

/**
 * The link to the form of an activity.
 * @param {string} id
 * @param {string} title
 */
export function changeLink(id, title) {
  const label = t('workbench.change_of', { title });
  return h('a', { href: `/staff/library/${encodeURIComponent(id)}`, 'aria-label': label }, t('workbench.change'));
}

/**
 * The link to the page that copies an activity.
 * @param {string} id
 * @param {string} title
 */
export function copyLink(id, title) {
  const label = t('workbench.copy_of', { title });
  return h(
    'a',
    { href: `/staff/library/new?${new URLSearchParams({ copy: id })}`, 'aria-label': label },
    t('workbench.copy'),
  );
}

/** @param {DraftSummary[]} drafts */
export function draftTable(drafts) {
  const titles = [t('staff.library.columns.activity'), t('workbench.of'), t('workbench.saved')];
  /** @param {DraftSummary} one */
  const row = (one) => {
    const kind = `kinds.${one.kind}.one`;
    const meta = [hasText(kind) && t(kind), one.provider, one.id].filter(Boolean).join(' · ');
    const of = one.base ? t('workbench.of_revision', { revision: one.base }) : t('workbench.of_new');
    return h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        h('a', { href: `/staff/library/${encodeURIComponent(one.id)}` }, one.title?.trim() || t('workbench.untitled')),
        h('span', { class: 'meta' }, h('br'), meta),
      ),
      h('td', { role: 'cell', 'data-label': titles[1] }, of),
      h('td', { role: 'cell', 'data-label': titles[2] }, moment(one.saved_at)),
    );
  };
  return tableOf({
    caption: t('workbench.states.draft'),
    columns: COLUMNS.map((_, n) => ({ title: titles[n] })),
    rows: drafts.map(row),
  });
}

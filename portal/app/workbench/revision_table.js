/** The earlier revisions of an activity. */

import { h } from '../elements/dom.js';
import { tableOf } from '../elements/table.js';
import { moment, t } from '../elements/words.js';
import { person } from '../platform/session.js';

/** @import { RevisionView } from '#api' */
/** @import { Child } from '../elements/dom.js' */

const COLUMNS = /** @type {const} */ (['revision', 'published', 'by', 'title', 'sessions', 'acts']);

/**
 * Who published a revision: the reader, or a link to what that member of staff did.
 * @param {RevisionView} one
 */
export function publisher({ saved_by: by, saved_by_name: name }) {
  if (!by) return t('revisions.unknown');
  const id = by.slice(by.indexOf(':') + 1);
  if (id === person()?.id) return t('revisions.you');
  const shown = name ? h('bdi', {}, name) : t('revisions.staff', { id });
  return h('a', { href: `/staff/audit?${new URLSearchParams({ actor: id })}` }, shown);
}

/**
 * @param {readonly RevisionView[]} revisions
 * @param {{compare: (revision: number) => void, restore: (revision: number) => void}} acts
 */
export function revisionTable(revisions, acts) {
  /**
   * @param {(typeof COLUMNS)[number]} name
   * @param {...Child} inside
   */
  const cell = (name, ...inside) =>
    h(
      'td',
      { role: 'cell', class: name === 'sessions' && 'number', 'data-label': t(`revisions.columns.${name}`) },
      inside,
    );
  /**
   * @param {'compare' | 'restore'} name
   * @param {string} label
   * @param {number} revision
   */
  const button = (name, label, revision) =>
    h(
      'button',
      { type: 'button', class: 'link-button', 'aria-label': label, onclick: () => acts[name](revision) },
      t(`revisions.${name}`),
    );
  /** @param {RevisionView} one */
  const row = (one) => {
    const { revision, saved_at, title, session_count } = one;
    return h(
      'tr',
      { role: 'row' },
      h('th', { scope: 'row', role: 'rowheader' }, revision),
      cell('published', saved_at ? moment(saved_at) : t('revisions.unknown')),
      cell('by', publisher(one)),
      cell('title', h('bdi', {}, title)),
      cell('sessions', session_count),
      cell(
        'acts',
        button('compare', t('revisions.compare_with', { revision }), revision),
        ' ',
        button('restore', t('revisions.restore_of', { revision }), revision),
      ),
    );
  };
  return tableOf({
    caption: t('revisions.earlier'),
    columns: COLUMNS.map((name) => ({ title: t(`revisions.columns.${name}`), isNumber: name === 'sessions' })),
    rows: revisions.map(row),
  });
}

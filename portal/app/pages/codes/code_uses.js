/** Who opened a claim with which code, by name. It is asked for by a button: each look is in the audit log. */

import { announce } from '../../elements/announcements.js';
import { fill, h, newId } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { moment, t } from '../../elements/words.js';
import { oneAtATime, printAndSave } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';

/** @import { CodeUseList, CodeUseView } from '#api' */

const MOST = 500; // lines: a page with thousands is slow on an old phone
const COLUMNS = ['code', 'name', 'opened', 'standing'];

/** @param {string} path of the codes */
export function codeUses(path) {
  const shown = h('div', {});
  const once = oneAtATime((error) => showProblem(shown, error));
  const look = async () => {
    /** @type {{data: CodeUseList}} */
    const { data } = await call('GET', `${path}/uses`);
    fill(shown, contents(data.items, `${path}/uses`));
    announce(t('codes.uses.count', { count: data.items.length }));
  };
  const button = h('button', { type: 'button', class: 'button quiet no-print', onclick: () => once(look) });
  button.textContent = t('codes.uses.show');
  const title = newId('uses');
  return h('section', { class: 'card', 'aria-labelledby': title }, [
    h('h2', { id: title }, t('codes.uses.title')),
    h('p', { class: 'no-print' }, t('codes.uses.about')),
    h('p', {}, button),
    shown,
  ]);
}

/**
 * @param {CodeUseView[]} uses
 * @param {string} path
 */
function contents(uses, path) {
  if (!uses.length) return h('p', { class: 'note' }, t('codes.uses.none'));
  const some = uses.slice(0, MOST);
  return [
    h('p', {}, t('codes.uses.count', { count: uses.length })),
    some.length < uses.length && h('p', {}, t('codes.uses.some', { shown: some.length })),
    printAndSave({ path, name: 'code-uses.csv' }),
    tableOf({
      caption: t('codes.uses.title'),
      columns: COLUMNS.map((name) => ({ title: t(`codes.uses.columns.${name}`) })),
      rows: some.map(row),
      hasLines: true,
    }),
  ];
}

/** @param {CodeUseView} one */
function row(one) {
  const href = `/staff/people/${encodeURIComponent(one.learner_id)}`;
  const inside = [
    one.code ? h('code', {}, one.code) : t('codes.uses.no_code'),
    h('a', { href }, h('bdi', {}, one.name ?? t('codes.uses.no_name'))),
    moment(one.opened_at),
    t(`codes.uses.${one.status}`),
  ];
  const cells = inside.map((value, n) =>
    h('td', { role: 'cell', 'data-label': t(`codes.uses.columns.${COLUMNS[n]}`) }, value),
  );
  return h('tr', { role: 'row' }, cells);
}

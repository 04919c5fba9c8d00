/** One act on many credits: those that are ticked, or all that the filter shows. It is tried first. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { field, form, tick } from '../../elements/forms.js';
import { tableOf } from '../../elements/table.js';
import { hasText, t, textsUnder } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { LIMITS } from '../../platform/limits.js';
import { addressOf } from './filter.js';
import { creditsOf } from './whole_list.js';

/** @import { BulkRowView, StaffCreditPage, StaffCreditView } from '#api' */
/** @import { Filter } from './filter.js' */

/** @typedef {{id: string, name: string}} Chosen */
/** @typedef {{row: BulkRowView, name: string}} Done */

const AT_ONCE = 100;
const MOST = 10_000; // credits of one act: at more, a narrower filter is safer
const SHOWN = 200; // rows of the result that are shown
const ACTS = ['release', 'withdraw', 'entered_by_hand', 'undo_withdrawal'];
const OUTCOMES = /** @type {const} */ (['done', 'skipped', 'failed']);

/**
 * The section, and what makes the box of a credit in the table.
 * @param {StaffCreditPage} page
 * @param {Filter} filter
 */
export function bulkSection({ items: credits, total, more_than }, filter) {
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  /** @param {StaffCreditView} credit */
  const chooser = (credit) => {
    const label = t('credit_table.choose', { name: credit.name, title: credit.title });
    const box = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', 'aria-label': label }));
    boxes.set(credit.credit_id, box);
    return box;
  };
  const ticked = () => credits.filter((one) => boxes.get(one.credit_id)?.checked).map(chosen);
  const onPage = h(
    'button',
    { type: 'button', class: 'button quiet', onclick: () => tickAll() },
    t('credit_table.page'),
  );
  const tickAll = () => {
    const all = [...boxes.values()].every((box) => box.checked);
    for (const box of boxes.values()) box.checked = !all;
  };
  const whole = more_than
    ? t('credit_table.whole_of_more', { total: more_than })
    : t('credit_table.whole', { count: total ?? credits.length });
  return { chooser, onPage, node: actForm(filter, whole, ticked) };
}

/**
 * @param {StaffCreditView} credit
 * @returns {Chosen}
 */
const chosen = (credit) => ({ id: credit.credit_id, name: credit.name });

/**
 * @param {Filter} filter
 * @param {string} everyOne what the box is called that chooses all that the filter shows
 * @param {() => Chosen[]} ticked
 */
function actForm(filter, everyOne, ticked) {
  const words = textsUnder('credit_table.acts');
  const act = field({
    label: t('credit_table.act'),
    input: h(
      'select',
      {},
      ACTS.map((one) => h('option', { value: one }, words[one])),
    ),
  });
  const whole = tick({ label: everyOne, about: t('credit_table.whole_about') });
  const notThere = tick({ label: t('staff.credits.not_at_ascp'), about: t('staff.credits.not_at_ascp_about') });
  const why = { label: t('acts.reason'), hint: t('acts.about'), required: true, maxlength: String(LIMITS.reason) };
  const reason = field(why);
  const place = h('div', {});
  const showNotThere = () => {
    notThere.node.hidden = act.input.value !== 'undo_withdrawal';
  };
  act.input.addEventListener('change', showNotThere);
  showNotThere();
  const asked = () => ({
    act: act.input.value,
    reason: reason.input.value.trim(),
    not_at_ascp: notThere.input.checked,
  });
  const send = async () => {
    const found = whole.input.checked ? await everything(filter, place) : ticked();
    if (found.length > MOST) complain(place, t('credit_table.too_many', { most: MOST }));
    else if (found.length) await attempt(found, asked(), place);
    else complain(place, t('credit_table.nothing'));
  };
  const made = form({ fields: [reason], label: t('credit_table.try'), send, quiet: true }, [
    act.node,
    whole.node,
    notThere.node,
    reason.node,
  ]);
  // What was tried is no longer what is asked for: another act, other credits, another reason.
  made.node.addEventListener('input', () => fill(place));
  return h('section', { class: 'card' }, h('h2', {}, t('credit_table.bulk')), made.node, place);
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 */
const complain = (place, text) => fill(place, h('p', { class: 'note bad', role: 'alert' }, text));

/**
 * All credits that the filter shows, as they are now; it stops at more than MOST.
 * @param {Filter} filter
 * @param {HTMLElement} place
 * @returns {Promise<Chosen[]>}
 */
async function everything(filter, place) {
  /** @type {Chosen[]} */
  const found = [];
  for await (const credits of creditsOf(filter)) {
    found.push(...credits.map(chosen));
    if (found.length > MOST) break;
    fill(place, h('p', { class: 'meta' }, t('credit_table.reading', { count: found.length })));
  }
  return found;
}

/**
 * Tries the act, then offers to do it.
 * @param {Chosen[]} credits
 * @param {object} asked
 * @param {HTMLElement} place
 */
async function attempt(credits, asked, place) {
  const tried = await inParts(credits, { ...asked, dry_run: true }, place);
  const able = tried.filter(({ row }) => row.outcome === 'done');
  const doIt = form({
    label: t('credit_table.do', { count: able.length }),
    send: async () => {
      const names = new Map(credits.map((one) => [one.id, one]));
      const rest = able.flatMap(({ row }) => names.get(row.credit_id) ?? []);
      const done = await inParts(rest, asked, place);
      show(done, place, 'did', h('p', {}, h('a', { href: addressOf({}) }, t('credit_table.again'))));
    },
  });
  show(tried, place, 'would', able.length > 0 && doIt.node);
}

/**
 * @param {Chosen[]} credits
 * @param {object} asked
 * @param {HTMLElement} place
 * @returns {Promise<Done[]>}
 */
async function inParts(credits, asked, place) {
  /** @type {Done[]} */
  const done = [];
  const names = new Map(credits.map((one) => [one.id, one.name]));
  for (let n = 0; n < credits.length; n += AT_ONCE) {
    const ids = credits.slice(n, n + AT_ONCE).map((one) => one.id);
    const { data } = await call('POST', '/v1/staff/credits/bulk', { json: { ...asked, credit_ids: ids } });
    done.push(...data.items.map((/** @type {BulkRowView} */ row) => ({ row, name: names.get(row.credit_id) ?? '' })));
    if (credits.length > AT_ONCE) {
      const said = t('credit_table.at_work', { count: done.length, total: credits.length });
      place.querySelector('.at-work')?.remove();
      place.append(h('p', { class: 'meta at-work' }, said));
    }
  }
  return done;
}

/**
 * @param {Done[]} rows
 * @param {HTMLElement} place
 * @param {'would' | 'did'} when
 * @param {Node | false} after
 */
function show(rows, place, when, after) {
  const counts = OUTCOMES.map((outcome) => rows.filter(({ row }) => row.outcome === outcome).length);
  const said = t(`credit_table.${when}`, { done: counts[0], skipped: counts[1], failed: counts[2] });
  const ordered = [...OUTCOMES].reverse().flatMap((outcome) => rows.filter(({ row }) => row.outcome === outcome));
  const some = ordered.slice(0, SHOWN);
  const note = h('p', { class: counts[2] ? 'note warn' : 'note ok', tabindex: '-1' }, said);
  fill(
    place,
    note,
    after,
    some.length < rows.length && h('p', {}, t('credit_table.some', { shown: some.length, count: rows.length })),
    resultTable(some, when),
  );
  // The button that had the focus is gone.
  if (when === 'did') note.focus();
  announce(said);
}

/**
 * @param {Done[]} rows
 * @param {'would' | 'did'} when
 */
function resultTable(rows, when) {
  const states = textsUnder('states.of_credit');
  return tableOf({
    caption: t('credit_table.result'),
    columns: ['who', 'outcome', 'state', 'why'].map((name) => ({ title: t(`credit_table.columns.${name}`) })),
    hasLines: true,
    rows: rows.map(({ row, name }) => {
      const href = `/staff/credits?${new URLSearchParams({ credit_id: row.credit_id })}`;
      const cells = {
        outcome: t(`credit_table.outcomes.${when}.${row.outcome}`),
        state: row.state && states[row.state],
        why:
          row.message ??
          (row.reason && hasText(`staff.credits.reasons.${row.reason}`) && t(`staff.credits.reasons.${row.reason}`)),
      };
      return h(
        'tr',
        { role: 'row' },
        h('th', { scope: 'row', role: 'rowheader' }, h('a', { href }, h('bdi', {}, name))),
        Object.entries(cells).map(([column, inside]) =>
          h('td', { role: 'cell', 'data-label': t(`credit_table.columns.${column}`) }, inside),
        ),
      );
    }),
  });
}

/** Finds sessions of the program: by words and track, and those that are claimed. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { t } from '../../elements/words.js';

/** @import { PublicSession } from '#api' */
/** @import { Saver } from '../claim_saver.js' */
/** @import { SessionRow } from './session_row.js' */

const FEW = 8; // a program that is no longer than this needs no search

/** The search above the program. */
export class SessionFilter {
  /**
   * @param {object} options
   * @param {SessionRow[]} options.rows
   * @param {URLSearchParams} options.query of the address
   * @param {Saver} options.saver
   * @param {() => void} options.changed
   */
  constructor({ rows, query, saver, changed }) {
    this.rows = rows;
    this.saver = saver;
    this.isNeeded = rows.length > FEW;
    this.texts = new Map(rows.map((row) => [row, plain(textOf(row.session))]));
    const tracks = /** @type {string[]} */ ([...new Set(rows.map((row) => row.session.track))].filter(Boolean)).sort();
    this.words = field({
      label: t('sessions.search'),
      type: 'search',
      value: query.get('q') ?? '',
      oninput: changed,
    });
    this.track = this.select(t('sessions.track'), tracks, query.get('track'), changed);
    this.only = h('input', { type: 'checkbox', checked: query.get('mine') === 'true', onchange: changed });
    this.count = h('p', { class: 'meta', role: 'status' });
    this.node = h(
      'div',
      { role: 'search', 'aria-label': t('sessions.find') },
      h(
        'div',
        { class: 'search' },
        this.words.node,
        tracks.length > 1 && this.track.node,
        h('label', { class: 'choice slim' }, this.only, h('span', {}, t('sessions.only_mine'))),
      ),
      this.count,
    );
  }

  /**
   * @param {string} label
   * @param {string[]} values
   * @param {string | null} chosen
   * @param {() => void} changed
   */
  select(label, values, chosen, changed) {
    const options = values.map((one) => h('option', { value: one, selected: one === chosen, lang: 'en' }, one));
    const all = h('option', { value: '' }, t('sessions.all'));
    return field({ label, input: h('select', { onchange: changed }, all, options) });
  }

  /** Whether the search is over all days: somebody who looks for a session may not know its day. */
  isOverAllDays() {
    return this.isNeeded && (this.only.checked || this.words.input.value.trim() !== '');
  }

  /** Whether it leaves sessions out. */
  isOn() {
    return this.isOverAllDays() || (this.isNeeded && this.track.input.value !== '');
  }

  /** The rows that fit, of all days. */
  found() {
    if (!this.isOn()) return this.rows;
    const wanted = plain(this.words.input.value).split(/\s+/).filter(Boolean);
    return this.rows.filter((row) => this.fits(row, wanted));
  }

  /**
   * @param {SessionRow} row
   * @param {string[]} wanted words
   */
  fits(row, wanted) {
    const { id, track } = row.session;
    const text = this.texts.get(row) ?? '';
    return (
      (!this.track.input.value || track === this.track.input.value) &&
      wanted.every((word) => text.includes(word)) &&
      (!this.only.checked || this.saver.claim.sessions.some((one) => one.session_id === id))
    );
  }

  /** @param {number} count the rows that are shown */
  say(count) {
    this.count.textContent = t('sessions.shown', { count, all: this.rows.length });
  }

  /** Ends the search over all days; the track stays chosen. */
  endSearch() {
    this.words.input.value = '';
    this.only.checked = false;
  }

  /** Leaves nothing out any longer. */
  clear() {
    this.endSearch();
    this.track.input.value = '';
  }

  /** What the address says of it. */
  noted() {
    const { words, track, only } = this;
    return { q: words.input.value, track: track.input.value, mine: only.checked ? 'true' : '' };
  }
}

/** @param {PublicSession} session */
function textOf({ title, track, speakers }) {
  return [title, track, ...speakers].join(' ');
}

/**
 * Lowercase letters without accents: people search as they type.
 * @param {string} text
 */
function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

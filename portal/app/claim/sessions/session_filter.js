/** Finds sessions of the program: by words, day and track, and those that are claimed. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { t, weekday } from '../../elements/words.js';
import { note } from '../../frame/router.js';

/** @import { PublicSession } from '#api' */
/** @import { Saver } from '../claim_saver.js' */
/** @import { SessionRow } from './session_row.js' */

const FEW = 8; // a program that is no longer than this needs no search

/** The search above the program. It hides the rows that do not fit, and notes itself in the address. */
export class SessionFilter {
  /**
   * @param {SessionRow[]} rows
   * @param {URLSearchParams} query of the address
   * @param {Saver} saver
   */
  constructor(rows, query, saver) {
    this.rows = rows;
    this.saver = saver;
    this.isNeeded = rows.length > FEW;
    this.texts = new Map(rows.map((row) => [row, plain(textOf(row.session))]));
    const [days, tracks] = [this.all('day'), this.all('track').sort()];
    const oninput = () => this.apply();
    this.words = field({ label: t('sessions.search'), type: 'search', value: query.get('q') ?? '', oninput });
    this.date = this.select(t('sessions.day'), days, query.get('day'), (one) => weekday(one, 'short'));
    this.track = this.select(t('sessions.track'), tracks, query.get('track'), (one) => one);
    this.only = h('input', { type: 'checkbox', checked: query.get('mine') === 'true', onchange: oninput });
    this.count = h('p', { class: 'meta', role: 'status' });
    this.node = h(
      'div',
      { role: 'search', 'aria-label': t('sessions.find') },
      h(
        'div',
        { class: 'search' },
        this.words.node,
        days.length > 1 && this.date.node,
        tracks.length > 1 && this.track.node,
      ),
      h('label', { class: 'choice slim' }, this.only, h('span', {}, t('sessions.only_mine'))),
      this.count,
    );
  }

  /**
   * @param {'day' | 'track'} name
   * @returns {string[]}
   */
  all(name) {
    return [...new Set(this.rows.flatMap((row) => row.session[name] ?? []).filter(Boolean))];
  }

  /**
   * @param {string} label
   * @param {string[]} values
   * @param {string | null} chosen
   * @param {(value: string) => string} nameOf
   */
  select(label, values, chosen, nameOf) {
    const options = values.map((one) => h('option', { value: one, selected: one === chosen }, nameOf(one)));
    const all = h('option', { value: '' }, t('sessions.all'));
    return field({ label, input: h('select', { onchange: () => this.apply() }, all, options) });
  }

  /**
   * @param {SessionRow} row
   * @param {string} text of the row
   * @param {string[]} wanted words
   */
  fits({ session }, text, wanted) {
    return (
      (!this.date.input.value || session.day === this.date.input.value) &&
      (!this.track.input.value || session.track === this.track.input.value) &&
      wanted.every((word) => text.includes(word)) &&
      (!this.only.checked || this.saver.claim.sessions.some((one) => one.session_id === session.id))
    );
  }

  /** Shows the rows that fit, if the program is long enough for a search. */
  apply() {
    if (!this.isNeeded) return;
    const wanted = plain(this.words.input.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of this.texts) row.node.hidden = !this.fits(row, text, wanted);
    for (const section of document.querySelectorAll('.day')) {
      const isEmpty = !section.querySelector('.session:not([hidden])');
      /** @type {HTMLElement} */ (section).hidden = isEmpty;
    }
    const count = this.rows.filter((row) => !row.node.hidden).length;
    this.count.textContent = t('sessions.shown', { count, all: this.rows.length });
    const [q, day, track] = [this.words, this.date, this.track].map((one) => one.input.value);
    note({ q, day, track, mine: this.only.checked ? 'true' : '' });
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

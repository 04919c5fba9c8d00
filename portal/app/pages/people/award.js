/** A credit that staff award to a learner: a form, what would become of it, and the award once that is confirmed. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { day, t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { kindOf, kindTypes } from '../../platform/kinds.js';
import { LIMITS } from '../../platform/limits.js';
import { loadProviders } from '../../workbench/providers.js';

/** @import { AwardView, PersonView } from '#api' */
/** @import { Field } from '../../elements/forms.js' */
/** @import { Owner } from '../../workbench/providers.js' */

/**
 * The button that opens the form, and the place of the form. ASCP takes no credit of somebody without a name.
 * @param {PersonView} one
 */
export function awardPart(one) {
  if (!one.name) return h('p', { class: 'hint' }, t('people.award.nameless'));
  const place = h('div', {});
  const close = () => {
    place.replaceChildren();
    button.focus();
  };
  const open = async () => {
    try {
      const made = awardForm(one, await loadProviders(), close);
      fill(place, made.node);
      made.first.focus();
    } catch (error) {
      showProblem(place, error);
    }
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: open }, t('people.award.title'));
  return group(h('div', { class: 'actions' }, button), place);
}

/**
 * @param {PersonView} one
 * @param {Owner[]} providers
 * @param {() => void} close
 */
function awardForm(one, providers, close) {
  const path = `/v1/staff/people/${encodeURIComponent(one.learner_id)}/credits`;
  const places = fieldsOf(providers);
  const fields = Object.values(places);
  const result = h('div', {});
  const body = () => Object.fromEntries(Object.entries(places).map(([name, each]) => [name, each.input.value.trim()]));
  const check = async () => {
    const json = body();
    /** @type {AwardView} */
    const foreseen = (await call('POST', path, { query: { dry_run: 'true' }, json })).data;
    fill(
      result,
      confirmation(foreseen, () => send(path, json)),
    );
    /** @type {HTMLElement} */ (result.querySelector('h4')).focus();
  };
  const made = form({ fields, places, label: t('people.award.check'), quiet: true, send: check }, [
    h('p', {}, t('people.award.about')),
    fields.map((each) => each.node),
  ]);
  // What was checked is no longer what would be sent.
  made.node.addEventListener('input', () => result.replaceChildren());
  made.actions.append(h('button', { type: 'button', class: 'button quiet', onclick: close }, t('common.cancel')));
  const title = h('h3', {}, t('people.award.of', { name: one.name ?? '' }));
  return { node: h('div', { class: 'card' }, title, made.node, result), first: fields[0].input };
}

/**
 * @param {Owner[]} providers
 * @returns {Record<string, Field<any>>}
 */
function fieldsOf(providers) {
  const plain = { required: true, autocomplete: 'off' };
  /**
   * @param {string} name
   * @param {object} [more]
   */
  const text = (name, more) => field({ label: t(`staff.credits.facts.${name}`), ...plain, ...more });
  return {
    provider: choice(
      t('people.award.provider'),
      providers.map(({ value, label }) => [value, label]),
    ),
    statement: choice(
      t('certificate.statement'),
      kindTypes().map((type) => [type, kindOf(type).name]),
    ),
    activity_title: text('activity_title', { maxlength: '300' }),
    activity_number: text('activity_number', { maxlength: '64', hint: t('people.award.number_hint') }),
    contact_hours: text('contact_hours', { inputmode: 'decimal', hint: t('people.award.hours_hint') }),
    completed_on: text('completed_on', { type: 'date' }),
    reason: field({
      label: t('acts.reason'),
      hint: t('acts.about'),
      maxlength: String(LIMITS.reason),
      ...plain,
    }),
  };
}

/**
 * A choice; of several, nothing is chosen at first.
 * @param {string} label
 * @param {string[][]} options
 */
function choice(label, options) {
  const none = options.length > 1 && h('option', { value: '' }, t('people.award.choose'));
  const input = h(
    'select',
    { required: true },
    none,
    options.map(([value, name]) => h('option', { value }, name)),
  );
  return field({ label, input });
}

/**
 * What would become of the award, and the button that makes it.
 * @param {AwardView} foreseen
 * @param {() => Promise<void>} send
 */
function confirmation({ known, credit }, send) {
  const make = form({ label: t('people.award.do'), send });
  const hours = t('organizer.hours', { count: credit.contact_hours });
  return h(
    'div',
    { class: 'note warn' },
    h('h4', { tabindex: '-1' }, t(known ? 'people.award.known' : 'people.award.would')),
    h('p', {}, [credit.name, credit.title, credit.provider, day(credit.completed_on), hours].join(' · ')),
    h('p', {}, known ? t('people.award.known_about') : future(credit)),
    !known && make.node,
  );
}

/**
 * Where the credit would go, and why it would not go to ASCP.
 * @param {AwardView['credit']} credit
 */
function future({ state, reason, member_number: member }) {
  if (state === 'reported') return t('people.award.sent', { member: member ?? '' });
  return [t('people.award.waits'), reason?.says].filter(Boolean).join(' ');
}

/**
 * @param {string} path
 * @param {object} json
 */
async function send(path, json) {
  /** @type {AwardView} */
  const { known, credit } = (await call('POST', path, { json })).data;
  const done = known ? 'people.award.known' : credit.state === 'reported' ? 'people.award.done' : 'people.award.held';
  await reload();
  sayOnPage(t(done));
}

/** What a learner changes about progress: the dates of a license, what they follow, and when they are reminded. */

import { around, group, h, written } from '../elements/dom.js';
import { choices, field, form } from '../elements/forms.js';
import { t } from '../elements/words.js';

/** @import { FollowedModel, ProgressView, RuleProgressView } from '#api' */

/**
 * Saves what is followed from now on, and draws the page again with the focus on the card of a rule.
 * @typedef {(change: {followed?: FollowedModel[], reminders?: string}, then: {said: string, rule?: string}) =>
 * Promise<void>} Save
 */

/**
 * @param {RuleProgressView} one
 * @returns {FollowedModel}
 */
const asFollowed = (one) => ({ rule: one.rule, issued_on: one.issued_on, expires_on: one.expires_on });

/** @param {ProgressView} data */
const followedNow = (data) => data.items.filter((one) => one.followed).map(asFollowed);

/**
 * The form for the dates of one license. A license of the profile is followed once they are saved.
 * @param {ProgressView} data
 * @param {RuleProgressView} one
 * @param {Save} save
 */
export function datesForm(data, one, save) {
  /** @param {'issued_on' | 'expires_on'} name */
  const dateField = (name) => {
    const required = one.needs === name;
    return field({
      label: t(`progress.${name}`),
      hint: required || name === 'expires_on' ? undefined : t('progress.optional'),
      type: 'date',
      value: one[name] ?? '',
      required,
    });
  };
  const issued = dateField('issued_on');
  const expires = one.needs === 'expires_on' ? dateField('expires_on') : null;
  const followed = followedNow(data);
  const place = one.followed ? followed.findIndex((each) => each.rule === one.rule) : followed.length;
  const send = async () => {
    const mine = {
      rule: one.rule,
      issued_on: issued.input.value || null,
      expires_on: expires ? expires.input.value || null : one.expires_on,
    };
    const all = [...followed];
    all[place] = mine;
    await save({ followed: all }, { said: t('progress.saved'), rule: one.rule });
  };
  const places = {
    [`followed.${place}.issued_on`]: issued,
    ...(expires && { [`followed.${place}.expires_on`]: expires }),
  };
  const fields = expires ? [issued, expires] : [issued];
  const label = t(one.followed ? 'progress.save' : 'progress.follow');
  const made = form({ fields, send, label, places, quiet: true }, expires?.node, issued.node);
  if (one.followed) made.actions.append(stopButton(data, one, save));
  return h(
    'details',
    { open: one.missing_date !== null },
    h('summary', {}, around(t('progress.dates', { name: one.name }), one.name)),
    made.node,
  );
}

/**
 * @param {ProgressView} data
 * @param {RuleProgressView} one
 * @param {Save} save
 */
function stopButton(data, one, save) {
  const followed = followedNow(data).filter((each) => each.rule !== one.rule);
  const { textContent: name } = /** @type {HTMLElement} */ (written(one.name));
  const stop = () => save({ followed }, { said: t('progress.stopped', { name }) });
  return h(
    'button',
    { type: 'button', class: 'link-button', onclick: stop },
    around(t('progress.stop', { name: one.name }), one.name),
  );
}

/**
 * The form that adds a license or certification.
 * @param {ProgressView} data
 * @param {Save} save
 */
export function addForm(data, save) {
  if (!data.others.length) return null;
  const options = data.others.map(({ rule, name }) => {
    const { lang, textContent } = /** @type {HTMLElement} */ (written(name));
    return h('option', { value: rule, lang: lang || null }, textContent);
  });
  const which = field({ label: t('progress.add_which'), input: h('select', {}, options) });
  const send = () => {
    const rule = which.input.value;
    return save({ followed: [...followedNow(data), { rule }] }, { said: t('progress.saved'), rule });
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'follow' },
    h('h2', { id: 'follow' }, t('progress.add')),
    form({ send, label: t('progress.add_do'), quiet: true }, which.node).node,
  );
}

/**
 * The form that says when the learner is reminded.
 * @param {ProgressView} data
 * @param {Save} save
 */
export function remindersForm(data, save) {
  const options = ['missing', 'always', 'never'].map((value) => ({ value, label: t(`progress.reminder.${value}`) }));
  const asked = choices({
    legend: t('progress.reminders'),
    hint: t('progress.reminders_when'),
    name: 'reminders',
    options,
    value: data.reminders,
  });
  const send = () => save({ reminders: asked.value() ?? data.reminders }, { said: t('progress.saved') });
  return h(
    'section',
    { class: 'card', 'aria-label': t('progress.reminders') },
    group(
      !data.mails && h('p', { class: 'note warn' }, t('progress.mails_off')),
      form({ send, label: t('progress.reminders_save'), quiet: true }, asked.node).node,
    ),
  );
}

/**
 * The request that makes this change.
 * @param {ProgressView} data
 * @param {{followed?: FollowedModel[], reminders?: string}} change
 */
export function requestOf(data, change) {
  return { followed: change.followed ?? followedNow(data), reminders: change.reminders ?? data.reminders };
}

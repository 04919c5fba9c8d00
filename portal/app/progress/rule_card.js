/** One license or certification: the ring, topics, the credits with their reasons, and where the rule is from. */

import { around, group, h, inLine, newId, written } from '../elements/dom.js';
import { day, days, hasText, t } from '../elements/words.js';
import { amount, ring, said, total } from './ring.js';

/** @import { RuleProgressView, TopicView, VerdictView } from '#api' */
/** @import { Child } from '../elements/dom.js' */

/**
 * The card of one rule; `edit` is its end.
 * @param {RuleProgressView} one
 * @param {Child} edit
 */
export function ruleCard(one, edit) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': one.rule },
    h('h2', { id: one.rule, tabindex: '-1' }, written(one.name)),
    !one.followed && h('p', { class: 'note' }, t('progress.from_profile')),
    h('div', { class: 'ring-line' }, ring(one), inWords(one)),
    one.topics.length > 0 && topics(one),
    one.cycle && credits(one),
    one.check_yourself.length > 0 &&
      group(
        h('h3', {}, t('progress.check')),
        h(
          'ul',
          {},
          one.check_yourself.map((text) => h('li', {}, written(text))),
        ),
      ),
    rule(one),
    edit,
  );
}

/** @param {RuleProgressView} one */
function inWords(one) {
  const values = { counted: total(one), count: one.needed ?? '0' };
  return h(
    'div',
    {},
    one.cycle && h('p', {}, h('strong', {}, t(`progress.ring_of.${one.unit}`, values))),
    said(one).map((text) => h('p', {}, text)),
    one.cycle &&
      h(
        'p',
        { class: 'meta' },
        t('progress.cycle', { days: days(one.cycle.first, one.cycle.last) }),
        one.cycle.is_first && ` · ${t('progress.first_cycle')}`,
      ),
    h('p', { class: 'meta' }, countedFrom(one)),
    Number(one.carried) > 0 && h('p', { class: 'meta' }, t('progress.carried', { amount: amount(one, one.carried) })),
  );
}

/**
 * From what the cycle is counted. In the year of a renewal that looks at the years before, it is the one after that.
 * @param {RuleProgressView} one
 */
function countedFrom({ cycle, cycle_kind: kind, cycle_years: count, expires_on: expires }) {
  const isAfter = kind === 'calendar_before_renewal' && cycle && expires && expires <= cycle.last;
  const after = isAfter && t('progress.after_renewal', { year: expires.slice(0, 4) });
  return [t(`progress.counted_from.${kind}`, { count }), after && ` ${after}`];
}

/** @param {RuleProgressView} one */
function topics(one) {
  return group(
    h('h3', {}, t('progress.topics')),
    h(
      'ul',
      {},
      one.topics.map((topic) => topicLine(one, topic)),
    ),
    h('p', { class: 'hint' }, t('progress.topic_hint')),
  );
}

/**
 * @param {RuleProgressView} one
 * @param {TopicView} topic
 */
function topicLine(one, topic) {
  const isDone = Number(topic.missing) === 0;
  const ring = t(`progress.ring_of.${one.unit}`, { counted: topic.counted, count: topic.needed });
  return h(
    'li',
    {},
    around(t('progress.topic', { name: topic.name, ring }), topic.name),
    ' ',
    h(
      'span',
      { class: isDone ? 'badge' : 'badge warn' },
      isDone ? t('progress.topic_done') : t('progress.topic_missing', { amount: amount(one, topic.missing) }),
    ),
  );
}

/** @param {RuleProgressView} one */
function credits(one) {
  const [counted, others] = [true, false].map((counts) => one.credits.filter((credit) => credit.counts === counts));
  return group(
    counted.length
      ? list(one, t('progress.counted', { count: counted.length }), counted)
      : h('p', {}, t('progress.none')),
    others.length > 0 && list(one, t('progress.not_counted', { count: others.length }), others),
  );
}

/**
 * @param {RuleProgressView} one
 * @param {string} title
 * @param {VerdictView[]} found
 */
function list(one, title, found) {
  return h(
    'details',
    { class: 'on-paper' },
    h('summary', {}, title),
    h(
      'ul',
      {},
      found.map((credit) => creditLine(one, credit)),
    ),
  );
}

/**
 * @param {RuleProgressView} one
 * @param {VerdictView} credit
 */
function creditLine(one, credit) {
  // What the learner entered is in the language of the learner.
  /** @param {string} text */
  const as = (text) => (credit.source === 'own' ? h('bdi', {}, text) : written(text));
  const facts = inLine(day(credit.completed_on), as(credit.provider), amount(one, credit.hours));
  return h(
    'li',
    {},
    h('strong', {}, as(credit.title)),
    h('br'),
    h('span', { class: 'meta' }, facts, ` (${t(`progress.source.${credit.source}`)})`),
    h('br'),
    whyOf(one, credit),
  );
}

/**
 * The reason in the words of the portal; what it does not know is said in those of the API.
 * @param {RuleProgressView} one
 * @param {VerdictView} credit
 */
function whyOf(one, credit) {
  const isOwn = credit.why === 'counts' && credit.source === 'own';
  const key = `progress.why.${isOwn ? 'counts_own' : credit.why}`;
  const topic = one.topics.find((each) => each.id === credit.topic)?.name;
  return hasText(key) ? around(t(key, { topic }), topic) : written(credit.says);
}

/** @param {RuleProgressView} one */
function rule(one) {
  const { source, evidence } = one;
  const id = newId('rule');
  const values = { count: one.cycle_years, amount: amount(one, one.hours), authority: one.authority };
  return h(
    'details',
    { 'aria-labelledby': id },
    h('summary', { id }, t('progress.rule')),
    h(
      'p',
      {},
      around(t('progress.rule_hours', values), one.authority),
      one.unit_minutes && ` ${t('progress.rule_minutes', { minutes: one.unit_minutes })}`,
    ),
    h(
      'p',
      {},
      t('progress.rule_source'),
      source.url ? h('a', { href: source.url, rel: 'noreferrer' }, written(source.title)) : written(source.title),
      '. ',
      t('progress.rule_checked', { day: day(one.checked_on) }),
      ' ',
      t(`progress.confidence.${one.confidence}`),
    ),
    h(
      'p',
      {},
      t('progress.evidence'),
      ' ',
      written(evidence.what),
      evidence.kept_years && ` ${t('progress.evidence_years', { count: evidence.kept_years })}`,
    ),
  );
}

/** One credit from elsewhere: what the learner enters, its proof, and its end. */

import { announce } from '../../elements/announcements.js';
import { h } from '../../elements/dom.js';
import { field, form, neededAt, tick } from '../../elements/forms.js';
import { dateIn, t, textsUnder } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { kindOf, kindTypes } from '../../platform/kinds.js';
import { Problem } from '../../platform/problems.js';
import { proofSection } from './proof_section.js';

/** @import { OwnCreditView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const PATH = '/v1/own-credits';

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values, query }) {
  const one = values.credit ? await found(values.credit) : null;
  const present = { version: one?.version ?? 0 };
  /** @param {OwnCreditView} changed */
  const changed = ({ version }) => {
    present.version = version;
  };
  const title = t(one ? 'own_credits.change_title' : 'own_credits.add_title');
  const isNew = query.has('saved');
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/own-credits' }, t('own_credits.title'))),
    h('h1', {}, title),
    isNew && h('p', { class: 'note ok' }, t('own_credits.saved_add_proof')),
    !one && h('p', {}, t('own_credits.lead')),
    one && isNew && proofSection(one, changed),
    entry(one, present),
    one && !isNew && proofSection(one, changed),
    one && removal(one),
  ];
  return { title, body, width: 'narrow' };
}

/**
 * @param {string} id
 * @returns {Promise<OwnCreditView>}
 */
async function found(id) {
  const { data } = await call('GET', PATH);
  const one = data.items.find((/** @type {OwnCreditView} */ credit) => credit.credit_id === id);
  if (!one) throw new Problem(404, { code: 'own_credit_not_found' });
  return one;
}

/**
 * @param {string} label
 * @param {Record<string, string>} options
 * @param {string | null | undefined} chosen
 * @param {string} [hint]
 */
function choice(label, options, chosen, hint) {
  const input = h(
    'select',
    {},
    Object.entries(options).map(([value, text]) =>
      h('option', { value, selected: value === (chosen ?? ''), lang: kindTypes().includes(value) && 'en' }, text),
    ),
  );
  return field({ label, hint, input });
}

/** @param {OwnCreditView | null} one */
function fieldsOf(one) {
  const today = dateIn(new Date());
  /** @param {string} name */
  const label = (name) => t(`own_credits.fields.${name}`);
  const kinds = Object.fromEntries(kindTypes().map((type) => [type, kindOf(type).name]));
  return {
    title: field({ label: label('title'), value: one?.title ?? '', required: true, maxlength: 300 }),
    provider: field({ label: label('provider'), value: one?.provider ?? '', required: true, maxlength: 300 }),
    completed_on: field({
      label: label('completed_on'),
      type: 'date',
      value: one?.completed_on ?? '',
      max: today,
      required: true,
    }),
    amount: field({
      label: label('amount'),
      hint: label('amount_hint'),
      value: one?.amount ?? '',
      inputmode: 'decimal',
      required: true,
    }),
    unit: choice(label('unit'), textsUnder('own_credits.units'), one?.unit ?? 'contact_hour'),
    statement: choice(label('statement'), { '': t('own_credits.other_type'), ...kinds }, one?.statement),
    topic: choice(
      label('topic'),
      { '': t('own_credits.no_topic'), ...textsUnder('own_credits.topics') },
      one?.topic,
      label('topic_hint'),
    ),
  };
}

/**
 * @param {OwnCreditView | null} one
 * @param {{version: number}} present the version, which a new proof changes too
 */
function entry(one, present) {
  const fields = fieldsOf(one);
  const send = async () => {
    const json = Object.fromEntries(
      Object.entries(fields).map(([name, { input }]) => [name, input.value.trim() || null]),
    );
    if (one) {
      await call('PUT', `${PATH}/${one.credit_id}`, { json, ifMatch: `"${present.version}"` });
      await go('/own-credits');
      announce(t('own_credits.saved'));
    } else {
      const { data } = await call('POST', PATH, { json });
      await go(`/own-credits/${data.credit_id}?saved`);
      announce(t('own_credits.saved_add_proof'));
    }
  };
  const all = Object.values(fields);
  const made = form(
    { fields: all, send, label: t('own_credits.save'), places: fields },
    all.map((each) => each.node),
  );
  return h('div', { class: 'card' }, made.node);
}

/** @param {OwnCreditView} one */
function removal(one) {
  const sure = tick({ label: t('own_credits.remove_sure') });
  const missing = neededAt(sure.input, t('own_credits.remove_needed'));
  const send = async () => {
    missing.tell(!sure.input.checked);
    if (!sure.input.checked) {
      sure.input.focus();
      return;
    }
    await call('DELETE', `${PATH}/${one.credit_id}`);
    await go('/own-credits');
    announce(t('own_credits.removed'));
  };
  const made = form({ send, label: t('own_credits.remove'), quiet: true }, sure.node, missing.node);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'remove' },
    h('h2', { id: 'remove' }, t('own_credits.remove')),
    made.node,
  );
}

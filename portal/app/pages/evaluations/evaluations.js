/** The results of an activity's evaluations: figures, bars with a table below each, comments; for paper and as CSV. */

import { h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { day, hasText, t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { save } from '../../frame/save_file.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { bar } from './bars.js';

/** @import { EvaluationResultsView, OverallResultsView, QuestionResultsView } from '#api' */
/** @import { SessionResultsView, SpeakerResultsView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const FEW = 3; // columns that fit on a phone

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const [activity, session] = [query.get('activity') ?? '', query.get('session')];
  if (!activity) return askForActivity(t('evaluations.title'), '/staff/evaluations', t('evaluations.open'));
  const path = `/v1/staff/activities/${encodeURIComponent(activity)}/evaluations`;
  const [{ data }] = await Promise.all([call('GET', path, { query: { session } }), fetchStyle('figures')]);
  const one = session && data.sessions.find((/** @type {SessionResultsView} */ each) => each.session_id === session);
  const name = query.get('speaker');
  const speaker = name && data.speakers.find((/** @type {SpeakerResultsView} */ each) => each.name === name);
  const body = [
    staffHead(t('evaluations.of', { title: one ? one.title : speaker ? speaker.name : data.title })),
    more(activity),
    buttons(path, session, data.overall !== null),
    one ? ofSession(data, one) : speaker ? ofSpeaker(data, speaker) : ofActivity(data),
  ];
  return { title: t('evaluations.title'), body };
}

/** @param {string} activity @param {{session?: string, speaker?: string}} [of] */
const address = (activity, of) => `/staff/evaluations?${new URLSearchParams({ activity, ...of })}`;

/**
 * @param {string} path
 * @param {string | null} session
 * @param {boolean} hasOverall
 */
function buttons(path, session, hasOverall) {
  const trouble = h('div', {});
  const comments = () =>
    save(path, { query: { comments: 'true' }, accept: 'text/csv', name: 'evaluations.csv' }).catch((error) =>
      showProblem(trouble, error),
    );
  const more =
    !session &&
    hasOverall &&
    h('button', { type: 'button', class: 'button quiet', onclick: comments }, t('evaluations.comments_csv'));
  return [trouble, printAndSave({ path, query: { session }, name: 'evaluations.csv' }, more)];
}

/** @param {string} activity */
const more = (activity) =>
  h(
    'p',
    { class: 'no-print' },
    h('a', { href: `/staff/participants?${new URLSearchParams({ activity })}` }, t('pace_lists.links.participants')),
    ' · ',
    h('a', { href: `/staff/request?${new URLSearchParams({ activity })}` }, t('pace_lists.links.request')),
  );

/** @param {{claimed: number, evaluated: number}} of */
const people = ({ claimed, evaluated }) =>
  h('p', {}, t('evaluations.people', { claimed, evaluated }), ' ', t('evaluations.drafts'));

/** @param {EvaluationResultsView} data */
function ofActivity(data) {
  const named = data.parts.filter(({ mean }) => mean !== null);
  return [
    people(data),
    named.length > 0 &&
      section(
        'parts',
        named.map(({ part, mean }) => ({ part: t(`evaluations.part.${part}`), mean })),
        ['part', 'mean'],
      ),
    data.speakers.length > 0 &&
      section(
        'speakers',
        data.speakers.map((one) => ({
          ...one,
          name: h('a', { href: address(data.activity_id, { speaker: one.name }) }, h('bdi', {}, one.name)),
        })),
        ['name', 'sessions', 'claimed', 'evaluated', 'mean'],
      ),
    section(
      'sessions',
      data.sessions.map((one) => ({
        ...one,
        title: h('a', { href: address(data.activity_id, { session: one.session_id }) }, one.title),
        day: day(one.day),
      })),
      ['title', 'day', 'claimed', 'evaluated'],
    ),
    h('h2', {}, t('evaluations.questions')),
    data.questions.map(ofQuestion),
    data.overall && ofOverall(data, data.overall),
  ];
}

/**
 * @param {EvaluationResultsView} data
 * @param {OverallResultsView} overall
 */
const ofOverall = (data, overall) => [
  h('h2', {}, t('evaluations.overall', { title: overall.title })),
  people(overall),
  overall.questions.map(ofQuestion),
  comments(data, overall.questions),
];

/**
 * @param {EvaluationResultsView} data
 * @param {SessionResultsView} one
 */
function ofSession(data, one) {
  return [
    h('p', {}, h('a', { href: address(data.activity_id) }, t('evaluations.all'))),
    h('p', { class: 'meta' }, [day(one.day), ...one.speakers].join(' · ')),
    people(one),
    h('h2', {}, t('evaluations.questions')),
    one.questions.map(ofQuestion),
    comments(data, one.questions),
  ];
}

/**
 * @param {EvaluationResultsView} data
 * @param {SpeakerResultsView} one
 */
const ofSpeaker = (data, one) => [
  h('p', {}, h('a', { href: address(data.activity_id) }, t('evaluations.all'))),
  people(one),
  h('p', {}, t('evaluations.of_speaker', { count: one.sessions })),
  h('h2', {}, t('evaluations.questions')),
  one.questions.length ? one.questions.map(ofQuestion) : h('p', { class: 'note' }, t('evaluations.none_of_speaker')),
];

/**
 * @param {EvaluationResultsView} data
 * @param {QuestionResultsView[]} questions
 */
function comments(data, questions) {
  const texts = new Map(questions.map(({ question_id, text }) => [question_id, text]));
  const given = (data.comments ?? []).filter(({ texts }) => texts.length > 0);
  return [
    h('h2', {}, t('evaluations.comments')),
    data.comments === null
      ? h('p', { class: 'note' }, t('evaluations.withheld', { count: data.comments_from }))
      : given.length === 0 && h('p', { class: 'note' }, t('evaluations.no_comments')),
    given.map((about) => [
      h('h3', {}, texts.get(about.question_id) ?? ''),
      about.given > about.texts.length &&
        h('p', { class: 'meta' }, t('evaluations.some', { shown: about.texts.length, given: about.given })),
      h(
        'ul',
        {},
        about.texts.map((text) => h('li', {}, text)),
      ),
    ]),
  ];
}

/** @param {QuestionResultsView} question */
function ofQuestion(question) {
  if (!question.counts.length) return null;
  const shown = question.counts.map(({ answer, count }) => ({
    answer:
      hasText(`evaluations.answers.${answer}`) && question.kind === 'yes_no'
        ? t(`evaluations.answers.${answer}`)
        : answer,
    count,
    share: question.answered ? `${Math.round((100 * count) / question.answered)} %` : '',
  }));
  const counts = shown.map(({ answer, count }) => `${answer}: ${count}`).join(', ');
  return h(
    'section',
    {},
    h('h3', {}, question.text),
    question.mean !== null && h('p', {}, t('evaluations.mean', { mean: question.mean })),
    question.answered
      ? bar(question, t('evaluations.bar', { question: question.text, counts }))
      : h('p', { class: 'note' }, t('evaluations.none_answered')),
    question.answered > 0 && table(question.text, shown, ['answer', 'count', 'share']),
    question.unlike > 0 && h('p', { class: 'meta' }, t('evaluations.unlike', { count: question.unlike })),
  );
}

/**
 * @param {string} name
 * @param {Record<string, any>[]} items
 * @param {string[]} columns
 */
const section = (name, items, columns) =>
  h('section', {}, h('h2', {}, t(`evaluations.${name}`)), table(t(`evaluations.${name}`), items, columns));

/**
 * @param {string} caption
 * @param {Record<string, any>[]} items
 * @param {string[]} columns the first one heads its row
 */
function table(caption, items, columns) {
  /** @param {string} name */
  const titled = (name) => t(`evaluations.columns.${name}`);
  /** @param {Record<string, any>} item */
  const row = (item) =>
    h(
      'tr',
      { role: 'row' },
      columns.map((name, n) =>
        n
          ? h('td', { role: 'cell', class: name !== 'day' && 'number', 'data-label': titled(name) }, item[name] ?? '–')
          : h('th', { scope: 'row', role: 'rowheader', 'data-label': titled(name) }, item[name]),
      ),
    );
  const heads = columns.map((name, n) => ({ title: titled(name), isNumber: n > 0 && name !== 'day' }));
  return tableOf({ caption, columns: heads, rows: items.map(row), hasFigures: columns.length <= FEW });
}

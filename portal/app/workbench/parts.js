/** The parts of an activity's document: how each is typed, in the order of the form. */

import { t } from '../elements/words.js';

/**
 * How a part is typed. `line` and `prose` are texts, `lines` a list of texts, one on each line; `moment` is a time in
 * the activity's zone; `entry` names an entry of another list of the document; `maxima` are amounts by statement;
 * `answers` the choices of a question and the right one.
 * @typedef {'line' | 'prose' | 'lines' | 'day' | 'moment' | 'amount' | 'whole' | 'yes' | 'choice' | 'zone'
 *   | 'statement' | 'entry' | 'provider' | 'record' | 'list' | 'maxima' | 'answers'} PartKind
 */

/**
 * @typedef {object} Part
 * @property {string} name in the document
 * @property {string} key of its words
 * @property {PartKind} kind
 * @property {string[]} [options] of a choice
 * @property {(value: string) => string} [named] the words for a value of a choice
 * @property {boolean} [isOptional] whether a choice can be left open
 * @property {string} [from] the list of the document whose entries can be chosen
 * @property {string} [open] the key of the words for none of them
 * @property {Part[]} [parts] of a record, or of each entry of a list
 * @property {string} [prefix] of the IDs of a list's entries; without it they have none
 * @property {Record<string, any>} [first] what a new entry of the list begins with
 * @property {(document: any) => boolean} [isShown] where it depends on other parts
 */

/** @typedef {{name: string, parts: Part[]}} FormSection */

/**
 * @param {PartKind} kind
 * @param {string} name
 * @param {Partial<Part>} [more]
 * @returns {Part}
 */
const part = (kind, name, more = {}) => ({ kind, name, key: name, ...more });

/** @param {any} document */
const isOnline = (document) => document.kind === 'online';

const WINDOW = [part('moment', 'opens_at'), part('moment', 'closes_at')];
const SIGNATORY = [part('line', 'name', { key: 'signatory_name' }), part('line', 'title', { key: 'signatory_title' })];
const CODE = [
  part('line', 'code'),
  part('entry', 'session_id', { key: 'code_session', from: 'sessions', isOptional: true, open: 'no_session' }),
  part('line', 'site', { key: 'code_site' }),
  part('moment', 'valid_from'),
  part('moment', 'valid_until'),
];
const STATEMENT = [
  part('statement', 'type', { key: 'statement_type' }),
  part('amount', 'maximum'),
  part('amount', 'step'),
  part('prose', 'wording'),
  part('line', 'approval_number'),
];
const DISCLOSURE = [
  part('line', 'title', { key: 'disclosure_title' }),
  part('prose', 'text', { key: 'disclosure_text' }),
];
const QUESTION = [
  part('line', 'text', { key: 'question_text' }),
  part('choice', 'kind', {
    key: 'question_kind',
    options: ['likert', 'choice', 'yes_no', 'text'],
    named: (value) => t(`workbench.question_kinds.${value}`),
  }),
  part('lines', 'choices', { isShown: (question) => question.kind === 'choice' }),
  part('choice', 'part', {
    key: 'question_part',
    options: ['speaker', 'objective', 'content', 'facilities', 'comment'],
    named: (value) => t(`workbench.question_parts.${value}`),
    isOptional: true,
  }),
  part('yes', 'required'),
];
const FORM = [
  part('line', 'title', { key: 'form_title' }),
  part('list', 'questions', { parts: QUESTION, prefix: 'q', first: { kind: 'likert', required: true } }),
];
const SESSION = [
  part('line', 'title', { key: 'session_title' }),
  part('lines', 'speakers'),
  part('line', 'track'),
  part('moment', 'starts_at'),
  part('moment', 'ends_at'),
  part('maxima', 'maximum', { key: 'session_maximum' }),
  part('entry', 'evaluation_form', { from: 'evaluation_forms' }),
  part('line', 'specialty_area'),
];
const FACULTY = [part('line', 'name', { key: 'faculty_name' }), part('line', 'credentials')];
const CONTENT = [part('line', 'title', { key: 'content_title' }), part('line', 'url')];
const TEST = [
  part('whole', 'pass_mark'),
  part('whole', 'attempts'),
  part('yes', 'tells_wrong'),
  part('list', 'questions', {
    key: 'test_questions',
    parts: [part('prose', 'text', { key: 'question_text' }), part('answers', 'choices', { key: 'answers' })],
    prefix: 'q',
  }),
];

/** @type {FormSection[]} */
export const SECTIONS = [
  {
    name: 'about',
    parts: [
      part('line', 'title'),
      part('choice', 'kind', {
        options: ['live_meeting', 'teleconference', 'webinar', 'online'],
        named: (value) => t(`kinds.${value}.one`),
      }),
      part('prose', 'description'),
      part('lines', 'objectives'),
      part('choice', 'level', {
        options: ['basic', 'intermediate', 'advanced'],
        named: (value) => t(`levels.${value}`),
      }),
      part('line', 'location'),
      part('line', 'contact'),
      part('list', 'faculty', { parts: FACULTY }),
    ],
  },
  {
    name: 'provider',
    parts: [
      part('provider', 'provider_id'),
      part('line', 'provider'),
      part('prose', 'provider_statement'),
      part('line', 'number'),
      part('record', 'signatory', { parts: SIGNATORY }),
    ],
  },
  {
    name: 'dates',
    parts: [
      part('zone', 'time_zone'),
      part('day', 'starts_on'),
      part('day', 'ends_on'),
      part('yes', 'canceled'),
      part('record', 'claim_window', { parts: WINDOW }),
    ],
  },
  { name: 'statements', parts: [part('list', 'statements', { parts: STATEMENT, first: { step: '0.5' } })] },
  {
    name: 'access',
    parts: [
      part('record', 'access', {
        parts: [
          part('choice', 'type', {
            key: 'access_type',
            options: ['badge', 'group', 'session_code', 'none'],
            named: (value) => t(`workbench.access.${value}`),
          }),
          part('list', 'codes', { parts: CODE, isShown: (access) => access.type === 'session_code' }),
        ],
      }),
      part('record', 'attendance', { parts: [part('whole', 'share', { key: 'attendance_share' })] }),
    ],
  },
  {
    name: 'disclosures',
    parts: [part('list', 'disclosures', { parts: DISCLOSURE, prefix: 'd', first: { version: 1 } })],
  },
  {
    name: 'evaluation_forms',
    parts: [
      part('list', 'evaluation_forms', { parts: FORM, prefix: 'f' }),
      part('entry', 'overall_evaluation', { from: 'evaluation_forms', isOptional: true, open: 'no_form' }),
    ],
  },
  { name: 'sessions', parts: [part('list', 'sessions', { parts: SESSION, prefix: 's' })] },
  {
    name: 'course',
    parts: [
      part('list', 'content', { parts: CONTENT, isShown: isOnline }),
      part('record', 'assessment', { parts: TEST, isShown: isOnline }),
    ],
  },
];

/** All parts of the document. */
export const ACTIVITY = SECTIONS.flatMap((one) => one.parts);

/** The part of a document that has its sessions. */
export const SESSIONS = /** @type {Part} */ (ACTIVITY.find((one) => one.name === 'sessions'));

/**
 * The part that an address of the API such as `sessions[3].title` names, and all above it.
 * @param {string} path
 * @returns {(string | number)[]}
 */
export function stepsOf(path) {
  return (path.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/**
 * An ID that no entry of `list` has, for a new one. It is made by chance: the ID of a removed one is not used again.
 * @param {string} prefix
 * @param {any[]} list
 * @returns {string}
 */
export function newPartId(prefix, list) {
  const [chance] = crypto.getRandomValues(new Uint32Array(1));
  const id = `${prefix}-${chance.toString(36).padStart(7, '0').slice(0, 7)}`;
  return list.some((one) => one.id === id) ? newPartId(prefix, list) : id;
}

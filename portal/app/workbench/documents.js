/** The document of an activity: a new one, and one that is about to be saved (no page, no call). */

import { t } from '../elements/words.js';
import { listIn } from './fields.js';
import { newPartId } from './parts.js';

/** @import { Owner } from './providers.js' */

/** What opens a claim of each kind of activity, unless staff choose otherwise. */
const ACCESS = /** @type {Record<string, string>} */ ({
  live_meeting: 'badge',
  teleconference: 'group',
  webinar: 'session_code',
});

/**
 * What a new draft begins with.
 * @param {{title: string, kind: string, startsOn: string, owner: Owner | undefined, zone: string}} given
 */
export function newDocument({ title, kind, startsOn, owner, zone }) {
  const record = owner?.record;
  return {
    title,
    kind,
    ...(owner?.value && { provider_id: owner.value }),
    ...(record && { contact: record.contact_email }),
    starts_on: startsOn,
    ends_on: startsOn,
    time_zone: record?.time_zone || zone,
    access: { type: ACCESS[kind] ?? 'none' },
    evaluation_forms: [{ id: 'session', title: t('workbench.first_form.title'), questions: firstQuestions() }],
  };
}

function firstQuestions() {
  /** @type {[name: string, kind: string, required: boolean, part: string][]} */
  const asked = [
    ['speaker', 'likert', true, 'speaker'],
    ['objectives', 'likert', true, 'objective'],
    ['bias', 'yes_no', true, 'content'],
    ['comment', 'text', false, 'comment'],
  ];
  return asked.map(([id, kind, required, part]) => ({
    id,
    kind,
    text: t(`workbench.first_form.${id}`),
    required,
    part,
  }));
}

/**
 * The ID that is proposed for an activity: its title and its month.
 * @param {string} title
 * @param {string} startsOn
 */
export function proposedId(title, startsOn) {
  const plain = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 _-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[ _-]+/g, '-')
    .slice(0, 48)
    .replace(/-$/, '');
  return [plain || newPartId('activity', []), startsOn.slice(0, 7)].filter(Boolean).join('-');
}

/**
 * `document` without what its other parts rule out: a post-test without a course, codes without their kind of
 * access, amounts for a statement that is not offered. A disclosure that differs from the published one gets another
 * version.
 * @param {any} document
 * @param {any} published null for an activity that is not published
 */
export function tidied(document, published) {
  const tidy = structuredCopy(document);
  if (tidy.kind !== 'online') {
    delete tidy.content;
    delete tidy.assessment;
  }
  if (tidy.access?.type !== 'session_code') delete tidy.access?.codes;
  const offered = new Set(listIn(tidy.statements).map((one) => one.type));
  for (const session of listIn(tidy.sessions))
    if (session.maximum)
      session.maximum = Object.fromEntries(Object.entries(session.maximum).filter(([type]) => offered.has(type)));
  const before = new Map(listIn(published?.disclosures).map((one) => [one.id, one]));
  for (const one of listIn(tidy.disclosures)) {
    const was = before.get(one.id);
    const differs = was && (was.title !== one.title || was.text !== one.text);
    if (differs && one.version <= was.version) one.version = was.version + 1;
  }
  return tidy;
}

/** @param {any} document */
function structuredCopy(document) {
  return JSON.parse(JSON.stringify(document));
}

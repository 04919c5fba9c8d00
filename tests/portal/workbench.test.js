/** The form of an activity: times in its zone, differences, what is tidied, and problems without paths. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fetchWords } from '../../portal/app/elements/words.js';
import { differences } from '../../portal/app/workbench/differences.js';
import { newDocument, proposedId, tidied } from '../../portal/app/workbench/documents.js';
import { ACTIVITY, newPartId, stepsOf } from '../../portal/app/workbench/parts.js';
import { whereIs } from '../../portal/app/workbench/problem_places.js';
import { instantOf, isZone, wallOf, zones } from '../../portal/app/workbench/times.js';

await fetchWords('workbench');
const ZONE = 'America/New_York';

test('a time is typed by the clock of the zone, in summer and in winter', () => {
  assert.equal(instantOf('2026-06-04T09:00', ZONE), '2026-06-04T13:00:00Z');
  assert.equal(instantOf('2026-12-16T12:00', ZONE), '2026-12-16T17:00:00Z');
  assert.equal(instantOf('2026-12-16T12:00', 'Asia/Kolkata'), '2026-12-16T06:30:00Z');
  assert.equal(wallOf('2026-12-16T17:00:00Z', ZONE), '2026-12-16T12:00');
  assert.equal(wallOf('2026-12-17T04:59:59Z', ZONE), '2026-12-16T23:59:59');
});

test('each hour of the days of the change is read as it is shown', () => {
  for (const day of ['2026-03-07', '2026-03-08', '2026-03-09', '2026-10-31', '2026-11-01', '2026-11-02'])
    for (let hour = 0; hour < 24; hour += 1) {
      const wall = `${day}T${String(hour).padStart(2, '0')}:30`;
      const shown = wallOf(instantOf(wall, ZONE), ZONE);
      // There is no 2:30 on the day on which the clock goes ahead.
      assert.equal(shown, wall === '2026-03-08T02:30' ? '2026-03-08T03:30' : wall);
    }
  // 1:30 comes twice: the first is meant.
  assert.equal(instantOf('2026-11-01T01:30', ZONE), '2026-11-01T05:30:00Z');
});

test('what is no time or no zone is nothing', () => {
  for (const wrong of [undefined, null, 5, 'soon', {}, '']) assert.equal(wallOf(wrong, ZONE), '');
  for (const wrong of [undefined, '', 'No/Where', 7]) {
    assert.equal(isZone(wrong), false);
    assert.equal(instantOf('2026-06-04T09:00', wrong), undefined);
  }
  assert.equal(zones()[0], ZONE);
  assert.equal(new Set(zones()).size, zones().length);
});

const before = {
  title: 'Laboratory Days',
  time_zone: ZONE,
  claim_window: { opens_at: '2026-06-04T12:00:00Z', closes_at: '2026-09-01T04:00:00Z' },
  signatory: null,
  sessions: [
    { id: 's1', title: 'Gram stains', starts_at: '2026-06-04T13:00:00Z', maximum: { pace: '1' } },
    { id: 's2', title: 'Malaria', starts_at: '2026-06-04T14:00:00Z' },
  ],
};
const copy = () => JSON.parse(JSON.stringify(before));

test('differences are named as in the form, each with both sides', () => {
  const after = copy();
  after.title = '<b>Other</b>';
  after.claim_window.closes_at = '2026-09-02T04:00:00Z';
  after.sessions[0].maximum.pace = '1.5';
  after.sessions[1] = { id: 's3', title: 'Smears' };
  assert.deepEqual(differences(before, after), [
    { where: 'Title', before: 'Laboratory Days', after: '<b>Other</b>' },
    {
      where: 'When learners can claim › Until',
      before: 'September 1, 2026, 12:00 AM EDT',
      after: 'September 2, 2026, 12:00 AM EDT',
    },
    { where: 'Session 1: Gram stains › Most credit for this session', before: 'pace: 1', after: 'pace: 1.5' },
    { where: 'Session 2: Smears', before: '', after: 'Added' },
    { where: 'Session 2: Malaria', before: 'Was there', after: '' },
  ]);
});

test('nothing, null and an empty list are alike; another order is a difference', () => {
  assert.deepEqual(differences(before, { ...copy(), signatory: undefined, objectives: [], location: '' }), []);
  const turned = copy();
  turned.sessions.reverse();
  assert.deepEqual(differences(before, turned), [{ where: 'Sessions', before: '', after: 'In another order' }]);
  assert.deepEqual(differences({}, {}), []);
});

test('the form has each part of the document of an activity', () => {
  const api = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf-8'));
  const named = Object.keys(api.components.schemas.Activity.properties);
  const form = ACTIVITY.map((one) => one.name);
  assert.deepEqual(
    named.filter((name) => name !== 'id' && !form.includes(name)),
    [],
  );
});

test('a path of the API becomes words', () => {
  assert.deepEqual(stepsOf('sessions[1].maximum.pace'), ['sessions', 1, 'maximum', 'pace']);
  assert.equal(whereIs('sessions[1].starts_at', before), 'Session 2: Malaria › Begins');
  assert.equal(whereIs('sessions[0].maximum.pace', before), 'Session 1: Gram stains › pace');
  assert.equal(whereIs('claim_window.opens_at', before), 'When learners can claim › From');
  assert.equal(whereIs('sessions', before), 'Sessions');
  for (const unknown of ['', 'nothing[3].such', 'sessions[9].title', 'claims.x.y'])
    assert.equal(whereIs(unknown, before), '');
});

test('what other parts rule out is not saved', () => {
  const document = {
    kind: 'webinar',
    content: [{}],
    assessment: {},
    access: { type: 'none', codes: [{ code: 'ABCD' }] },
    statements: [{ type: 'pace' }],
    sessions: [{ maximum: { pace: '1', florida: '2' } }],
    disclosures: [
      { id: 'a', version: 1, title: 'A', text: 'changed' },
      { id: 'b', version: 3, title: 'B', text: 'same' },
    ],
  };
  const published = {
    disclosures: [
      { id: 'a', version: 1, title: 'A', text: 'was' },
      { id: 'b', version: 3, title: 'B', text: 'same' },
    ],
  };
  const tidy = tidied(document, published);
  assert.deepEqual([tidy.content, tidy.assessment, tidy.access], [undefined, undefined, { type: 'none' }]);
  assert.deepEqual(tidy.sessions, [{ maximum: { pace: '1' } }]);
  assert.deepEqual(
    tidy.disclosures.map((one) => one.version),
    [2, 3],
  );
  assert.equal(document.disclosures[0].version, 1);
  for (const odd of [{}, { sessions: 'none', access: 3 }, { statements: [null], disclosures: {} }]) tidied(odd, null);
});

test('an ID is proposed from the title, and new parts have IDs of their own', () => {
  assert.equal(proposedId('  Łucja’s “Blood”: 2026 & more ', '2026-12-16'), 'ucjas-blood-2026-more-2026-12');
  assert.match(proposedId('血液', '2026-12-16'), /^activity-[0-9a-z]{7}-2026-12$/);
  assert.match(proposedId('x'.repeat(300), ''), /^x{48}$/);
  const ids = new Set(Array.from({ length: 50 }, () => newPartId('s', [])));
  assert.equal(ids.size, 50);
});

test('a new document begins with what its provider has on record', () => {
  const record = { id: 'asm', contact_email: 'a@example.org', time_zone: 'America/Chicago' };
  const owner = { value: 'asm', label: 'ASM', record };
  const given = { title: 'T', kind: 'webinar', startsOn: '2026-12-16', zone: ZONE };
  const made = newDocument({ ...given, owner });
  assert.deepEqual(
    [made.provider_id, made.contact, made.time_zone, made.access],
    ['asm', 'a@example.org', 'America/Chicago', { type: 'session_code' }],
  );
  assert.equal(newDocument({ ...given, owner: undefined }).time_zone, ZONE);
});

/** Small rules of the portal: addresses, days, the step of a claim, the state of a credit, the language of a name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, sessionOf } from '../../portal/app/claim/changes.js';
import { closesAt, disclosuresRead, nextStep } from '../../portal/app/claim/load.js';
import { byDay } from '../../portal/app/claim/sessions/by_day.js';
import { stateNow } from '../../portal/app/credits/progress_steps.js';
import { decoded } from '../../portal/app/platform/addresses.js';
import { codeOf, Problem, Unreachable } from '../../portal/app/platform/problems.js';
import { suggested } from '../../portal/app/profile/name_language.js';

test('an address that is badly encoded stays as it is', () => {
  assert.equal(decoded('a%20b'), 'a b');
  for (const bad of ['%', '%E0%A4%A', '%c0%ae']) assert.equal(decoded(bad), bad);
});

test('sessions are grouped by day, in their order', () => {
  const held = [
    { id: 'a', day: '2026-06-04' },
    { id: 'b', day: '2026-06-05' },
    { id: 'c', day: '2026-06-04' },
  ];
  assert.deepEqual(
    byDay(held, (one) => one.day).map(([day, some]) => [day, some.map((one) => one.id).join('')]),
    [
      ['2026-06-04', 'ac'],
      ['2026-06-05', 'b'],
    ],
  );
});

const ACTIVITY = {
  claim_window: { closes_at: '2026-12-01T05:00:00Z' },
  disclosures: [{ id: 'd', version: 2 }],
  session_count: 2,
};
const CLAIM = {
  status: 'draft',
  summary: { missing: [] },
  acknowledged: [{ disclosure_id: 'd', version: 2 }],
  assessment: null,
  sessions: [],
};

test('a claim closes with its activity, or later if staff gave more time', () => {
  assert.equal(closesAt(ACTIVITY, null), ACTIVITY.claim_window.closes_at);
  assert.equal(closesAt(ACTIVITY, { open_until: '2026-11-01T00:00:00Z' }), ACTIVITY.claim_window.closes_at);
  assert.equal(closesAt(ACTIVITY, { open_until: '2027-01-01T00:00:00Z' }), '2027-01-01T00:00:00Z');
});

test('a disclosure counts as read in its current version only', () => {
  assert.equal(disclosuresRead(ACTIVITY, CLAIM), true);
  assert.equal(disclosuresRead(ACTIVITY, { ...CLAIM, acknowledged: [{ disclosure_id: 'd', version: 1 }] }), false);
});

const STEPS = {
  certificate: { status: 'final' },
  access: { summary: { missing: [{ path: 'access_code' }] } },
  disclosures: { acknowledged: [] },
  course: { assessment: { passed: false } },
  sessions: { assessment: { passed: true } },
  summary: { sessions: [{}, {}] },
};
for (const [step, change] of Object.entries(STEPS)) {
  test(`a claim continues at ${step}`, () => assert.equal(nextStep(ACTIVITY, { ...CLAIM, ...change }), step));
}

const version = (sessions, more = {}) => ({ statement: 'pace', status: 'draft', sessions, ...more });
const held = (id, credits = '1', evaluation = {}) => ({ session_id: id, title: `Session ${id}`, credits, evaluation });

test('each change between two versions of a claim is one sentence', () => {
  const before = version([held('a'), held('b'), held('c')]);
  assert.deepEqual(changesBetween(before, before), []);
  const after = version([held('a', '0.5'), held('b', '1', { q: 5 }), held('d')], {
    statement: 'florida',
    status: 'final',
  });
  const said = changesBetween(before, after);
  assert.equal(said.length, 6);
  for (const id of ['a', 'b', 'c', 'd']) assert.ok(said.some((one) => one.includes(`Session ${id}`)));
  assert.equal(sessionOf(after, 'c'), null);
});

const step = (state, judged = true) => ({ at: '2026-06-04T00:00:00Z', state, judged });

test('a refusal that is not a decision of ASCP has its own name, also after a note of staff', () => {
  const credit = (...timeline) => ({ state: timeline[timeline.length - 1].state, timeline });
  assert.equal(stateNow(credit(step('sending'), step('rejected'))), 'rejected');
  assert.equal(stateNow(credit(step('sending'), step('rejected', false))), 'unjudged');
  assert.equal(stateNow(credit(step('rejected', false), step('rejected'))), 'unjudged');
  assert.equal(stateNow(credit(step('rejected', false), step('sending'), step('rejected'))), 'rejected');
  assert.equal(stateNow({ state: 'earned', timeline: [] }), 'earned');
});

test('the language of a name is suggested where its letters leave it open', () => {
  assert.equal(suggested('Ana', ['de-DE']), '');
  assert.equal(suggested('李小龍', ['en-US', 'zh-TW']), 'zh-Hant');
  assert.equal(suggested('李小龙', ['zh-CN']), 'zh-Hans');
  assert.equal(suggested('李小龙', ['en-US']), '');
  assert.equal(suggested('ひらがな', ['zh-CN']), '');
  assert.equal(suggested('Анна', ['uk-UA']), 'uk');
});

test('a refusal has a code, any other error has none', () => {
  assert.equal(new Problem(429).code, 'too_many_requests');
  assert.equal(new Problem(503).code, 'http_503');
  assert.equal(codeOf(new Problem(409, { code: 'claim_final' })), 'claim_final');
  assert.equal(codeOf(new Unreachable('/v1/me')), '');
});

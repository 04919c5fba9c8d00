import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { fetchWords } from '../../portal/app/elements/words.js';
import { asTyped, lacking } from '../../portal/app/pages/pace/request.js';

await fetchWords('pace_lists');

const NOW = new Date('2026-01-01T00:00:00Z');
/** @type {any} */
const WHOLE = {
  description: 'About platelets',
  objectives: ['List four causes', 'Knowing is no verb that starts this'],
  starts_on: '2026-02-01',
  statements: [{ type: 'pace', maximum: '1' }],
  sessions: [{ speakers: ['Ana', 'Bo'] }, { speakers: ['Ana'] }],
  faculty: ['Ana', 'Bo'].map((name) => ({ name, credentials: 'PhD' })),
};

test('a whole request lacks nothing', () => assert.deepEqual(lacking(WHOLE, NOW), []));

/** @type {[string, object, RegExp][]} */
const LACKS = [
  ['contact hours', { statements: [{ type: 'ama_pra_1' }] }, /no P\.A\.C\.E\. contact hours/],
  ['a description', { description: '' }, /description/],
  ['objectives', { objectives: [] }, /objectives are missing/],
  ['a verb that can be measured', { objectives: ['To understand platelets'] }, /“To understand platelets”/],
  ['credentials', { faculty: [{ name: 'Ana', credentials: 'PhD' }] }, /credentials of Bo/],
  ['time', { starts_on: '2026-01-30' }, /30 days/],
];
for (const [what, change, said] of LACKS)
  test(`a request lacks ${what}`, () => {
    const found = lacking({ ...WHOLE, ...change }, NOW);
    assert.equal(found.length, 1);
    assert.match(found[0], said);
  });

test('a draft of any shape is read as what it has', () => {
  const found = asTyped({
    title: 5,
    kind: null,
    objectives: 'one',
    sessions: [7, { title: 'Smears', speakers: ['Ana', 3], maximum: null }],
    faculty: [{ name: 'Ana' }],
    statements: {},
  });
  assert.equal(found.title, '');
  assert.deepEqual(found.objectives, []);
  assert.deepEqual(found.sessions, [
    { title: 'Smears', starts_at: '', ends_at: '', speakers: ['Ana'], maximum: { pace: '' } },
  ]);
  assert.deepEqual(found.faculty, [{ name: 'Ana', credentials: '' }]);
  assert.equal(lacking(found, NOW).length, 3);
});

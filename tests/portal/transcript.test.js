/** The time of a transcript: a cycle ends on the day before the next one begins. */

import assert from 'node:assert/strict';
import test from 'node:test';

import './browser.js';

const { endOfCycle } = await import('../../portal/app/pages/transcript/span.js');

test('a cycle ends on the day before the next one begins', () => {
  assert.equal(endOfCycle('2026-01-01', 1), '2026-12-31');
  assert.equal(endOfCycle('2026-07-01', 2), '2028-06-30');
  assert.equal(endOfCycle('2025-03-01', 3), '2028-02-29');
  assert.equal(endOfCycle('2024-02-29', 2), '2026-02-28');
  assert.equal(endOfCycle('2024-02-29', 4), '2028-02-28');
});

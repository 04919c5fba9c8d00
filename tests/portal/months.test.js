/** The days of a month, in every month of a leap year and of another. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import './browser.js';

const { daysOf } = await import('../../portal/app/pages/organizer/months.js');

test('a month goes from its first to its last day', () => {
  assert.deepEqual(daysOf('2026-02'), { from: '2026-02-01', to: '2026-02-28' });
  assert.deepEqual(daysOf('2028-02'), { from: '2028-02-01', to: '2028-02-29' });
  assert.deepEqual(daysOf('2026-12'), { from: '2026-12-01', to: '2026-12-31' });
  for (let number = 1; number <= 12; number += 1) {
    const month = `2026-${String(number).padStart(2, '0')}`;
    const next = new Date(`${daysOf(month).to}T12:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    assert.equal(next.getUTCDate(), 1, month);
  }
});

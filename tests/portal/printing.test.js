/** The sessions of the Credit Summary by day, and what each day adds up to. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import './browser.js';

const { daysOf } = await import('../../portal/app/claim/printing/by_day.js');

const session = (starts_at, credits, counts = true) => ({
  session_id: starts_at,
  title: '',
  starts_at,
  credits,
  counts,
});

test('sessions are in order of time, by the days of the activity, with what counts added up', () => {
  const late = session('2026-06-05T02:30:00Z', '0.5'); // the evening of June 4 in New York
  const next = session('2026-06-05T13:00:00Z', '1.25');
  const first = session('2026-06-04T13:00:00Z', '1');
  const lost = session('2026-06-04T15:00:00Z', '2', false);
  assert.deepEqual(daysOf([next, late, lost, first], 'America/New_York'), [
    { day: '2026-06-04', total: 150, held: [first, lost, late] },
    { day: '2026-06-05', total: 125, held: [next] },
  ]);
  assert.deepEqual(daysOf([], 'America/New_York'), []);
});

/** The bars of nights: their order, their height, that few rows are still seen, and where the limit of the alarm is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf as bars, HEIGHT } from '../../portal/app/pages/runs/run_bars.js';

const LIMITS = { rejected_percent: 10, few_rows: 50, undelivered_days: [3, 7] };
const barsOf = (nights) => bars(nights, LIMITS);
const night = (credits, repeats, rejected) => ({ credits, repeats, rejected, rows: credits + repeats + rejected });

test('the oldest night is the first bar, and parts without rows are left out', () => {
  const found = barsOf([night(1, 0, 0), night(0, 2, 3)]);
  assert.deepEqual(
    found.map(({ parts }) => parts.map(({ name, count }) => [name, count])),
    [
      [
        ['repeats', 2],
        ['rejected', 3],
      ],
      [['credits', 1]],
    ],
  );
});

test('each part is on top of the one before, and the highest bar fits the picture', () => {
  const [highest] = barsOf([night(500_000, 499_999, 1), night(10, 0, 0)].reverse());
  let top = HEIGHT;
  for (const { y, height } of highest.parts) {
    assert.equal(y + height, top);
    assert.ok(height >= 2);
    top = y;
  }
  assert.ok(top >= -1e-9 && top < 1);
});

test('twice the rows are about twice as high, and nights without rows have no bar', () => {
  const [small, large, none] = barsOf([night(0, 0, 0), night(1000, 0, 0), night(500, 0, 0)]).map(({ parts }) => parts);
  assert.ok(Math.abs(large[0].height / small[0].height - 2) < 0.1);
  assert.deepEqual(none, []);
  assert.deepEqual(barsOf([night(0, 0, 0)])[0].parts, []);
});

test('rejected rows reach below the limit when they are more than its share, and few rows have no limit', () => {
  const [few, under, over] = barsOf([night(700, 0, 300), night(950, 0, 50), night(40, 0, 10)]);
  /** @param {ReturnType<typeof barsOf>[number]} bar */
  const below = ({ parts, limit }) => {
    const { y, height } = parts.find(({ name }) => name === 'rejected');
    return y + height > limit;
  };
  assert.equal(few.limit, null);
  assert.deepEqual([below(under), below(over)], [false, true]);
});

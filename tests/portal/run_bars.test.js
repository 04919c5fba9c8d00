/** The bars of run reports: their order, their height, and that few rows are still seen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, HEIGHT } from '../../portal/app/pages/runs/run_bars.js';

const run = (credits, repeats, rejected) => ({ credits, repeats, rejected, rows: credits + repeats + rejected });

test('the oldest run is the first bar, and parts without rows are left out', () => {
  const bars = barsOf([run(1, 0, 0), run(0, 2, 3)]);
  assert.deepEqual(
    bars.map(({ parts }) => parts.map(({ name, count }) => [name, count])),
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
  const [highest] = barsOf([run(500_000, 499_999, 1), run(10, 0, 0)].reverse());
  let top = HEIGHT;
  for (const { y, height } of highest.parts) {
    assert.equal(y + height, top);
    assert.ok(height >= 2);
    top = y;
  }
  assert.ok(top >= -1e-9 && top < 1);
});

test('twice the rows are about twice as high, and runs without rows have no bar', () => {
  const [small, large, none] = barsOf([run(0, 0, 0), run(1000, 0, 0), run(500, 0, 0)]).map(({ parts }) => parts);
  assert.ok(Math.abs(large[0].height / small[0].height - 2) < 0.1);
  assert.deepEqual(none, []);
  assert.deepEqual(barsOf([run(0, 0, 0)])[0].parts, []);
});

/** The bars of answers: from 1 to 5 they diverge from the middle; only a bad answer is red. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segments } from '../../portal/app/pages/evaluations/bars.js';

const counted = (...counts) => counts.map((count, n) => ({ answer: String(n + 1), count }));
const RED = '#b2182b';

test('answers from 1 to 5 lie left and right of the middle, the worst in red', () => {
  const found = segments(counted(1, 0, 2, 0, 1), 'likert');
  assert.deepEqual(
    found.map(({ at, width }) => [at, width]),
    [
      [0.25, 0.125],
      [0.375, 0],
      [0.375, 0.25],
      [0.625, 0],
      [0.625, 0.125],
    ],
  );
  assert.deepEqual(
    found.map(({ color }) => color === RED),
    [true, false, false, false, false],
  );
});

test('a No is red, and a Yes is not', () => {
  const [yes, no] = segments(counted(3, 1), 'yes_no');
  assert.notEqual(yes.color, RED);
  assert.deepEqual(no, { at: 0.75, width: 0.25, color: RED });
});

test('no choice is red, and neighbors differ', () => {
  const colors = segments(counted(1, 1, 1, 1, 1, 1), 'choice').map(({ color }) => color);
  assert.ok(!colors.includes(RED));
  assert.ok(colors.every((color, n) => color !== colors[n + 1]));
});

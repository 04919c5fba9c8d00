/** The flow of a night: every column divides a block of the one before it, and no part is lost however small. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf, HEIGHT } from '../../portal/app/pages/runs/night_flow.js';

const NOW = { accepted: 700, on_its_way: 100, earned: 0, unmatched: 150, rejected: 45, withdrawn: 4, elsewhere: 1 };
const FLOW = { rows: 1111, credits: 1000, repeats: 110, rejected: 1, now: NOW };

/** @param {{count: number}[]} blocks */
const sum = (blocks) => blocks.reduce((all, { count }) => all + count, 0);

test('the numbers of each column add up to the block that they divide', () => {
  const [rows, read, now] = flowOf(FLOW).columns;
  assert.equal(sum(rows), 1111);
  assert.equal(sum(read), 1111);
  assert.equal(sum(now), 1000);
  assert.deepEqual(
    now.map(({ name }) => name),
    ['accepted', 'on_its_way', 'unmatched', 'rejected', 'withdrawn', 'elsewhere'],
  );
});

test('blocks do not overlap, fit the picture, and one row is seen', () => {
  for (const column of flowOf(FLOW).columns) {
    let end = -1;
    for (const { y, height } of column) {
      assert.ok(y > end);
      assert.ok(height >= 2);
      end = y + height;
    }
    assert.ok(end <= HEIGHT + 1e-9);
  }
});

test('streams leave a block one under the other and fill it', () => {
  const { columns, streams } = flowOf(FLOW);
  const [[rows], [credits]] = columns;
  for (const from of [rows, credits]) {
    const own = streams.filter((one) => one.from === from);
    let y = from.y;
    for (const one of own) {
      assert.ok(Math.abs(one.y - y) < 1e-9);
      y += one.height;
    }
    assert.ok(Math.abs(y - from.y - from.height) < 1e-9);
  }
});

test('a night whose credits are not known, or without rows, has fewer columns', () => {
  assert.deepEqual(flowOf({ ...FLOW, now: null }).columns[2], []);
  assert.deepEqual(flowOf({ rows: 0, credits: 0, repeats: 0, rejected: 0, now: null }).columns, [[], [], []]);
  const refused = flowOf({ rows: 5, credits: 0, repeats: 0, rejected: 5, now: { ...NOW } });
  assert.equal(refused.streams.filter(({ from }) => from.name === 'credits').length, 0);
});

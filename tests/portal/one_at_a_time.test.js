import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { oneAtATime } from '../../portal/app/frame/staff_page.js';

test('while one thing is done, no other is begun; then the next one is', async () => {
  const done = [];
  const act = oneAtATime(() => done.push('shown'));
  let finish;
  const first = act(() => new Promise((resolve) => (finish = resolve)));
  await act(() => done.push('meanwhile'));
  finish();
  await first;
  await act(() => done.push('then'));
  assert.deepEqual(done, ['then']);
});

test('what goes wrong is shown, and the next thing can be done', async () => {
  const shown = [];
  const act = oneAtATime((error) => shown.push(error.message));
  await act(() => Promise.reject(new Error('later')));
  await act(() => {
    throw new Error('at once');
  });
  assert.deepEqual(shown, ['later', 'at once']);
});

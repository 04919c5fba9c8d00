/** A claim is saved one change at a time; a change that cannot be sent waits, and none is lost or overwrites another. */

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { answer, signIn, storage } from './browser.js';

signIn('ana');
const session = await import('../../portal/app/platform/session.js');
await session.restore();
const { isOpen, openSaver } = await import('../../portal/app/claim/claim_saver.js');

const WANTED = { credits: '1', evaluation: { q: 5 } };
const held = (id, credits = '1') => ({ session_id: id, title: id, credits, evaluation: {}, counts: true });
const claim = (id, version = 1, sessions = []) => ({
  claim_id: id,
  version,
  status: 'draft',
  statement: 'pace',
  sessions,
});
const waiting = (id) => JSON.parse(storage.getItem(`laurel.typed.unsaved.${id}`) ?? '{}');

let calls;
let answers;
let told;
let claimId = 'c0';

beforeEach(() => {
  claimId = `c${Number(claimId.slice(1)) + 1}`;
  [calls, answers, told] = [[], [], []];
  globalThis.fetch = async (url, { method, headers }) => {
    calls.push([method, url.replace(/^.*\/v1/, ''), headers['If-Match']]);
    const next = answers.shift();
    if (!next) throw new TypeError('no network');
    return next;
  };
});

const open = (read = claim(claimId), etag = '"1"') =>
  openSaver({ claim: read, etag, notify: (what, details) => told.push([what, details]) });
const names = () => told.map(([what]) => what);

test('a change is sent with the version that was read, and the next with the version that was answered', async () => {
  const saver = open();
  answers = [
    answer(200, claim(claimId, 2, [held('a')]), { etag: '"2"' }),
    answer(200, claim(claimId, 3), { etag: '"3"' }),
  ];
  await saver.put('a', WANTED, 'A');
  await saver.remove('a', 'A');
  assert.deepEqual(calls, [
    ['PUT', `/claims/${claimId}/sessions/a`, '"1"'],
    ['DELETE', `/claims/${claimId}/sessions/a`, '"2"'],
  ]);
  assert.deepEqual(names(), ['sending', 'saved', 'sending', 'saved']);
  assert.deepEqual([saver.claim.version, saver.unsaved(), waiting(claimId)], [3, 0, {}]);
  saver.close();
  assert.equal(isOpen(claimId), false);
});

test('changes are sent one at a time, in their order', async () => {
  const saver = open();
  answers = [answer(200, claim(claimId, 2), { etag: '"2"' }), answer(200, claim(claimId, 3), { etag: '"3"' })];
  const first = saver.put('a', WANTED, 'A');
  const second = saver.put('b', WANTED, 'B');
  assert.equal(saver.unsaved(), 2);
  await Promise.all([first, second]);
  assert.deepEqual(
    calls.map(([, path, version]) => [path.slice(-1), version]),
    [
      ['a', '"1"'],
      ['b', '"2"'],
    ],
  );
  saver.close();
});

test('without a network the change waits in the tab, and is sent when the network is back', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const saver = open();
  await saver.put('a', WANTED, 'A');
  assert.deepEqual(names(), ['sending', 'waiting']);
  assert.deepEqual(waiting(claimId), { a: { wanted: WANTED, title: 'A' } });
  assert.equal(saver.isWaiting('a'), true);
  const program = [{ id: 'a', title: 'A', starts_at: 's', ends_at: 'e' }, { id: 'b' }];
  assert.deepEqual(saver.coming(program), [
    { session_id: 'a', title: 'A', starts_at: 's', ends_at: 'e', credits: '1' },
  ]);
  saver.close();
  assert.equal(isOpen(claimId), true); // it still has something to send
  answers = [answer(200, claim(claimId, 2, [held('a')]), { etag: '"2"' })];
  dispatchEvent(new Event('online'));
  mock.timers.reset();
  while (isOpen(claimId)) await new Promise((settle) => setTimeout(settle, 1));
  assert.deepEqual(waiting(claimId), {});
});

test('a page that read the claim before the last change sees the change', async () => {
  const saver = open();
  answers = [answer(200, claim(claimId, 2, [held('a')]), { etag: '"2"' })];
  await saver.put('a', WANTED, 'A');
  saver.close();
  const next = open(claim(claimId, 1));
  assert.deepEqual([next.claim.version, next.etag], [2, '"2"']);
  next.close();
});

test('a refusal is said, and the change no longer waits', async () => {
  const saver = open();
  answers = [answer(422, { code: 'session_not_ended' })];
  await saver.put('a', WANTED, 'A');
  const [, [what, details]] = told;
  assert.deepEqual([what, details.title, details.problem.code], ['refused', 'A', 'session_not_ended']);
  assert.deepEqual([saver.unsaved(), waiting(claimId)], [0, {}]);
  saver.close();
});

const elsewhere = () => answer(412, { code: 'changed_elsewhere' });

test('a change elsewhere in another session is taken, and ours is sent on the new version', async () => {
  const saver = open();
  answers = [
    elsewhere(),
    answer(200, claim(claimId, 2, [held('b')]), { etag: '"2"' }),
    answer(200, claim(claimId, 3, [held('a'), held('b')]), { etag: '"3"' }),
  ];
  await saver.put('a', WANTED, 'A');
  assert.deepEqual(names(), ['sending', 'elsewhere', 'sending', 'saved']);
  assert.deepEqual(calls[2], ['PUT', `/claims/${claimId}/sessions/a`, '"2"']);
  saver.close();
});

test('when both changed the same session, the learner is asked and nothing is overwritten', async () => {
  const saver = open(claim(claimId, 1, [held('a', '1')]));
  answers = [elsewhere(), answer(200, claim(claimId, 2, [held('a', '0.5')]), { etag: '"2"' })];
  await saver.put('a', WANTED, 'A');
  const [what, details] = told[told.length - 1];
  assert.equal(what, 'conflict');
  assert.deepEqual([details.mine, details.theirs.credits], [WANTED, '0.5']);
  assert.deepEqual([calls.length, saver.unsaved()], [2, 0]);
  saver.close();
});

test('what is refused while no page shows it is noted for the next one', async () => {
  const saver = open();
  answers = [answer(422, { code: 'session_not_ended', detail: 'It has not ended.' })];
  const sent = saver.put('a', WANTED, 'Session A');
  saver.close();
  await sent;
  assert.deepEqual(told, [['sending', { sessionId: 'a' }]]);
  assert.ok('Session A' in JSON.parse(storage.getItem(`laurel.typed.refused.${claimId}`)));
});

test('the changes of a learner who logged out are not sent', async () => {
  const saver = open();
  await saver.put('a', WANTED, 'A');
  answers = [answer(200, {})];
  await session.signOut();
  assert.equal(isOpen(claimId), false);
  assert.equal(calls.filter(([method]) => method === 'PUT').length, 1);
  assert.equal(saver.unsaved(), 0);
});

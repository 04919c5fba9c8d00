/** Too many requests came from this network: nobody is asked for the password, and nothing typed is lost. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, signIn } from './browser.js';

signIn('ana');
const session = await import('../../portal/app/platform/session.js');
await session.restore();
const { call } = await import('../../portal/app/platform/api.js');

test('a renewal that has to wait keeps the sign-in and says how long', async () => {
  let asked = false;
  session.whenEnded(async () => {
    asked = true;
    return false;
  });
  globalThis.fetch = async (url) =>
    String(url).startsWith('/v1/')
      ? answer(401, { code: 'not_signed_in' })
      : answer(403, { __type: 'ForbiddenException', message: 'Request blocked.' });
  await assert.rejects(call('GET', '/v1/me'), { code: 'cognito_Forbidden', retryAfter: 300 });
  assert.equal(asked, false);
  assert.ok(session.person());
});

test('a call of the API over the limit says how long to wait', async () => {
  globalThis.fetch = async () => answer(429, { code: 'too_many_requests', status: 429 }, { 'retry-after': '300' });
  await assert.rejects(call('GET', '/v1/verify/A', { open: true }), { code: 'too_many_requests', retryAfter: 300 });
});

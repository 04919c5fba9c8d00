/** Some acts need a sign-in of the last minutes: the page asks for the password, and then goes on by itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, signIn } from './browser.js';

signIn('ana');
const session = await import('../../portal/app/platform/session.js');
await session.restore();
const { call } = await import('../../portal/app/platform/api.js');
const { Problem } = await import('../../portal/app/platform/problems.js');

const TOO_OLD = { code: 'sign_in_again', detail: 'Sign in again.' };
const encoded = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** Cognito and the API: `calls` are those of the API, with their tokens. Only a token of `now` may do what is asked. */
function world() {
  const calls = [];
  globalThis.fetch = async (url, { headers, body }) => {
    if (!String(url).startsWith('/v1/')) {
      const sub = JSON.parse(body).AuthParameters.USERNAME.split('@')[0];
      const id = `now.${encoded({ sub, email: `${sub}@example.org` })}.signature`;
      return answer(200, {
        AuthenticationResult: { IdToken: id, AccessToken: 'a', RefreshToken: 'r', ExpiresIn: 900 },
      });
    }
    const token = headers.Authorization.replace('Bearer ', '');
    calls.push({ url, token, body });
    return token.startsWith('now.') ? answer(200, { done: true }) : answer(403, TOO_OLD);
  };
  return calls;
}

test('who does not log in again reads why, and nothing is done', async () => {
  const calls = world();
  const asked = [];
  session.whenEnded(async (email, why) => asked.push([email, why]) > 9);
  await assert.rejects(call('POST', '/v1/me/joins/proof'), { code: 'sign_in_again' });
  assert.deepEqual(asked, [['ana@example.org', 'unsure']]);
  assert.equal(calls.length, 1);
  assert.ok(session.person());
});

test('the sign-in of another account is not the one to ask for', async () => {
  world();
  session.whenEnded(async () => assert.fail('it asked for the password of the wrong account'));
  await assert.rejects(call('POST', '/v1/me/joins/proof', { token: 'old.e30.s' }), Problem);
});

test('after the password the same request goes out again', async () => {
  const calls = world();
  session.whenEnded(async (email) => (await session.signIn(email, 'password')) === null);
  const { data } = await call('POST', '/v1/me/joins', { json: { proof: 'p' } });
  assert.deepEqual(data, { done: true });
  assert.deepEqual(
    calls.map(({ token, body }) => [token.split('.')[0], body]),
    [
      ['header', '{"proof":"p"}'],
      ['now', '{"proof":"p"}'],
    ],
  );
});

test('what one person began is not done as another', async () => {
  const gone = [];
  globalThis.location = { assign: (/** @type {string} */ address) => gone.push(address) };
  const calls = world();
  globalThis.fetch = ((real) => async (url, options) => {
    const first = String(url).startsWith('/v1/') && calls.length === 0;
    const told = await real(url, options);
    return first ? answer(403, TOO_OLD) : told;
  })(globalThis.fetch);
  session.whenEnded(async () => (await session.signIn('bea@example.org', 'password')) === null);
  await assert.rejects(call('POST', '/v1/me/joins', { json: { proof: 'p' } }), { code: 'sign_in_again' });
  assert.deepEqual([calls.length, gone], [1, ['/']]);
});

/** Which sessions can be claimed together. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocked, creditsOf, overlapping } from '../../portal/app/claim/sessions/fit.js';

const OFFER = { type: 'pace', maximum: '3', step: '0.5', wording: '' };
const ACTIVITY = { kind: 'live_meeting', time_zone: 'America/New_York', statements: [OFFER] };
const KIND = { name: 'P.A.C.E. contact hours', short_name: 'P.A.C.E.', hours_a_day: '7' };
const LATER = Date.parse('2026-07-01T00:00:00Z');

const session = (id, starts, ends, maximum = { pace: '1.25' }) => ({
  id,
  day: '2026-06-04',
  starts_at: `2026-06-04T${starts}:00Z`,
  ends_at: `2026-06-04T${ends}:00Z`,
  maximum,
});
const claimed = (id, starts, ends, credits) => {
  const { starts_at, ends_at } = session(id, starts, ends);
  return { session_id: id, title: `Session ${id}`, starts_at, ends_at, credits };
};
const why = (given) =>
  blocked({ activity: ACTIVITY, offer: OFFER, kind: KIND, claimed: [], credits: '1', now: LATER, ...given });

test('credits go down in steps, the most first', () => {
  assert.deepEqual(creditsOf(session('a', '13:00', '14:15'), OFFER), ['1', '0.5']);
  assert.deepEqual(creditsOf(session('a', '13:00', '14:15', { pace: '0.25' }), OFFER), []);
  assert.deepEqual(creditsOf(session('a', '13:00', '14:15', { florida: '2' }), OFFER), []);
  assert.deepEqual(creditsOf(session('a', '13:00', '14:15'), undefined), []);
});

test('sessions overlap when they share time, not when one follows the other', () => {
  const here = session('a', '13:00', '14:00');
  const others = [
    claimed('a', '13:00', '14:00', '1'),
    claimed('b', '12:00', '13:00', '1'),
    claimed('c', '13:59', '15:00', '1'),
    claimed('d', '14:00', '15:00', '1'),
  ];
  assert.deepEqual(
    overlapping(here, others, ACTIVITY).map((one) => one.session_id),
    ['c'],
  );
  assert.deepEqual(overlapping(here, others, { ...ACTIVITY, kind: 'online' }), []);
});

test('a session that can be claimed has no reason against it', () => {
  assert.equal(why({ session: session('a', '13:00', '14:00') }), null);
});

test('a session without credit for the statement is blocked', () => {
  assert.match(why({ session: session('a', '13:00', '14:00', {}) }), /P\.A\.C\.E\./);
});

test('a session that has not ended is blocked, but not a part of an online course', () => {
  const given = { session: session('a', '13:00', '14:00'), now: Date.parse('2026-06-04T13:59:59Z') };
  assert.notEqual(why(given), null);
  assert.equal(why({ ...given, activity: { ...ACTIVITY, kind: 'online' } }), null);
});

test('a session at the same time is named', () => {
  assert.match(
    why({ session: session('a', '13:00', '14:00'), claimed: [claimed('b', '13:30', '14:30', '1')] }),
    /Session b/,
  );
});

test('the hours of a day are those that the API says, in the time zone of the activity', () => {
  const offer = { ...OFFER, maximum: '20' };
  const given = { session: session('a', '13:00', '14:00'), offer, claimed: [claimed('b', '15:00', '16:00', '6')] };
  assert.equal(why(given), null);
  assert.match(why({ ...given, credits: '1.5' }), /P\.A\.C\.E\..* 7 .*June 4/);
  assert.equal(why({ ...given, credits: '1.5', kind: { ...KIND, hours_a_day: null } }), null);
  assert.equal(why({ ...given, credits: '1.5', activity: { ...ACTIVITY, kind: 'online' } }), null);
  // One o'clock at night in UTC is still the day before in New York.
  const night = { ...claimed('c', '01:00', '01:30', '6') };
  assert.equal(why({ ...given, claimed: [night], credits: '1.5' }), null);
});

test('the maximum of the activity counts, and a session is no reason against itself', () => {
  const given = { session: session('a', '13:00', '14:00'), claimed: [claimed('b', '15:00', '16:00', '2')] };
  assert.equal(why(given), null);
  assert.match(why({ ...given, credits: '1.5' }), /3/);
  assert.equal(why({ ...given, claimed: [...given.claimed, claimed('a', '13:00', '14:00', '1')] }), null);
});

/** How dates, times and amounts are written. The reader's clock is that of New York (TZ). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amount,
  bothMoments,
  cents,
  dateIn,
  day,
  days,
  deadline,
  hours,
  isDay,
  moment,
  ownHours,
  t,
  weekday,
} from '../../portal/app/elements/words.js';
import texts, { later } from '../../portal/texts/en.js';

// Some versions of the data for a language put a narrow space before AM and PM, or around a dash.
const plain = (text) => text.replace(/[\u2009\u202f]/g, ' ');

test('the reader sits in New York', () => {
  assert.equal(Intl.DateTimeFormat().resolvedOptions().timeZone, 'America/New_York');
});

test('a calendar date is written as in the United States', () => {
  assert.equal(day('2026-06-04'), 'June 4, 2026');
  assert.equal(day('2026-06-04', 'medium'), 'Jun 4, 2026');
  assert.equal(day(null), '');
  assert.equal(weekday('2026-06-04'), 'Thursday, June 4');
  assert.equal(plain(days('2026-06-04', '2026-06-06')), 'June 4 – 6, 2026');
  assert.equal(days('2026-06-04', '2026-06-04'), 'June 4, 2026');
});

test('only a calendar date is one', () => {
  assert.equal(isDay('2026-06-04'), true);
  for (const text of ['2026-13-04', '2026-6-4', '', 'today', '2026-06-04T00:00'])
    assert.equal(isDay(text), false, text);
});

test('a time always names its zone', () => {
  assert.equal(plain(moment('2026-06-04T21:00:00Z', 'America/New_York')), 'June 4, 2026, 5:00 PM EDT');
  assert.equal(plain(moment('2026-06-04T21:00:00Z', 'America/Los_Angeles')), 'June 4, 2026, 2:00 PM PDT');
  assert.equal(plain(moment('2026-06-04T21:00:00Z', 'Asia/Kolkata')), 'June 5, 2026, 2:30 AM GMT+5:30');
  assert.equal(plain(moment('2026-06-04T21:00:00Z', 'Etc/UTC')), 'June 4, 2026, 9:00 PM UTC');
  assert.equal(moment(null), '');
  assert.equal(plain(hours('2026-06-04T12:00:00Z', '2026-06-04T13:00:00Z', 'America/New_York')), '8:00 – 9:00 AM EDT');
});

test('a zone that the browser does not know is shown as UTC', () => {
  assert.equal(plain(moment('2026-06-04T21:00:00Z', 'Europe/Atlantis')), 'June 4, 2026, 9:00 PM UTC');
  assert.equal(
    deadline('2027-02-27T00:00:00Z', 'Europe/Atlantis').replace(/ \(your.*/, ''),
    deadline('2027-02-27T00:00:00Z', 'UTC').replace(/ \(your.*/, ''),
  );
});

test('the time by the clock of the reader is there where it differs', () => {
  assert.equal(ownHours('2026-06-04T12:00:00Z', '2026-06-04T13:00:00Z', 'America/Detroit'), null);
  const own = ownHours('2026-06-04T12:00:00Z', '2026-06-04T13:00:00Z', 'America/Los_Angeles');
  assert.equal(plain(own), '8:00 – 9:00 AM EDT');
  assert.doesNotMatch(bothMoments('2026-06-04T12:00:00Z', 'America/Detroit'), /your/);
  assert.match(plain(bothMoments('2026-06-04T12:00:00Z', 'America/Los_Angeles')), /5:00 AM PDT.*8:00 AM EDT/);
});

test('a deadline at midnight is the day before', () => {
  assert.equal(deadline('2027-02-27T05:00:00Z', 'America/New_York'), 'through February 26, 2027 (Eastern Time)');
  assert.match(plain(deadline('2027-02-27T17:00:00Z', 'America/New_York')), /February 27, 2027, 12:00 PM EST/);
});

test('an instant has its date in each zone', () => {
  assert.equal(dateIn('2026-06-05T03:00:00Z', 'America/New_York'), '2026-06-04');
  assert.equal(dateIn('2026-06-05T03:00:00Z', 'UTC'), '2026-06-05');
});

test('amounts are added up in hundredths', () => {
  for (const [text, hundredths] of [
    ['0', 0],
    ['0.5', 50],
    ['1.25', 125],
    ['10', 1000],
  ]) {
    assert.equal(cents(text), hundredths);
    assert.equal(amount(hundredths), text);
  }
});

test('a text has its values, and the form for their number', () => {
  assert.notEqual(t('drafts.sessions', { count: 1 }), t('drafts.sessions', { count: 2 }));
  assert.match(t('drafts.sessions', { count: 2 }), /2/);
  assert.throws(() => t('no.such.text'), /no\.such\.text/);
});

test('words that come with a page hide no others', async () => {
  const seen = new Map(Object.keys(texts).map((name) => [name, 'every page']));
  for (const [part, load] of Object.entries(later)) {
    for (const name of Object.keys((await load()).default)) {
      assert.equal(seen.get(name), undefined, `${name} of ${part}`);
      seen.set(name, part);
    }
  }
});

/** How a program is laid out by hours, tracks and days, and which sessions are marked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import './browser.js';

const { columnsOf, dayTotals, firstDay, slotsOf } = await import('../../portal/app/claim/program/slots.js');
const { Marks } = await import('../../portal/app/claim/program/marks.js');
const { CarriedAnswers } = await import('../../portal/app/claim/sessions/carried_answers.js');
const { isAnythingUnsaved } = await import('../../portal/app/claim/unsaved.js');

const session = (id, day, starts, ends, track = 'A') => ({
  id,
  title: `Session ${id}`,
  day: `2026-06-0${day}`,
  starts_at: `2026-06-0${day}T${starts}:00Z`,
  ends_at: `2026-06-0${day}T${ends}:00Z`,
  track,
  evaluation_form: 'f1',
});
const claimed = ({ id, starts_at, ends_at }, credits) => ({ session_id: id, title: id, starts_at, ends_at, credits });
const PROGRAM = [
  session('a', 4, '12:00', '13:00'),
  session('b', 4, '12:00', '12:45', 'B'),
  session('c', 4, '13:00', '14:00'),
  session('d', 5, '12:00', '13:00'),
];
const rows = PROGRAM.map((one) => ({ session: one }));

test('sessions that begin together are one slot, in order of time, until the last of them ends', () => {
  const slots = slotsOf([rows[2], rows[1], rows[0]]);
  assert.deepEqual(
    slots.map((slot) => [slot.held.map((row) => row.session.id), slot.ends_at]),
    [
      [['b', 'a'], '2026-06-04T13:00:00Z'],
      [['c'], '2026-06-04T14:00:00Z'],
    ],
  );
});

test('a timetable has a column for each track, where sessions are parallel and each has a track', () => {
  assert.deepEqual(columnsOf(PROGRAM), ['A', 'B']);
  assert.deepEqual(columnsOf([PROGRAM[0], PROGRAM[2]]), []);
  assert.deepEqual(columnsOf([PROGRAM[1], PROGRAM[2]]), []);
  assert.deepEqual(columnsOf([...PROGRAM, session('e', 4, '12:00', '13:00', null)]), []);
  const many = [...'ABCDEFGH'].map((track) => session(track, 4, '12:00', '13:00', track));
  assert.deepEqual(columnsOf(many), []);
  assert.equal(columnsOf(many.slice(1)).length, 7);
});

test('what is claimed of each day, in hundredths, also of a session that the program lost', () => {
  const lost = claimed(session('x', 5, '20:00', '21:00'), '0.5');
  const totals = dayTotals(PROGRAM, [claimed(PROGRAM[0], '1.25'), claimed(PROGRAM[2], '1'), lost], 'America/New_York');
  assert.deepEqual(totals, [
    { day: '2026-06-04', claimed: 225, count: 2 },
    { day: '2026-06-05', claimed: 50, count: 1 },
  ]);
});

test('the page opens on the day that was asked for, then begun, then today, then last claimed, then the first', () => {
  const totals = ['04', '05', '06', '07'].map((day, n) => ({
    day: `2026-06-${day}`,
    claimed: 0,
    count: n === 2 ? 1 : 0,
  }));
  const open = (given) => firstDay({ totals, asked: null, begun: undefined, today: '2026-07-01', ...given });
  assert.equal(open({ asked: '2026-06-05', begun: '2026-06-06', today: '2026-06-07' }), '2026-06-05');
  assert.equal(open({ asked: '2020-01-01', begun: '2026-06-05', today: '2026-06-07' }), '2026-06-05');
  assert.equal(open({ today: '2026-06-07' }), '2026-06-07');
  assert.equal(open({}), '2026-06-06');
  assert.equal(firstDay({ totals: totals.slice(0, 2), asked: null, begun: undefined, today: '' }), '2026-06-04');
});

test('one session at a time can be marked, in the order of the program, and a reload keeps the marks', () => {
  const activity = { kind: 'live_meeting' };
  const marks = new Marks('c1', PROGRAM, activity);
  assert.deepEqual(marks.add(PROGRAM[3]), []);
  assert.deepEqual(marks.add(PROGRAM[0]), []);
  assert.deepEqual(marks.add(PROGRAM[1]), [PROGRAM[0]]);
  assert.deepEqual(marks.add(PROGRAM[2]), []);
  const again = new Marks('c1', PROGRAM, activity);
  assert.deepEqual(
    again.all().map((one) => one.id),
    ['b', 'c', 'd'],
  );
  assert.equal(isAnythingUnsaved(), false);
  assert.equal(new Marks('c1', PROGRAM.slice(3), activity).count, 1);
  for (const one of again.all()) again.remove(one.id);
  assert.equal(new Marks('c1', PROGRAM, activity).count, 0);
});

test('answers are carried to many only where they leave nothing open', () => {
  const question = (id, kind, required = true) => ({ id, kind, required });
  const forms = (...questions) => ({ evaluation_forms: [{ id: 'f1', questions }] });
  const carried = (activity, evaluation) => {
    const made = new CarriedAnswers(activity, PROGRAM, { sessions: [] });
    made.remember(PROGRAM[0], evaluation);
    return made.complete(PROGRAM[2]);
  };
  const [rated, asked] = [question('rated', 'likert'), question('why', 'text')];
  assert.deepEqual(carried(forms(rated, question('why', 'text', false)), { rated: 5, why: 'x' }), { rated: 5 });
  assert.equal(carried(forms(rated, asked), { rated: 5, why: 'x' }), null);
  assert.equal(carried(forms(rated), {}), null);
  assert.deepEqual(carried(forms(), {}), {});
});

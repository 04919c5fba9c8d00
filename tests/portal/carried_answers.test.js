import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { CarriedAnswers } from '../../portal/app/claim/sessions/carried_answers.js';

const question = (id, kind) => ({ id, kind, text: id, required: true, choices: [] });
const ACTIVITY = {
  evaluation_forms: [
    { id: 'short', questions: [question('q1', 'likert'), question('q2', 'yes_no'), question('why', 'text')] },
    { id: 'other', questions: [question('q1', 'choice')] },
  ],
};
const session = (id, evaluation_form = 'short') => ({ id, title: `Title of ${id}`, evaluation_form });
const PROGRAM = [session('a'), session('b'), session('c', 'other')];
const ANSWERS = { q1: 4, q2: false, why: 'About this one' };
const carried = (...sessions) => new CarriedAnswers(ACTIVITY, PROGRAM, { sessions });

test('there is nothing to carry at first', () => assert.equal(carried().for(PROGRAM[0]), null));

test('choices are carried, and texts are not', () => {
  const found = carried();
  found.remember(PROGRAM[0], ANSWERS);
  assert.deepEqual(found.for(PROGRAM[1]), { id: 'a', title: 'Title of a', answers: { q1: 4, q2: false } });
});

test('other questions get no answers of these', () => {
  const found = carried();
  found.remember(PROGRAM[0], ANSWERS);
  assert.equal(found.for(PROGRAM[2]), null);
});

test('a session does not get its own answers', () => {
  const found = carried();
  found.remember(PROGRAM[0], ANSWERS);
  assert.equal(found.for(PROGRAM[0]), null);
});

test('a claim that was begun earlier has answers to carry', () => {
  const found = carried({ session_id: 'a', evaluation: ANSWERS }, { session_id: 'gone', evaluation: ANSWERS });
  assert.equal(found.for(PROGRAM[1])?.title, 'Title of a');
});

test('a session without an answer changes nothing', () => {
  const found = carried({ session_id: 'a', evaluation: ANSWERS });
  found.remember(PROGRAM[1], { why: 'Only words' });
  assert.equal(found.for(PROGRAM[1])?.title, 'Title of a');
});

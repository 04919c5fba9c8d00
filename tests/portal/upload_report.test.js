/** What an upload's report says: rows that were rejected, and members whose ASCP customer ID is not valid. */

import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { fetchWords } from '../../portal/app/elements/words.js';
import { said } from '../../portal/app/pages/staff/upload_report.js';

await fetchWords('uploads');

/** @type {(rejected: number, noted: number) => any} */
const done = (rejected, noted) => ({ state: 'done', received_at: '2026-11-20T15:00:00Z', report: { rejected, noted } });

test('a file of which every row was taken says so', () => {
  assert.equal(said(done(0, 0)), 'The file was read. Every row was taken.');
  assert.equal(said(done(2, 0)), 'The file was read. 2 rows were rejected.');
});

test('a roster says how many members count without an ID', () => {
  assert.match(said(done(0, 1)), /Every row was taken\. One member counts without an ASCP customer ID/);
  assert.match(said(done(1, 3)), /One row was rejected\. 3 members count without/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { address } from '../../portal/app/claim/share.js';

/** @type {any} */
const PAPER = {
  activity: 'Blood & plasma: 100 % “safe”? #1',
  provider: 'Société d’Hématologie',
  issued_on: '2026-06-04',
  verification_url: 'https://ce.example.org/verify/7XKDA-9GQMT-C4WHE',
  number: '7XKDA-9GQMT-C4WHE',
};

test('the form at LinkedIn is filled in with the certificate', () => {
  const { origin, pathname, searchParams } = new URL(address(PAPER));
  assert.equal(origin + pathname, 'https://www.linkedin.com/profile/add');
  assert.deepEqual(Object.fromEntries(searchParams), {
    startTask: 'CERTIFICATION_NAME',
    name: 'Blood & plasma: 100 % “safe”? #1',
    organizationName: 'Société d’Hématologie',
    issueYear: '2026',
    issueMonth: '6',
    certUrl: 'https://ce.example.org/verify/7XKDA-9GQMT-C4WHE',
    certId: '7XKDA-9GQMT-C4WHE',
  });
});

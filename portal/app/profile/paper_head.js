/** The head of a printed page that does not know the profile. */

import { paperHead } from '../frame/shell.js';
import { call } from '../platform/api.js';

/** The head with the name of the learner; without it where that cannot be read. */
export const fetchPaperHead = () =>
  call('GET', '/v1/me').then(
    ({ data }) => paperHead(data),
    () => paperHead({}),
  );

/** Every word of the portal in English. Another language is another file and folder of this shape. */

import account from './en/account.js';
import activities from './en/activities.js';
import certificates from './en/certificates.js';
import claim from './en/claim.js';
import common from './en/common.js';
import credits from './en/credits.js';
import home from './en/home.js';
import problems from './en/problems.js';
import profile from './en/profile.js';
import sessions from './en/sessions.js';
import staff from './en/staff.js';

export default {
  language: 'en-US',
  brand: 'Laurel',
  ...account,
  ...activities,
  ...certificates,
  ...claim,
  ...common,
  ...credits,
  ...home,
  ...problems,
  ...profile,
  ...sessions,
  ...staff,
};

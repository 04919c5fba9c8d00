/** The words of a learner's own addresses: fetched with the profile. */

export default {
  customer_id: {
    title: 'Your ASCP customer ID',
    label: 'ASCP customer ID',
    hint:
      'Optional: 8 digits, with all zeros at the beginning. It is the number with which you log in at ascp.org. If ' +
      'you do not know it, ask ASCP Customer Relations.',
    why:
      'ASCP knows you by this number, whatever your e-mail address is there. When you save it, credits that ASCP ' +
      'refused because it did not find you are sent again.',
    save: 'Save the ID',
  },
  addresses: {
    title: 'Your addresses',
    about: 'You proved each of these addresses. Credits under all of them are yours.',
    current: '(e-mails go here)',
    matched: '(credits are matched by it until the new address counts)',
    sign_in: '(you sign in with it)',
    remove: 'Remove {email}',
    sure:
      'Credits under this address will no longer be yours. The next person who signs in with it gets them. ' +
      'You can undo this for 30 days, unless somebody else signed in with it.',
    remove_it: 'Remove the address',
    removed: '{email} was removed.',
    add: 'Add an address',
    add_about: 'We send a code to the address. With the code you prove that its mailbox is yours.',
    email: 'The address',
    send: 'Send the code',
    sent: 'We sent a code to {email}. It is valid for 15 minutes.',
    code: 'The code from the e-mail',
    code_digits: 'Eight digits',
    confirm: 'Add the address',
    added: '{email} is yours here now.',
    other: 'Take over the address of another account',
    other_about:
      'Do you have a second account? Sign in to it here. Its address, and the credits under that address, then ' +
      'belong to this account. Its claims and certificates stay in the other account.',
    app_code_hint: 'Only if the other account has an authenticator app.',
    take: 'Take the address over',
    taken: '{email} is yours here now.',
    moves: {
      title: 'You can undo',
      taken: '{email} came here from another account on {at}.',
      given: '{email} went to another account on {at}.',
      removed: 'You removed {email} on {at}.',
      until: 'Until {until}.',
      undo: 'Undo: {email}',
      undone: 'Undone. {email} belongs where it was before.',
    },
  },
  joins: {
    title: 'Your other accounts',
    about: 'Do you have two accounts? Join them: then both log-ins lead here, with everything of both.',
    open: 'Join another account',
    other_about:
      'Log in to the other account here. Its claims, certificates, credits and addresses then show in this account ' +
      'too. Name, licenses and choices of this account count for both, also the choice about reporting. If both ' +
      'have a claim for one activity, you see both, and one counts. You can separate the accounts for 30 days.',
    join: 'Join the accounts',
    done: 'The accounts are joined.',
    by_you: 'You joined the account of {email} on {at}.',
    by_staff: 'Staff joined the account of {email} on {at}.',
    no_email: 'an account without an address',
    separate: 'Separate from {email}',
    separate_them: 'Separate the accounts',
    sure: 'Each account will have what it had before. What you opened since stays here.',
    undone: 'The accounts are separate again.',
  },
};

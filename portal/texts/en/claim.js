/** The steps of a claim. */
export default {
  steps: {
    label: 'Steps of the claim',
    now: 'Step {n} of {of}: {name}',
    deadline: 'Claim and print {deadline}.',
    done: '(done)',
    activity: 'Activity',
    statement: 'Statement',
    disclosures: 'Disclosures',
    course: 'Course and test',
    sessions: 'Sessions',
    summary: 'Summary',
    certificate: 'Certificate',
  },

  statement: {
    title: 'Choose your statement of credit',
    why:
      'A statement of credit is the type of certificate you get. This activity offers the types below. You can ' +
      'change your choice until you print.',
    change_why:
      'Your sessions stay if you change it. Sessions that give no credit for the new type are listed in the summary.',
    legend: 'Type of statement',
    chosen: 'Statement: {statement}',
    physician: 'I am a physician',
    physician_why: 'AMA PRA Category 1 Credit™ is for physicians only. We save this in your profile.',
    physician_needed: 'Check this box, or choose another type of statement.',
    license: 'Your {state} license number',
    license_hint: 'As shown on the license.',
    license_why: 'Your license number is printed on {state} certificates. We save it in your profile.',
  },

  disclosures: {
    title: 'Read the disclosures',
    why: 'Read them before you claim credit. We record the date on which you confirm it.',
    were_read: 'You have confirmed that you read these.',
    read: 'I have read the disclosures',
  },

  course: {
    title: 'Course and post-test',
    parts: 'Parts of the course',
    test: 'Post-test',
    about: {
      one: 'You need {mark} percent to pass. You have {count} attempt left.',
      other: 'You need {mark} percent to pass. You have {count} attempts left.',
    },
    send: 'Submit answers',
    passed: 'Passed with {score} percent',
    failed: '{score} percent, not passed',
    done: 'You have passed. Now claim the credit.',
    onward: 'Claim the credit',
    used_up: 'You have no attempts left. To get another one, write to:',
  },

  summary: {
    title: 'Credit Summary',
    why: 'For {statement}.',
    other_statement: 'Choose another type of statement',
    session: 'Session',
    when: 'When',
    credits: 'Credits',
    does_not_count: 'does not count',
    missing: { one: 'One item is missing', other: '{count} items are missing' },
    name: 'Your name on the certificate',
    name_why: 'Enter it as it should be printed. If your certificate shows a license, it must match the license.',
    back: 'Back to the sessions',
    waiting: { one: '{count} session is not saved yet', other: '{count} sessions are not saved yet' },
    waiting_why:
      'They are kept in this tab and saved when you are back online. A certificate is final, so you can print it ' +
      'only when everything is saved.',
    reopened:
      'Certificate {number} was revoked, and this claim is open again. Correct what was wrong, then print: the ' +
      'certificate gets a new number.',
  },

  remedies: {
    profile: 'Change it in your profile',
    disclosures: 'Read them now',
    access: 'Enter it now',
    statement: 'Fix it',
    course: 'Go to the post-test',
    sessions: 'Go to the sessions',
  },

  print: {
    title: 'Print the certificate',
    deadline:
      'You can print the certificate {deadline}. Sessions that you claim but do not print by then give no credit.',
    final: 'Printing is final',
    final_why:
      'After that you cannot add, change or remove sessions. You can download the certificate again at any time.',
    attest: 'I, {name}, attended what I claim here, for the credits that I claim.',
    attest_needed: 'Check the box to confirm that you attended what you claim.',
    change_name: 'Change the name',
    submit: 'Print now and make it final',
    incomplete: 'Something is missing. See the list.',
    changed: 'Your claim has changed in the meantime. Check it below, then print.',
    done: 'The certificate is printed.',
  },

  changes: {
    title: 'Your claim was changed in another window:',
    statement: 'It is now for {statement}.',
    claimed: '“{title}” was claimed with {credits}.',
    credits: '“{title}” now has {credits}.',
    evaluation: 'The evaluation of “{title}” was changed.',
    removed: '“{title}” was removed.',
    final: 'Its certificate was printed. It can no longer be changed.',
  },

  unsaved: {
    refused: 'This could not be saved',
    ask: 'Log out? Something is not saved yet',
    lost: 'These sessions are only in this tab. If you log out now, you lose them and anything else you started.',
    begun:
      'You started to answer questions here and did not claim the session. If you log out now, your answers are lost.',
    stay: 'Stay logged in',
    leave: 'Log out anyway',
    logged_out: 'You were logged out in another tab. Something is not saved yet',
    kept:
      'Your work is kept only in this tab. Log in again in this tab to save it. If somebody else logs in here, or ' +
      'you close the tab, it is lost.',
  },
};

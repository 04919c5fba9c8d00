/** Words of every page: the frame, forms, times, uploads, places. */
export default {
  shell: {
    skip: 'Skip to the content',
    main: 'Main',
    menu: 'Menu',
    library: 'Library',
    organizer: 'Your credits',
    transcript: 'Transcript',
    profile: 'Profile',
    help: 'Help',
    staff: 'Staff',
    verify: 'Check a certificate',
    sign_in: 'Log in',
    sign_out: 'Log out',
    signed_out: 'You are logged out.',
    storage_blocked:
      'This browser does not store data for this site. You can work, but when you reload or close a page you have to ' +
      'log in again, and what you typed is lost. To change that, allow cookies and site data for this site.',
    about: 'Continuing education for clinical laboratory professionals.',
    contact: 'Help and contact',
  },

  common: {
    next: 'Continue',
    back: 'Back',
    yes: 'Yes',
    no: 'No',
    saved: 'Saved.',
    not_saved: 'Not saved.',
    print: 'Print',
    csv: 'Download as CSV',
    try_again: 'Try again',
    to_home: 'Home',
    new_window: '(opens in a new tab)',
  },

  times: {
    through: 'through {day} ({zone})',
    until: 'until {moment}',
    own: '{said} ({own} by your clock)',
    own_until: '{said}, by your clock until {own}',
  },

  forms: {
    needed: 'Fill this in.',
    choose: 'Choose an answer.',
    fill_in: 'Some fields are not filled in yet.',
    optional: '(optional)',
    show_password: 'Show the password',
  },

  not_found: {
    title: 'Page not found',
    what: 'The address may be wrong, or your account has no access to this page.',
  },

  places: { ascls: 'Go to ASCLS', ascp: 'Go to ASCP', profile: 'Open your profile', organizer: 'Open your credits' },

  // Languages that not every browser can name.
  languages: { bo: 'Tibetan', dz: 'Dzongkha', ckb: 'Central Kurdish', fil: 'Filipino', ti: 'Tigrinya' },

  upload: {
    file: 'File',
    check: 'Check only',
    send: 'Upload',
    checked: 'Checked. Nothing was saved.',
    done: 'Uploaded.',
    errors: { one: 'One error:', other: '{count} errors:' },
    error_list: 'Errors in the file',
    columns: { line: 'Line', column: 'Column', place: 'Place', problem: 'Problem' },
  },
};

/** Words of every page, the first page, kinds of activities, work that is not saved, signing in and signing up. */
export default {
  shell: {
    skip: 'Skip to the content',
    main: 'Main',
    menu: 'Menu',
    library: 'Library',
    organizer: 'Your credits',
    progress: 'Progress',
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
    cancel: 'Cancel',
    next: 'Continue',
    yes: 'Yes',
    no: 'No',
    saved: 'Saved.',
    not_saved: 'Not saved.',
    print: 'Print',
    csv: 'Download as CSV',
    try_again: 'Try again',
    to_home: 'Home',
    new_window: '(opens in a new tab)',
    copy: 'Copy',
    copy_what: 'Copy: {what}',
    copied: 'Copied',
    was_copied: 'Copied: {what}',
    is_selected: 'Selected: {what}. Copy it with the keyboard.',
  },

  times: {
    through: 'through {day} ({zone})',
    until: 'until {moment}',
    own: '{said} ({own} by your clock)',
    own_until: '{said}, by your clock until {own}',
    zones: {
      eastern: 'Eastern Time',
      central: 'Central Time',
      mountain: 'Mountain Time',
      arizona: 'Mountain Standard Time',
      pacific: 'Pacific Time',
      alaska: 'Alaska Time',
      hawaii: 'Hawaii Time',
    },
  },

  forms: {
    needed: 'Fill this in.',
    choose: 'Choose an answer.',
    fill_in: 'Some fields are not filled in yet.',
    optional: '(optional)',
    password_hint: 'At least {least} characters. Several words are easy to remember.',
    password_short: '{missing} more to go.',
    password_enough: 'Long enough.',
    show_password: 'Show the password',
  },

  not_found: {
    title: 'Page not found',
    what: 'The address may be wrong, or your account has no access to this page.',
  },

  places: { ascls: 'Go to ASCLS', ascp: 'Go to ASCP', profile: 'Open your profile', organizer: 'Open your credits' },

  // Languages that not every browser can name.
  languages: { bo: 'Tibetan', dz: 'Dzongkha', ckb: 'Central Kurdish', fil: 'Filipino', ti: 'Tigrinya' },

  kinds: {
    live_meeting: {
      one: 'Live meeting',
      many: 'Live Meetings',
      about: 'You attended in person. Have your Badge ID ready.',
    },
    teleconference: {
      one: 'Teleconference',
      many: 'Teleconferences',
      about: 'You listened at a site that has a Group ID.',
    },
    webinar: { one: 'Webinar', many: 'Webinars', about: 'You attended online, live.' },
    online: { one: 'Online course', many: 'Online Courses', about: 'Learn at your own pace, then take the post-test.' },
  },

  home: {
    title: 'Your continuing education',
    welcome: 'Credit for what you learned',
    welcome_lead:
      'Claim credit for meetings, teleconferences, webinars and online courses. Print your certificate, and follow ' +
      'each credit to ASCP.',
    claim: 'Claim Credits',
    more: 'Learn and find',
    library: 'Library of activities',
    library_about: 'All past and current activities, with search.',
    help: 'Help',
    help_about: 'Common questions, how to reach us, and meetings before 2010.',
    first_time: 'New here?',
    steps: {
      account: 'Create an account with the e-mail that ASCLS and ASCP have for you.',
      claim:
        'Choose the activity and the type of certificate (statement of credit). Evaluate each session you attended.',
      print: 'Check the Credit Summary and print the certificate.',
      follow: 'Follow the credit under “Your credits” until it reaches ASCP.',
    },
    needs_you: { one: '{count} credit needs you', other: '{count} credits need you' },
    all_credits: 'Go to your credits',
    drafts: 'Your drafts',
    completed: 'Completed Credits and Certificates',
    none_completed: 'Nothing yet. Credits appear here once you have printed their certificate.',
    transcript: 'Full transcript',
  },

  drafts: {
    sessions: { one: '{count} session', other: '{count} sessions' },
    credits: { one: '{count} credit', other: '{count} credits' },
    attended: { one: '{count} hour attended', other: '{count} hours attended' },
    changed: 'Changed on {when}',
    reopened: 'Certificate {number} was revoked, and this claim is open again: correct it and print it again.',
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

  sign_in: {
    title: 'Log in',
    submit: 'Log in',
    email: 'E-mail',
    password: 'Password',
    new_password: 'New password',
    first_time: 'This account was created for you. Choose your own password.',
    app_code: 'Code from your authenticator app',
    app_code_hint: 'Six digits; it changes every 30 seconds.',
    needed: 'Log in to continue. We then take you to the page you asked for.',
    by_code: 'E-mail me a code instead',
    by_password: 'Log in with your password instead',
    forgotten: 'Forgot your password?',
    no_account: 'No account yet?',
    ended: 'Log in again',
    ended_why: 'Your session has expired. Log in to continue. Nothing you typed is lost.',
    unsure: 'Is it you?',
    unsure_why: 'Log in again to continue. So nobody who finds your session open can do this.',
    later: 'Not now',
    shared: 'This is a shared computer',
    shared_about: 'You are then logged out after 5 minutes without activity, otherwise after 30.',
  },

  idle: {
    title: 'Are you still there?',
    why: 'For your safety you are logged out after {minutes} minutes without activity. That is in less than a minute.',
    stay: 'Stay logged in',
    leave: 'Log out now',
    ended: 'You were logged out because nothing happened for {minutes} minutes.',
  },

  sign_up: {
    title: 'Create an account',
    submit: 'Create the account',
    why: 'It takes a minute. Your account keeps your claims, certificates and credits.',
    email_hint: 'Use the address that ASCLS and ASCP have for you. Credits are matched by e-mail.',
    have_one: 'Already have an account?',
    enter_code: 'Enter the code from the e-mail',
  },

  confirm: {
    title: 'Confirm your e-mail',
    why: 'We e-mailed you a code. It is valid for one day.',
    code: 'Code from the e-mail',
    code_hint: 'Six digits.',
    submit: 'Confirm',
    none: 'No e-mail yet?',
    again: 'Send the code again',
    sent: 'Sent. Check your spam folder too.',
    password_hint: 'The password you chose for this account.',
    perhaps_sent:
      'If this account is not confirmed yet, a new code is on its way. If you already confirmed it, log in.',
    ready: 'Your account is ready.',
    other_password:
      'The code was right, but this account was created with another password or by somebody else. To keep others ' +
      'out, set a new password: we e-mailed a second code to {email}.',
  },

  reset: {
    title: 'Reset the password',
    why: 'We will e-mail you a code. With it you can choose a new password.',
    ask: 'E-mail me a code',
    sent: 'The code is on its way.',
    sent_to: 'If there is an account for {email}, a code is on its way there.',
    submit: 'Save the new password',
    done: 'Your new password is saved. All other sessions have ended.',
    none: 'No e-mail yet?',
    confirm_first: 'Your account may not be confirmed yet. Enter its code, or request a new one.',
    unproved:
      'Before you can log in, set a new password. Somebody else may have signed up with your e-mail, so we cannot be ' +
      'sure that the current password is yours.',
  },

  account: {
    email: 'E-mail',
    email_now: 'You log in with {email}.',
    email_why:
      'We tell the old address, which can undo the change for seven days. Until then, or until you confirm it with ' +
      'the link in that e-mail, credits are matched by the old address. Then those that were not sent yet move to ' +
      'the new one. The old address stays yours.',
    new_email: 'New e-mail',
    send_code: 'E-mail a code to the new address',
    code_sent: 'A code is on its way to {email}. Until you enter it, you keep the old address.',
    confirm_email: 'Change the address',
    email_changed:
      'You now log in with {email}. You are logged out everywhere else. To have your credits follow at once, use the ' +
      'link in the e-mail to your old address.',
    your_password: 'Your password',
    password: 'Password',
    old_password: 'Current password',
    change_password: 'Change the password',
    password_changed: 'Your password is changed. You are logged out everywhere else. You get an e-mail about it.',
    new_email_waits: 'You log in with {email} now. Until {when}, credits are matched by {matched}.',
    new_email_how: 'To end that sooner, follow “Yes, it was me” in the e-mail that we sent to {matched}.',
    app: 'Authenticator app',
    app_why: 'With an app on your phone, a stolen password is not enough to open your account.',
    app_password: 'Password, to change the app',
    app_start: 'Set up an app, or turn it off',
    app_enter: 'Scan the square with the app. Then enter the code that the app shows.',
    app_qr: 'QR code with the key for your authenticator app',
    app_key: 'If you cannot scan it, type this key into the app:',
    app_open: 'Open it in the app on this device',
    app_confirm: 'Turn it on',
    app_on: 'From now on you log in with your password and a code. You are logged out everywhere else.',
    app_used: 'You log in with your password and a code.',
    app_stop: 'Turn it off',
    app_off: 'From now on you log in with your password only. You are logged out everywhere else.',
  },

  paper: {
    printed_on: 'Printed on {day}',
  },
};

/** Signing in, signing up, and what one signs in with. */
export default {
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
    forgotten: 'Forgot your password?',
    no_account: 'No account yet?',
    ended: 'Log in again',
    ended_why: 'Your session has expired. Log in to continue. Nothing you typed is lost.',
    later: 'Not now',
  },

  sign_up: {
    title: 'Create an account',
    submit: 'Create the account',
    why: 'It takes a minute. Your account keeps your claims, certificates and credits.',
    email_hint: 'Use the address that ASCLS and ASCP have for you. Credits are matched by e-mail.',
    password_hint:
      'At least 12 characters, with a lowercase letter, a capital letter, a digit and a symbol such as ! or -.',
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
    done: 'Your password is changed, and you are logged out everywhere. Log in with the new one.',
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
      'Credits that were not sent yet move to the new address, and the next nightly run matches them again. The old ' +
      'address stays yours.',
    new_email: 'New e-mail',
    send_code: 'E-mail a code to the new address',
    code_sent: 'A code is on its way to {email}. Until you enter it, you keep the old address.',
    confirm_email: 'Change the address',
    email_changed: 'You now log in with {email}.',
    password: 'Password',
    old_password: 'Current password',
    change_password: 'Change the password',
    password_changed: 'Your password is changed. You are logged out everywhere else.',
    app: 'Authenticator app',
    app_why: 'With an app on your phone, a stolen password is not enough to open your account.',
    app_start: 'Set up an app',
    app_enter: 'Enter this key in the app, then the code that the app shows.',
    app_open: 'Open it in the app on this device',
    app_confirm: 'Turn it on',
    app_on: 'From now on you log in with your password and a code.',
    app_used: 'You log in with your password and a code.',
    app_stop: 'Turn it off',
    app_off: 'From now on you log in with your password only.',
  },
};

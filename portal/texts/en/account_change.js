/** The words of the list of sessions, and of the page for the links in the e-mail about a change of an account. */

export default {
  account_change: {
    title: 'A change of your account',
    until: 'You can decide until {when}. After that the link no longer works.',
    what: {
      email: 'On {when} the address with which you log in was changed from {former} to {now}.',
      password: 'On {when} the password of your account ({former}) was changed.',
      second_factor_on: 'On {when} an authenticator app was set up for your account ({former}).',
      second_factor_off: 'On {when} the authenticator app of your account ({former}) was turned off.',
    },
    undo: {
      title: 'Was it not you?',
      do: 'Undo the change',
      effect: {
        email:
          'Undo it: your account goes back to {former}, everybody is logged out, and nobody knows its password any ' +
          'more. Then you set a new password with a code that we e-mail to {former}.',
        password:
          'Undo it: everybody is logged out, and the new password stops working. Then you set another one with a ' +
          'code that we e-mail to {former}.',
        second_factor_on:
          'Undo it: everybody is logged out, the app is taken off your account, and its password stops working. Then ' +
          'you set another one with a code that we e-mail to {former}. The app of staff stays: write to us.',
        second_factor_off:
          'Undo it: everybody is logged out, and the password stops working. Then you set another one with a code ' +
          'that we e-mail to {former}, and set up the app once more.',
      },
      done: 'The change is undone',
      after:
        'Your account belongs to {former} again, and everybody is logged out. Nobody can log in before you set a ' +
        'new password.',
      unfinished:
        'Your account is still being restored. That takes an hour at most. If the code does not come, try again then.',
      password: 'Set a new password',
      careful:
        'A page that somebody else has open can show your data for up to 15 minutes. Change the password of your ' +
        'mailbox too if somebody else may know it.',
    },
    confirm: {
      title: 'Was it you?',
      do: 'Yes, it was me',
      effect: {
        email:
          'If you confirm it, your credits are matched by {now} from now on, and the next nightly run moves those ' +
          'that were not sent yet. The change can then no longer be undone with a link.',
        password: 'If you confirm it, the link that undoes the change stops working.',
        second_factor_on: 'If you confirm it, the link that undoes the change stops working.',
        second_factor_off: 'If you confirm it, the link that undoes the change stops working.',
      },
      done: 'Thank you, the change is confirmed',
      after: {
        email: 'The new address counts from now on. {former} stays yours.',
        password: 'There is nothing else to do.',
        second_factor_on: 'There is nothing else to do.',
        second_factor_off: 'There is nothing else to do.',
      },
    },
  },
  my_sessions: {
    title: 'Where you are logged in',
    about:
      'Each log-in of the last 30 days. A browser that you closed without logging out is in the list until it ends.',
    open: 'Open sessions',
    one: 'since {started}, last seen {seen}; it ends at {until} at the latest.',
    this: '(this browser)',
    unknown: 'Unknown browser',
    end: 'Log out {browser}, since {started}',
    done: '{browser} is logged out. A page that is open there can show your data for up to 15 minutes.',
    ended: 'Ended: {count}',
    past: '{browser}, from {started} to {until}',
    not_yours: 'One of them is not yours? Log out everywhere, then change your password.',
    everywhere: 'Log out everywhere',
    why: 'Ends all sessions of your account, in this browser too. Another device can show a page for up to 15 minutes.',
  },
};

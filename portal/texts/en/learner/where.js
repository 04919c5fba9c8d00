/** The words of the pages that say where credits are: fetched with those pages. */

export default {
  where: {
    title: 'Where is my credit?',
    way: 'The way of this credit',
    stops: { you: 'You', laurel: 'Laurel', ascls: 'ASCLS', ascp: 'ASCP' },
    marks: { here: '(it is here)', broken: '(it stops here)', ends: '(it ends here)' },
    next: 'It goes on by {when}.',
    again: 'I have done this. Try again.',
    questions: 'Four questions about it',
    others: { one: 'One more credit is not at ASCP', other: '{count} more credits are not at ASCP' },
    agree: 'Agree in your profile',
    write: 'Write to us',
    ask: 'Write to {provider}',
    claims: 'See your claims',
  },

  months: { credits: { one: '{count} credit', other: '{count} credits' } },

  missed: {
    which: 'Which credit do you miss?',
    provider: 'Provider',
    month: 'Month in which you completed it',
    any_provider: 'Any provider',
    any_month: 'Any month',
    find: 'Find it',
    several: 'Which of these is it?',
    none: 'None of these',
    not_it: 'This is not the credit that I miss',
    last_sent: 'The latest file of {provider} came on {when}.',
    never_sent: 'We have no file of {provider}.',
    not_known: 'Its provider has not named an address for questions. Look for one on its website.',
    address: 'Ask it to send the credit with this address: {email}.',
    see_all: 'See all that need you',
  },
};

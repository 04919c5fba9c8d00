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
};

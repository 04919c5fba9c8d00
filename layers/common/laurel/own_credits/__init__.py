"""Credits from elsewhere: a learner's own statements, with proof. Nobody checks them; nothing here is ever delivered.

The shape, for those who count them:

- `own_credits.own_credit.OwnCredit` (pure, frozen): `credit_id`, `learner_id`, `title`, `provider`, `completed_on`
  (a calendar date), `amount` (Decimal, above 0), `unit` (`OwnUnit`: `contact_hour` 50 minutes, `hour` 60 minutes,
  `ceu` ten contact hours; `unit.minutes`), `minutes` (Decimal: amount in minutes), `statement` (`Statement`, or None
  if it is of no kind that Laurel knows), `topic` (`Topic`, or None), `proof` (`Proof`, or None: nothing was handed in),
  `created_at`, `changed_at`, `version`.
- `own_credits.own_credit.Topic`: what rules ask hours of. `general`, `safety`, `ethics`, `medical_errors`, `hiv_aids`,
  `laws_and_rules`, `administration`, and the areas of the laboratory: `blood_bank`, `chemistry`, `cytology`,
  `hematology`, `histology`, `immunology`, `microbiology`, `molecular`, `urinalysis`.
- `own_credits.records.own_credits(table, learner_ids)`: all of them, the latest completed first, of a learner and of
  joined accounts. One query for each account; `table` is the claims table. A rule that counts them says so to its
  reader: each is the learner's own statement, and `proof` tells whether there is a document.
"""

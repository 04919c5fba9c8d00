/** The answers that a learner carries from one session's evaluation to the next, on one page. */

/** @import { ClaimView, PublicActivity, PublicSession } from '#api' */
/** @import { Answers } from './evaluation.js' */

/** @typedef {{title: string, answers: Answers}} Earlier the answers of an earlier session */

export class CarriedAnswers {
  /**
   * @param {PublicActivity} activity
   * @param {PublicSession[]} program
   * @param {ClaimView} claim
   */
  constructor(activity, program, claim) {
    this.forms = new Map(activity.evaluation_forms.map((form) => [form.id, form]));
    /** Whether the learner wants each session to begin with the answers of the last one. */
    this.isOn = false;
    /** @type {Map<string, Earlier & {id: string}>} by the ID of the form */
    this.last = new Map();
    const known = new Map(program.map((one) => [one.id, one]));
    for (const one of claim.sessions) {
      const session = known.get(one.session_id);
      if (session) this.remember(session, one.evaluation);
    }
  }

  /**
   * Keeps what was answered. A text is about its own session, so it is not carried.
   * @param {PublicSession} session
   * @param {Answers} evaluation
   */
  remember({ id, title, evaluation_form }, evaluation) {
    const questions = this.forms.get(evaluation_form)?.questions ?? [];
    const asked = questions.filter((one) => one.kind !== 'text' && evaluation[one.id] !== undefined);
    if (!asked.length) return;
    const answers = Object.fromEntries(asked.map((one) => [one.id, evaluation[one.id]]));
    this.last.set(evaluation_form, { id, title, answers });
  }

  /**
   * The answers of the last other session with the same questions; null if there is none.
   * @param {PublicSession} session
   * @returns {Earlier | null}
   */
  for(session) {
    const last = this.last.get(session.evaluation_form);
    return last && last.id !== session.id ? last : null;
  }

  /**
   * The same answers, if they leave nothing open that must be answered; null otherwise.
   * @param {PublicSession} session
   * @returns {Answers | null}
   */
  complete(session) {
    const questions = this.forms.get(session.evaluation_form)?.questions ?? [];
    const answers = questions.length ? this.for(session)?.answers : {};
    const isComplete = questions.every((one) => !one.required || answers?.[one.id] !== undefined);
    return answers && isComplete ? answers : null;
  }
}
